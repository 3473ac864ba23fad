"""Notices as templates want them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext

from intranet.notices.inbox import Entry


def row(entry: Entry, by: str = "") -> dict[str, Any]:
    """A notice as `notices/row.html` wants it, and `components/row.html` elsewhere, with who did it."""
    unread = entry.notice.seen_at is None
    at = time_format(timezone.localtime(entry.notice.due), "H:i")
    return {
        "pk": entry.notice.pk,
        "title": entry.line.title,
        "url": entry.url,
        "summary": entry.line.detail,
        "meta": " · ".join(
            filter(None, (str(entry.kind.label), by and gettext("av %(name)s") % {"name": by}, at))
        ),
        "unread": unread,
        "state": {"label": gettext("Oläst"), "tone": "info"} if unread else None,
    }


def by_day(entries: list[Entry], doers: Mapping[int, str]) -> list[dict[str, Any]]:
    """Rows under the day on which they were first shown; the entries come newest first.

    `doers` are the names that may be told, by primary key.
    """
    today = timezone.localdate()
    days = []
    for day, group in groupby(entries, key=lambda entry: timezone.localdate(entry.notice.due)):
        words = {0: gettext("I dag"), 1: gettext("I går")}.get((today - day).days)
        label = words or date_format(day, "l j F Y").capitalize()
        days.append(
            {"label": label, "rows": [row(entry, doers.get(entry.notice.by_id or 0, "")) for entry in group]}
        )
    return days
