"""Notices as templates want them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext

from intranet.notices.inbox import Entry


def row(entry: Entry) -> dict[str, Any]:
    """A notice as `components/row.html` wants it."""
    unread = entry.notice.seen_at is None
    at = time_format(timezone.localtime(entry.notice.due), "H:i")
    return {
        "title": entry.line.title,
        "url": entry.url,
        "summary": entry.line.detail,
        "meta": f"{entry.kind.label} · {at}",
        "state": {"label": gettext("Oläst"), "tone": "info"} if unread else None,
    }


def by_day(entries: list[Entry]) -> list[dict[str, Any]]:
    """Rows under the day on which they were first shown; the entries come newest first."""
    today = timezone.localdate()
    days = []
    for day, group in groupby(entries, key=lambda entry: timezone.localdate(entry.notice.due)):
        words = {0: gettext("I dag"), 1: gettext("I går")}.get((today - day).days)
        label = words or date_format(day, "l j F Y").capitalize()
        days.append({"label": label, "rows": [row(entry) for entry in group]})
    return days
