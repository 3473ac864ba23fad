"""The people whom mail does not reach, for those who see to that it does: how many, and the list of them."""

from __future__ import annotations

from django.db.models import Case, EmailField, OuterRef, Subquery, Value, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from intranet.access import people as rule
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.jobs.streams import Stream
from intranet.mail import undelivered
from intranet.mail.models import Undelivered
from intranet.people.models import Person, PersonQuerySet

PERMISSION = "jobs.view_job"
"""Of those who see everybody's long work."""
NAME = gettext_lazy("Mejl")


def people(viewer: Viewer) -> PersonQuerySet:
    """Those whom the viewer may see, with `why`, `since` and `latest`, the newest first."""
    otherwise = [
        When(email=written, then=Value(address))
        for written, address in undelivered.written_otherwise().items()
    ]
    kept = Undelivered.objects.filter(address=OuterRef("plain"))
    found = rule.visible_to(viewer, Person.objects.exclude(email="")).annotate(
        plain=Case(*otherwise, default=Lower("email"), output_field=EmailField()),
        why=Subquery(kept.values("why")),
        since=Subquery(kept.values("since")),
        latest=Subquery(kept.values("latest")),
    )
    return found.filter(since__isnull=False).order_by("-since", "pk")


def tell(request: ViewerRequest) -> Stream | None:
    """How many, for the page of long work."""
    person = request.viewer.person
    if person is None or not person.has_perm(PERMISSION):
        return None
    count = people(request.viewer).count()
    text = ngettext(
        "Mejl till %(count)s person kommer inte fram.",
        "Mejl till %(count)s personer kommer inte fram.",
        count,
    )
    return Stream(
        name=NAME, failed=count, failed_text=text % {"count": count}, failed_url=reverse("unreached_people")
    )
