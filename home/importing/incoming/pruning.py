"""Throwing away what nobody has looked at, and what has become a page. The list says the day from the beginning."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from home.importing.incoming.models import KEPT_DAYS, SETTLED_DAYS, Delivery, IncomingText


def prune(_last: date, _today: date) -> int:
    """Remove files past their day; returns how many."""
    now = timezone.now()
    old = IncomingText.objects.filter(settled_at=None, created_at__lt=now - timedelta(days=KEPT_DAYS))
    settled = IncomingText.objects.filter(settled_at__lt=now - timedelta(days=SETTLED_DAYS))
    removed = 0
    for row in (*old.iterator(), *settled.iterator()):
        row.delete()
        removed += 1
    Delivery.objects.filter(texts=None, created_at__lt=now - timedelta(days=1)).delete()
    return removed
