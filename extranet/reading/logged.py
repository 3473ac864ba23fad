"""Readings that are logged: an auditor's, those through broken glass, and of what is withdrawn.

A view writes one short row: a logged reading leaves no receipt besides.
"""

from __future__ import annotations

from collections.abc import Iterable

from extranet.access.rights import Rights
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from intranet.access.requests import ViewerRequest
from intranet.audit.models import Event
from intranet.audit.record import record


def reads_meeting(request: ViewerRequest, rights: Rights, meeting: Meeting) -> bool:
    """Note a meeting whose agenda is read; returns whether it had to be."""
    logged = meeting.body_id in rights.logged.bodies
    if logged:
        record(Event.Kind.PAPER_READ, request=request, obj=meeting)
    return logged


def reads_item(request: ViewerRequest, rights: Rights, item: AgendaItem) -> bool:
    logged = item in rights.logged
    if logged:
        record(Event.Kind.PAPER_READ, request=request, obj=item)
    return logged


def is_logged(rights: Rights, placement: Placement) -> bool:
    """Whether who has these rights reads this paper as an auditor, through broken glass, or as its keeper."""
    return placement.withdrawn_at is not None or placement.item in rights.logged


def reads_paper(request: ViewerRequest, rights: Rights, placement: Placement, *, file: bool) -> bool:
    """The same of a paper: of its page, or of its file."""
    logged = is_logged(rights, placement)
    if logged:
        kept = placement.withdrawn_at is not None
        record(
            Event.Kind.PAPER_READ, request=request, obj=placement, what="file" if file else "page", kept=kept
        )
    return logged


def reads_bundle(
    request: ViewerRequest, rights: Rights, meeting: Meeting, papers: Iterable[Placement]
) -> bool:
    """The same of many papers in one file: one row, with the numbers of those that are logged."""
    logged = [paper.pk for paper in papers if is_logged(rights, paper)]
    if logged:
        record(Event.Kind.PAPER_READ, request=request, obj=meeting, what="bundle", papers=logged)
    return bool(logged)
