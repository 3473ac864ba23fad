"""Which meetings there are and what stands on their agendas, counted in weeks from the first loading.

All of it follows from the sources and the week of the first loading: a load that is run again finds what is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from django.utils import timezone

from extranet.demo.sources import FOLDER, MatterSource, matters
from extranet.meetings.models import Meeting
from intranet.tables.reading import read_table
from intranet.tables.rows import Heading

FIRST_WEEK, LAST_WEEK = -104, 7
SUMMONED_WEEKS, HELD_WEEKS, ATTESTED_WEEKS = 2, 2, 8
"""So far ahead the summons is sent; so long the minutes wait for attestation, and the meeting to be closed."""
BEFORE = {"kommunstyrelsen": "kommunstyrelsens-arbetsutskott", "kommunfullmaktige": "kommunstyrelsen"}
"""The body that prepares another's matters, two weeks before it."""
BETWEEN = 2
COLUMNS = ("slug", "matters", "every", "week", "weekday", "hours", "items", "base", "place")


@dataclass(frozen=True)
class Series:
    """A body's meetings: every so many weeks, beginning with a week; `base` is where its matters' numbers begin."""

    slug: str
    matters: str
    every: int
    week: int
    weekday: int
    begins: time
    ends: time
    items: int
    base: int
    place: str

    def meets(self, week: int) -> bool:
        return FIRST_WEEK <= week <= LAST_WEEK and (week - self.week) % self.every == 0


@dataclass(frozen=True)
class PlannedMeeting:
    series: Series
    week: int
    monday: date
    """Of the week from which all is counted."""

    @property
    def key(self) -> str:
        return f"{self.series.slug}/{self.week:+d}"

    @property
    def day(self) -> date:
        return self.monday + timedelta(days=7 * self.week + self.series.weekday)

    @property
    def starts(self) -> datetime:
        return _moment(self.day, self.series.begins)

    @property
    def ends(self) -> datetime:
        return _moment(self.day, self.series.ends)

    @property
    def state(self) -> Meeting.State:
        if self.week >= 0:
            return Meeting.State.SUMMONED if self.week <= SUMMONED_WEEKS else Meeting.State.DRAFT
        if self.week >= -HELD_WEEKS:
            return Meeting.State.HELD
        return Meeting.State.ATTESTED if self.week >= -ATTESTED_WEEKS else Meeting.State.CLOSED


@dataclass(frozen=True)
class PlannedItem:
    """`origin` is where its matter was first put on an agenda, `previous` where it was before this meeting."""

    key: str
    source: MatterSource
    origin: PlannedMeeting
    place: int
    """Among the matters of the meeting it originates in."""
    previous: str

    @property
    def matter(self) -> str:
        return f"{self.origin.key}/{self.place}"


@cache
def all_series() -> tuple[Series, ...]:
    rows = read_table(FOLDER / "meetings.csv", tuple(Heading(name, required=True) for name in COLUMNS))
    return tuple(
        Series(
            slug=row["slug"],
            matters=row["matters"],
            every=int(row["every"]),
            week=int(row["week"]),
            weekday=int(row["weekday"]),
            begins=time.fromisoformat(row["hours"].partition("-")[0]),
            ends=time.fromisoformat(row["hours"].partition("-")[2]),
            items=int(row["items"]),
            base=int(row["base"]),
            place=row["place"],
        )
        for row in rows
    )


def meeting_of(item: str, monday: date) -> PlannedMeeting:
    """The meeting that an item's key names. Raises StopIteration for a body without meetings."""
    slug, week, _order = item.split("/")
    return PlannedMeeting(next(series for series in all_series() if series.slug == slug), int(week), monday)


def meetings(monday: date, weeks: int) -> list[PlannedMeeting]:
    """Those of at most so many weeks before and after that Monday's week, in the order of time."""
    found = [
        PlannedMeeting(series, week, monday)
        for series in all_series()
        for week in range(-weeks, weeks + 1)
        if series.meets(week)
    ]
    return sorted(found, key=lambda meeting: meeting.starts)


def agenda(meeting: PlannedMeeting) -> list[PlannedItem]:
    """What is always there, then what another body has prepared, then the body's own."""
    series = meeting.series
    of_body = matters(series.matters)
    standing = [source for source in of_body if source.standing]
    own = [*standing, *_in_turn(meeting, series.items - len(standing))]
    items = [(source, meeting, place, "") for place, source in enumerate(own)]
    travelled = [(item.source, item.origin, item.place, item.key) for item in _prepared(meeting)]
    items[len(standing) : len(standing)] = travelled
    return [
        PlannedItem(f"{meeting.key}/{order}", source, origin, place, previous)
        for order, (source, origin, place, previous) in enumerate(items, 1)
    ]


def paragraphs_before(meeting: PlannedMeeting) -> int:
    """How many § the body has used in the year before this meeting (they run without a gap per body and year)."""
    earlier = (
        PlannedMeeting(meeting.series, week, meeting.monday)
        for week in range(FIRST_WEEK, meeting.week)
        if meeting.series.meets(week)
    )
    return sum(len(agenda(other)) for other in earlier if other.day.year == meeting.day.year)


def _in_turn(meeting: PlannedMeeting, count: int) -> Iterator[MatterSource]:
    """The body's kinds of matters, each as often as the others, in an order of the body's own."""
    sources = [source for source in matters(meeting.series.matters) if not source.standing]
    Random(meeting.series.slug).shuffle(sources)  # noqa: S311  # variety, no secret
    first = (meeting.week - FIRST_WEEK) // meeting.series.every * count
    return (sources[(first + number) % len(sources)] for number in range(count))


def _prepared(meeting: PlannedMeeting) -> list[PlannedItem]:
    """What goes on to this meeting from the body that prepares."""
    slug = BEFORE.get(meeting.series.slug)
    if slug is None or meeting.week - BETWEEN < FIRST_WEEK:
        return []
    series = next(series for series in all_series() if series.slug == slug)
    before = PlannedMeeting(series, meeting.week - BETWEEN, meeting.monday)
    if not series.meets(before.week):
        return []
    last = "KF" if meeting.series.slug == "kommunfullmaktige" else ""
    return [item for item in agenda(before) if item.source.to and item.source.to.endswith(last)]


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
