"""Writing a letter: what its person may see of its notices at this moment, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from intranet.access.viewer import Viewer, viewer_of
from intranet.mail.messages import sender
from intranet.notices import choices, inbox
from intranet.notices.inbox import Entry
from intranet.notices.models import How, Letter, Notice
from intranet.signon.eligibility import standing_of

MOST = 20
"""Of one kind that a mail lists; the rest it counts, and leads to."""


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
        context = _context(entries)
        choose = context["choices"]
        subject = ngettext(
            "%(count)s ny notis på intranätet", "%(count)s nya notiser på intranätet", len(entries)
        )
        message = EmailMultiAlternatives(
            subject=subject % {"count": len(entries)},
            body=render_to_string("notices/letter.txt", context),
            from_email=sender(),
            to=[person.email],
            headers={
                "Message-ID": letter.message_id,
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",  # Exchange asks for its own header
                "Content-Language": translation.get_language() or "",
                "List-Unsubscribe": f"<{choose}>",  # where it is chosen; no mail program may do it in one's stead
            },
            connection=connection,
        )
        message.attach_alternative(render_to_string("notices/letter.html", context), "text/html")
    return Composed(message, [entry.notice.pk for entry in entries])


def _entries(viewer: Viewer, letter: Letter) -> list[Entry]:
    if viewer.person is None:
        return []
    how = choices.of(viewer.person)
    among = Notice.objects.unread().filter(letter=letter)
    notices = inbox.of(viewer, among).order_by("kind", "due", "pk")
    wanted = [notice for notice in notices if how[notice.kind] != How.NONE]
    return inbox.entries(viewer, wanted)


def _context(entries: list[Entry]) -> dict[str, Any]:
    """What the templates of `notices/letter` name: the notices by kind, without titles where those are secret."""
    inbox_url = _address(reverse("notices"))
    groups = []
    for kind, same in groupby(entries, key=lambda entry: entry.kind):
        of_kind = list(same)
        groups.append(
            {
                "label": str(kind.label),
                "count": len(of_kind),
                "titles": kind.title_in_mail and not kind.bundled,
                "bundled": bool(kind.bundled),
                "rows": [] if kind.bundled else [_row(entry) for entry in of_kind[:MOST]],
                "more": 0 if kind.bundled else max(0, len(of_kind) - MOST),
                "url": f"{inbox_url}?{urlencode({'slag': kind.code})}",
            }
        )
    return {
        "groups": groups,
        "inbox": inbox_url,
        "choices": _address(reverse("notice_choices")),
    }


def _row(entry: Entry) -> dict[str, str]:
    kind, at = entry.kind, timezone.localtime(entry.notice.due)
    return {
        "title": _one_line(entry.line.title) if kind.title_in_mail else "",
        "detail": _one_line(entry.line.detail) if kind.title_in_mail or kind.detail_in_mail else "",
        "came": gettext("%(day)s kl. %(time)s")
        % {"day": date_format(at, "j F"), "time": time_format(at, "H.i")},
        "url": _address(entry.url),
    }


def _address(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path


def _one_line(text: str) -> str:
    return " ".join(str(text).split())
