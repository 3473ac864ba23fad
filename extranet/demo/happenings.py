"""What happens at a meeting besides its agenda: said for those around today, drawn by lot for the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from extranet.demo.planning import PlannedItem, PlannedMeeting
from extranet.demo.sources import FOLDER
from extranet.meetings.models import Meeting
from intranet.tables.reading import read_table
from intranet.tables.rows import Heading

LATE, LATE_ITEM, REPLACED, WITHDRAWN, SERVES = "late", "late-item", "replaced", "withdrawn", "serves"
RECUSALS = ("recused", "upheld", "rejected", "disregarded")
ODDS = {LATE: 0.06, REPLACED: 0.04, WITHDRAWN: 0.015}
SCANNED_ODDS = 0.05
"""Of a paper."""
RECUSED_ODDS, LATE_ITEM_ODDS = 0.05, 0.03
"""Of an item."""


@dataclass(frozen=True)
class Happening:
    meeting: str
    item: int  # 0: of the meeting as a whole
    what: str
    who: str


@cache
def said() -> tuple[Happening, ...]:
    headings = tuple(Heading(name, required=True) for name in ("meeting", "item", "what", "who"))
    return tuple(
        Happening(row["meeting"], int(row["item"] or 0), row["what"], row["who"])
        for row in read_table(FOLDER / "happenings.csv", headings)
    )


def of_paper(item: PlannedItem, number: int, meeting: PlannedMeeting) -> frozenset[str]:
    """What happens to one of the matter's own papers, counted from 0.

    What is said of an item happens to its first, but a withdrawal to its last.
    """
    if meeting.state == Meeting.State.DRAFT:
        return frozenset()
    order, last = int(item.key.rpartition("/")[2]), len(item.source.papers) - 1
    written = {row.what for row in said() if (row.meeting, row.item) == (meeting.key, order)} & ODDS.keys()
    if written:
        return frozenset(written if number == (last if WITHDRAWN in written else 0) else ())
    lot = Random(f"{item.key}/{number}")  # noqa: S311  # variety, no secret
    drawn = [what for what, odds in ODDS.items() if lot.random() < odds]
    return frozenset(drawn[:1])


def is_scanned(matter: str, number: int) -> bool:
    """Whether a matter's paper came on paper and is a picture."""
    return Random(f"{matter}/{number}/scanned").random() < SCANNED_ODDS  # noqa: S311


def comes_late(item: PlannedItem, meeting: PlannedMeeting) -> bool:
    order = int(item.key.rpartition("/")[2])
    if meeting.state == Meeting.State.DRAFT or item.source.standing:
        return False
    if any((row.meeting, row.item, row.what) == (meeting.key, order, LATE_ITEM) for row in said()):
        return True
    return Random(f"{item.key}/late").random() < LATE_ITEM_ODDS  # noqa: S311


def recused(item: PlannedItem, meeting: PlannedMeeting) -> tuple[str, str] | None:
    """Who declares a recusal (a user name; empty: somebody by lot) and what comes of it."""
    order = int(item.key.rpartition("/")[2])
    for row in said():
        if (row.meeting, row.item) == (meeting.key, order) and row.what in RECUSALS:
            return row.who, row.what
    lot = Random(f"{item.key}/recused")  # noqa: S311
    if item.source.standing or meeting.week >= 0 or lot.random() >= RECUSED_ODDS:
        return None
    return "", lot.choice(RECUSALS[1:])


def serving(meeting: PlannedMeeting) -> list[str]:
    """User names of substitutes who are said to serve."""
    return [row.who for row in said() if row.meeting == meeting.key and row.what == SERVES]
