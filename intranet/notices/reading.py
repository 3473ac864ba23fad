"""Marking notices as read, and as unread again, without what they tell of being opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from intranet.access.viewer import Viewer
from intranet.notices.inbox import covering, of
from intranet.notices.models import Notice, NoticeQuerySet


def mark_read(viewer: Viewer, until: datetime, kind: str = "") -> datetime:
    """Mark what had been shown by `until` as read, of one kind if told; returns the moment that they now bear.

    What the viewer may not see just now stays unread: they have not seen it.
    """
    among = Notice.objects.filter(kind=kind) if kind else Notice.objects.all()
    now = timezone.now()
    mark(viewer, list(of(viewer, among.unread(), min(until, now))), now)
    return now


def mark(viewer: Viewer, read: Iterable[Notice], now: datetime | None = None) -> None:
    """Mark these notices of the viewer's as read, and what stood behind them."""
    read = [notice for notice in read if notice.seen_at is None]
    if not read:
        return
    which = Q(pk__in=[notice.pk for notice in read])
    for code, by in covering():
        behind = [notice.object_id for notice in read if notice.kind in by]
        if behind:
            which |= Q(kind=code, object_id__in=behind)
    now = now or timezone.now()
    Notice.objects.filter(which, person=viewer.person).shown(now).unread().update(seen_at=now)


def marked_at(viewer: Viewer, moment: datetime) -> int:
    """How many of what the viewer may see was marked as read in that moment."""
    return of(viewer, Notice.objects.filter(seen_at=moment)).count()


def mark_unread(viewer: Viewer, which: NoticeQuerySet) -> int:
    """Have these notices of the viewer's unread again; they are not mailed a second time.

    Returns how many of them the viewer may see: the others come back without being counted.
    """
    read = which.filter(person=viewer.person, seen_at__isnull=False)
    seen = of(viewer, read).count()
    read.update(seen_at=None)
    return seen
