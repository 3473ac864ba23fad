"""Writing a letter: what its person may see of its notices at this moment, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from intranet.access.viewer import Viewer, viewer_of
from intranet.notices import choices, inbox
from intranet.notices.inbox import Entry
from intranet.notices.models import How, Letter, Notice
from intranet.signon.eligibility import standing_of


@dataclass(frozen=True)
class Composed:
    message: EmailMessage
    notices: list[int]
    """The primary keys of those that it tells of."""


def compose(letter: Letter, connection: BaseEmailBackend) -> Composed | None:
    """The message as it should be now; None if there is nothing, or nobody, to tell any more.

    Everything is asked anew: who may sign in, what they may see, what they have read or chosen meanwhile.
    """
    person = letter.person
    viewer = viewer_of(person)
    if not person.email or not viewer.has_role or not standing_of(viewer).allowed:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        entries = _entries(viewer, letter)
        if not entries:
            return None
        subject = ngettext(
            "%(count)s ny notis på intranätet", "%(count)s nya notiser på intranätet", len(entries)
        )
        message = EmailMessage(
            subject=subject % {"count": len(entries)},
            body=render_to_string("notices/letter.txt", _context(entries)),
            to=[person.email],
            headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
            connection=connection,
        )
    return Composed(message, [entry.notice.pk for entry in entries])


def _entries(viewer: Viewer, letter: Letter) -> list[Entry]:
    if viewer.person is None:
        return []
    how = choices.of(viewer.person)
    among = Notice.objects.unread().filter(letter=letter)
    notices = inbox.of(viewer, among).order_by("kind", "due", "pk")
    wanted = [notice for notice in notices if how[notice.kind] != How.NONE]
    return inbox.entries(viewer, wanted)


def _context(entries: list[Entry]) -> dict[str, object]:
    """What `templates/notices/letter.txt` names: the notices by kind, without titles where those are secret."""
    groups = []
    for kind, same in groupby(entries, key=lambda entry: entry.kind):
        rows = []
        for entry in same:
            told = entry.kind.title_in_mail
            rows.append(
                {
                    "title": _one_line(entry.line.title) if told else "",
                    "detail": _one_line(entry.line.detail) if told else "",
                    "url": _address(entry.url),
                }
            )
        groups.append({"label": kind.label, "rows": rows})
    return {
        "groups": groups,
        "inbox": _address(reverse("notices")),
        "choices": _address(reverse("notice_choices")),
    }


def _address(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path


def _one_line(text: str) -> str:
    return " ".join(str(text).split())
