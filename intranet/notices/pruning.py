"""Old notices go: those that were read after some months, unread ones after a year or so."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from intranet.mail import undelivered
from intranet.notices import letters
from intranet.notices.models import Notice


def prune(_last: date, _today: date) -> int:
    """Remove what was read or, unread, shown long enough ago; returns how many.

    An occasion that is put again under the same key afterwards is told again: who puts, puts in time.
    """
    now = timezone.now()
    letters.drop_unwanted(now)
    undelivered.forget_unused()
    read = Q(seen_at__lt=now - timedelta(days=settings.NOTICES_KEPT_DAYS))
    unread = Q(seen_at=None, due__lt=now - timedelta(days=settings.NOTICES_UNREAD_KEPT_DAYS))
    return Notice.objects.filter(read | unread).delete()[0]
