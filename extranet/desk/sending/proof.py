"""What was sent to whom, when and how; and what was passed over for which reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from extranet.access import desk
from extranet.access.rights import Rights
from extranet.attendance.names import name
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from extranet.receipts.models import ReadReceipt
from extranet.summons.checks.registry import CHECKS
from extranet.summons.models import Addition, Override, Recipient, Summons
from intranet.access.viewer import Viewer

FEWEST = 5
"""Of fewer readers it is not told how many have opened something: that would say who."""


@dataclass(frozen=True)
class Line:
    name: str
    why: str
    way: str
    told_at: datetime | None


@dataclass(frozen=True)
class Passed:
    """`reason` is empty where it is about an item that the viewer is recused from."""

    check: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class SentSummons:
    summons: Summons
    by: str
    lines: Sequence[Line]
    passed: Sequence[Passed]

    @property
    def digital(self) -> int:
        return sum(line.told_at is not None for line in self.lines)


@dataclass(frozen=True)
class SentAddition:
    addition: Addition
    by: str
    passed: Sequence[Passed]


@dataclass(frozen=True)
class Proof:
    """`opened`: how many have opened some paper, None where so few were called that it would say who."""

    summonses: Sequence[SentSummons]
    additions: Sequence[SentAddition]
    opened: int | None
    readers: int


def proof(viewer: Viewer, rights: Rights, meeting: Meeting) -> Proof:
    """As many queries however many were called."""
    sent = list(
        Summons.objects.defer("pdf")
        .filter(meeting=meeting, state=Summons.State.SENT)
        .select_related("sent_by")
        .order_by("-number")
    )
    rows = list(Recipient.objects.filter(summons__in=sent).select_related("person").order_by("pk"))
    overrides = list(Override.objects.filter(meeting=meeting).select_related("by"))
    theirs = _handled(rights, meeting, overrides)
    labels = {check.code: str(check.label) for check in CHECKS}

    def passed(of: Iterable[Override]) -> list[Passed]:
        return [
            Passed(
                labels.get(one.check_code, one.check_code),
                one.reason if one.key in theirs else "",
                name(viewer, one.by),
                one.at,
            )
            for one in of
        ]

    summonses = [
        SentSummons(
            summons=each,
            by=name(viewer, each.sent_by),
            lines=[
                Line(name(viewer, row.person), row.why, row.get_way_display(), row.told_at)
                for row in rows
                if row.summons_id == each.pk
            ],
            passed=passed(one for one in overrides if one.summons_id == each.pk),
        )
        for each in sent
    ]
    additions = [
        SentAddition(
            each, name(viewer, each.published_by), passed(o for o in overrides if o.addition_id == each.pk)
        )
        for each in Addition.objects.filter(meeting=meeting)
        .select_related("published_by")
        .order_by("-published_at")
    ]
    readers = {row.person_id for row in rows}
    return Proof(summonses, additions, _opened(meeting, readers), len(readers))


def as_csv(found: Proof) -> str:
    """One row for each recipient of each summons, with a heading; semicolons, as Swedish spreadsheets read it."""
    out = StringIO()
    table = csv.writer(out, delimiter=";")
    headings = (_("Kallelse"), _("Skickad"), _("Mottagare"), _("Varför"), _("Sätt"), _("Underrättad"))
    table.writerow([str(heading) for heading in headings])
    for each in found.summonses:
        sent = _moment(each.summons.sent_at)
        for line in each.lines:
            row = (each.summons.number, sent, line.name, line.why, line.way, _moment(line.told_at))
            table.writerow([_harmless(str(cell)) for cell in row])
    return "\ufeff" + out.getvalue()


def _harmless(cell: str) -> str:
    """A spreadsheet takes what begins so for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i") if at else ""


def _opened(meeting: Meeting, readers: set[int]) -> int | None:
    if len(readers) < FEWEST:
        return None
    on_it = ReadReceipt.objects.filter(placement__item__meeting=meeting, person__in=readers)
    return on_it.values("person").distinct().count()


def _handled(rights: Rights, meeting: Meeting, overrides: Iterable[Override]) -> set[str]:
    """Keys of what is about the meeting, or about items that the viewer works on."""
    theirs = set(desk.items(rights, AgendaItem.objects.filter(meeting=meeting)).values_list("pk", flat=True))
    placed = dict(Placement.objects.filter(item__meeting=meeting).values_list("pk", "item"))
    found = set()
    for override in overrides:
        _code, what, number = (["", "", *override.key.split(":")])[-3:]
        item = int(number) if what == "item" else placed.get(int(number)) if what == "paper" else None
        if what not in ("item", "paper") or item in theirs:
            found.add(override.key)
    return found
