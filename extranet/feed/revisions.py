"""Which state of a meeting calendars are told of: its number grows when time, place or state change.

Noted with the meeting, in its transaction; what went round the model, the clock finds.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from extranet.feed.models import CalendarEvent
from extranet.meetings.models import Meeting

TOLD = ("starts", "ends", "place", "state")
BATCH = 500


def note(meeting: Meeting) -> bool:
    """Keep what a meeting is now, under the next number if it is another than before; returns whether it was."""
    with transaction.atomic():
        now = {field: getattr(meeting, field) for field in TOLD}
        event, made = CalendarEvent.objects.select_for_update().get_or_create(
            meeting=meeting, defaults={**now, "changed_at": timezone.now()}
        )
        if made or all(getattr(event, field) == value for field, value in now.items()):
            return made
        for field, value in now.items():
            setattr(event, field, value)
        event.sequence += 1
        event.changed_at = timezone.now()
        event.save()
    return True


def catch_up(now: datetime) -> int:
    """For the clock: note what of the meetings to come is not as it was noted; how many those were."""
    differs = Q(calendar_event=None)
    for field in TOLD:
        differs |= ~Q(**{f"calendar_event__{field}": F(field)})
    differs |= Q(ends__isnull=True, calendar_event__ends__isnull=False)
    differs &= ~Q(ends__isnull=True, calendar_event__ends__isnull=True, **_same_but_for_the_end())
    coming = Meeting.objects.filter(differs, starts__gte=now - timedelta(days=1))
    return sum(note(meeting) for meeting in coming.order_by("starts", "pk")[:BATCH])


def _same_but_for_the_end() -> dict[str, F]:
    return {f"calendar_event__{field}": F(field) for field in TOLD if field != "ends"}


@receiver(post_save, sender=Meeting, dispatch_uid="extranet.feed.revisions")
def on_meeting(instance: Meeting, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        note(Meeting.objects.get(pk=instance.pk))  # as the database has it: what was given may be text
