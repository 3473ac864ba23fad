"""How far a meeting has come on its way out, and what the desk offers to do about it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from extranet.access.rights import Rights
from extranet.meetings.models import Meeting
from extranet.placements.models import Placement
from extranet.summons import adding, sending
from extranet.summons.checks.finding import Finding, Material
from extranet.summons.checks.gathering import looked_through, material
from extranet.summons.checks.naming import item_name, paper_name
from extranet.summons.checks.registry import Outcome, run_all, stopping
from extranet.summons.models import Summons
from extranet.summons.recipients import Called
from intranet.jobs.models import Job

Due = Literal["summons", "again", "added", ""]
"""What can be sent: the summons, another since time or place have changed, what has come to it; or nothing."""


@dataclass(frozen=True)
class State:
    """`job` is that of the summons on its way (`under_way`). `read` of `files` papers have been looked through."""

    meeting: Meeting
    due: Due
    under_way: Summons | None
    last: Summons | None
    job: Job | None
    material: Material
    outcomes: Sequence[Outcome]

    @property
    def stopping(self) -> list[Finding]:
        return stopping(self.outcomes)

    @property
    def read(self) -> int:
        return looked_through(self.material)

    @property
    def files(self) -> int:
        return len(self.material.placements)

    @property
    def is_sending(self) -> bool:
        return self.under_way is not None and self.under_way.state != Summons.State.FAILED

    @property
    def is_pending(self) -> bool:
        """Whether the page changes by itself soon."""
        return self.is_sending or (bool(self.due) and self.read < self.files)


def state_of(rights: Rights, meeting: Meeting) -> State:
    under_way, last = sending.under_way(meeting), sending.last_sent(meeting)
    due = _due(meeting)
    gathered = material(rights, meeting)
    job = Job.objects.filter(key=sending.job_key(under_way)).first() if under_way else None
    outcomes = run_all(gathered, later=due == "added") if due else []
    return State(meeting, due, under_way, last, job, gathered, outcomes)


def _due(meeting: Meeting) -> Due:
    if meeting.state == Meeting.State.DRAFT:
        return "summons"
    if sending.takes_summons(meeting):
        return "again"
    return "added" if adding.waits(meeting) else ""


@dataclass(frozen=True)
class Added:
    where: str
    what: str


def added(gathered: Material) -> list[Added]:
    """What has come since the summons: new items, new papers, papers that replace others."""
    rows = [Added(item_name(gathered, item), _("nytt ärende")) for item in gathered.items]
    for placement in gathered.placements:
        what = _("ersätter den förra") if placement.replaces_id else _("ny handling")
        rows.append(Added(paper_name(gathered, placement), what))
    return rows


def seen(state: State, called: Sequence[Called]) -> str:
    """What somebody had before them when they decided: another agenda, time or list of people gives another."""
    meeting = state.meeting
    told = (
        state.due,
        meeting.starts.isoformat(),
        meeting.ends.isoformat() if meeting.ends else "",
        meeting.place,
        [
            (item.pk, item.number, item.title, item.neutral_title, item.proposal)
            for item in state.material.items
        ],
        [_said(placement) for placement in state.material.placements],
        sorted((one.person.pk, one.way) for one in called),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _said(placement: Placement) -> tuple[int, int, int]:
    return placement.pk, placement.item_id, placement.order
