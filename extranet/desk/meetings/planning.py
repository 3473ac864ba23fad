"""Changing when and where a body meets, and taking a draft away."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from extranet.attendance import answers, calling, telling
from extranet.desk.meetings.asking import takes_changes
from extranet.desk.meetings.items import (
    ChangedMeanwhileError,
    NoLongerError,
    StaysError,
    remove_item,
    why_it_stays,
)
from extranet.desk.meetings.meeting_form import FIELDS
from extranet.desk.meetings.seen import fingerprint
from extranet.meetings.models import Meeting
from extranet.meetings.ordering import locked
from intranet.people.models import Person


@transaction.atomic
def change_meeting(pk: int, values: dict[str, Any], by: Person, seen: str) -> bool:
    """Keep what has been entered, if the meeting is as it was when it was shown. Returns whether people were told.

    Whoever was asked to a meeting that has been sent is told of a new time, and substitutes are called by the
    mandates of the new day. Raises ChangedMeanwhileError, NoLongerError, Meeting.DoesNotExist.
    """
    meeting = locked(pk)
    if not takes_changes(meeting):
        raise NoLongerError
    if fingerprint(meeting, FIELDS) != seen:
        raise ChangedMeanwhileError(meeting)
    moved = meeting.starts != values["starts"]
    for field, value in values.items():
        setattr(meeting, field, value)
    meeting.changed_by, meeting.changed_at = by, timezone.now()
    meeting.save(update_fields=[*values, "changed_by", "changed_at"])
    if not moved or meeting.state != Meeting.State.SUMMONED:
        return False
    telling.moved(meeting, {mandate.person_id for mandate in answers.who_is_asked(meeting)} - {by.pk})
    answers.ask(meeting.pk)
    calling.settle(meeting)
    return True


def why_meeting_stays(meeting: Meeting) -> str:
    """Why a meeting can't be taken away; empty if it can be."""
    if meeting.state != Meeting.State.DRAFT:
        return _("Kallelsen är skickad, så sammanträdet tas inte bort. Flytta det till en ny tid i stället.")
    for item in meeting.items.all():
        item.meeting = meeting
        if why := why_it_stays(item):
            return why
    return ""


@transaction.atomic
def remove_meeting(pk: int) -> None:
    """A draft, with its agenda. Raises StaysError, Meeting.DoesNotExist."""
    meeting = locked(pk)
    if why := why_meeting_stays(meeting):
        raise StaysError(why)
    for item in meeting.items.values_list("pk", flat=True):
        remove_item(item)
    meeting.delete()
