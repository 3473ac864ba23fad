"""Mail about log-on, sent by the worker."""

from __future__ import annotations

from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from intranet.mail.messages import sender
from intranet.mail.sending import delivery, send_now
from intranet.people.models import Person
from intranet.signon.eligibility import may_sign_in


@task(queue_name="mail")
def send_reset_link(person_id: int) -> None:
    """Mail a link to choose a new password.

    The link is made here: as an argument it would lie readable in the table of tasks.
    """
    person = Person.objects.filter(pk=person_id).exclude(email="").first()
    if person is None or not may_sign_in(person).allowed:
        return
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
    text = render_to_string(
        "account/email/reset_link.txt",
        {
            "person": person,
            "link": urljoin(settings.SITE_URL, path),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        },
    )
    # Not queued a second time: the link would lie readable in that table too.
    subject = _("Välj ett nytt lösenord")
    send_now(EmailMessage(subject, text, sender(), [person.email], connection=delivery()))
