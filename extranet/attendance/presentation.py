"""Attendance as its pages show it: to somebody who answers, and to the body's secretary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from extranet.attendance.models import Attendance, Call
from extranet.attendance.names import with_party
from extranet.mandates.models import Mandate
from extranet.meetings.models import Meeting, Serving
from intranet.access.viewer import Viewer

Answer = Attendance.Answer
TONES = {Answer.COMES: "ok", Answer.REMOTE: "ok", Answer.ABSENT: "warning", Answer.NONE: ""}


@dataclass(frozen=True)
class Row:
    """Somebody who is asked. `instead` is whom they serve for, or who serves for them; `vacant`: nobody does."""

    mandate: Mandate
    name: str
    state: str
    tone: str
    at: datetime | None = None
    written_by: str = ""
    instead: str = ""
    vacant: bool = False

    @property
    def serves(self) -> bool:
        return self.mandate.role.votes


@dataclass(frozen=True)
class Listing:
    members: Sequence[Row]
    substitutes: Sequence[Row]

    @property
    def coming(self) -> int:
        return sum(row.tone == "ok" for row in self.members)

    @property
    def absent(self) -> int:
        return sum(row.tone == "warning" for row in self.members)

    @property
    def waiting(self) -> int:
        return len(self.members) - self.coming - self.absent

    @property
    def vacant(self) -> Sequence[Row]:
        return [row for row in self.members if row.vacant]


def listing(viewer: Viewer, meeting: Meeting, asked: Sequence[Mandate]) -> Listing:
    """All who are asked, with what they have answered; three queries."""
    answers = {
        a.person_id: a for a in Attendance.objects.filter(meeting=meeting).select_related("answered_by")
    }
    calls = Call.objects.filter(meeting=meeting).exclude(state=Call.State.WITHDRAWN)
    of_call = list(
        calls.select_related("absent__person", "absent__party", "substitute__person", "substitute__party")
    )
    serving = list(
        Serving.objects.filter(meeting=meeting).select_related(
            "mandate__person", "mandate__party", "instead_of__person", "instead_of__party"
        )
    )
    rows = [_row(viewer, mandate, answers.get(mandate.person_id), of_call, serving) for mandate in asked]
    return Listing(
        members=[row for row in rows if row.mandate.role.votes],
        substitutes=[row for row in rows if not row.mandate.role.votes],
    )


def _row(
    viewer: Viewer,
    mandate: Mandate,
    kept: Attendance | None,
    calls: Sequence[Call],
    serving: Sequence[Serving],
) -> Row:
    said = Answer(kept.answer) if kept else Answer.NONE
    person = mandate.person_id
    state, tone, instead, vacant = str(said.label), TONES[said], "", False
    for_me = next((s for s in serving if s.instead_of.person_id == person), None)
    my_serving = next((s for s in serving if s.mandate.person_id == person), None)
    asked_for_me = next(
        (c for c in calls if c.absent.person_id == person and c.state == Call.State.ASKED), None
    )
    my_call = next(
        (c for c in calls if c.substitute.person_id == person and c.state == Call.State.ASKED), None
    )
    if for_me:
        instead = _("%(name)s tjänstgör.") % {"name": with_party(viewer, for_me.mandate)}
    elif asked_for_me:
        instead = _("%(name)s är tillfrågad.") % {"name": with_party(viewer, asked_for_me.substitute)}
    elif mandate.role.votes and said == Answer.ABSENT:
        instead, vacant = _("Ingen ersättare finns kvar att kalla."), True
    elif my_serving:
        state, tone = _("tjänstgör"), "ok"
        instead = _("I stället för %(name)s.") % {"name": with_party(viewer, my_serving.instead_of)}
    elif my_call:
        state, tone = _("tillfrågad"), "info"
        instead = _("I stället för %(name)s.") % {"name": with_party(viewer, my_call.absent)}
    by = kept.answered_by if kept and kept.answered_by_id not in (None, person) else None
    return Row(
        mandate=mandate,
        name=with_party(viewer, mandate),
        state=state,
        tone=tone,
        at=kept.answered_at if kept and said else None,
        written_by=str(by) if by else "",
        instead=instead,
        vacant=vacant,
    )
