"""Throwing away what once let somebody in and never will again."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone

from intranet.signon.models import ActivationCode

CODES_KEPT = timedelta(days=30)
"""How long a code that has been used or has run out is kept, for whoever asks what became of it."""


def prune_sessions(_last: date, _today: date) -> int:
    """Remove the sessions that have run out; returns how many."""
    old = Session.objects.filter(expire_date__lt=timezone.now()).count()
    if old:
        call_command("clearsessions")
    return old


def prune_codes(_last: date, _today: date) -> int:
    """Remove one-time codes that were used, or ran out, more than a month ago; returns how many."""
    limit = timezone.now() - CODES_KEPT
    old = ActivationCode.objects.filter(Q(used_at__lt=limit) | Q(expires_at__lt=limit))
    return old.order_by().delete()[0]
