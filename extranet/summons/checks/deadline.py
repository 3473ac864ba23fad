"""Whether the summons goes out in time: by the body's own rule, for fullmäktige never later than the law allows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.bodies.models import Body
from extranet.meetings.models import Meeting
from extranet.summons.checks.finding import Check, Finding, Material, mend

CODE = "deadline"
COUNCIL_DAYS = 7
"""KL 5:14: at least a week before the day of the meeting."""


def last_day(meeting: Meeting) -> date:
    """The last day on which the summons goes out in time, Swedish time."""
    days = int(meeting.body.summons_days)
    if meeting.body.kind == Body.Kind.COUNCIL:
        days = max(days, COUNCIL_DAYS)
    return timezone.localdate(meeting.starts) - timedelta(days=days)


def run(material: Material) -> Iterable[Finding]:
    meeting, today = material.meeting, timezone.localdate(material.now)
    to_meeting = mend("desk_meeting", meeting.pk, _("Ändra tiden"))
    if meeting.starts <= material.now:
        yield Finding(f"{CODE}:begun", _("Sammanträdet har redan börjat."), _("Tiden"), to_meeting)
        return
    due = last_day(meeting)
    if today > due:
        says = _("Kallelsen skulle ha skickats senast %(day)s.") % {"day": date_format(due, "j F Y")}
        yield Finding(f"{CODE}:{due.isoformat()}", says, _("Tiden"), to_meeting)
    if not meeting.place.strip():
        yield Finding(f"{CODE}:place", _("Sammanträdet har ingen plats."), _("Platsen"), to_meeting)


CHECK = Check(CODE, gettext_lazy("Tid, plats och sista dag"), run, meeting_wide=True)
