"""The demo's runs, from `runs.csv`: some under way, some late, some finished, for people of many professions.

Days count from the loading, and all is worked out from the file: no two loads differ but by their day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from home.demo.moments import moment
from home.knowledge.checklist import ChecklistPage
from home.knowledge.versions import KnowledgeVersion
from home.models import Run, RunEvent, RunItem
from home.runs import starting, telling
from home.runs.contents import points
from home.runs.proposals import proposals
from intranet.demo.people import DemoError
from intranet.jobs.progress import Progress
from intranet.people.models import Person
from intranet.tables.reading import read_table
from intranet.tables.rows import Heading

Kind = RunEvent.Kind
HEADINGS = tuple(
    Heading(name, required=True)
    for name in (
        *("key", "checklist", "version", "name", "starter", "lead", "subject", "start", "begun"),
        *("shared", "done", "by", "finished", "note"),
    )
)


@dataclass(frozen=True)
class Told:
    """A line of the file."""

    key: UUID
    checklist: ChecklistPage
    version: int | None  # its number; None: the one in force
    name: str
    starter: Person
    lead: Person
    subject: Person
    start: datetime
    begun: datetime
    shared: bool
    done: int
    by: tuple[Person, ...]  # those who ticked, in turn; nobody: whoever has the item, or leads
    finished: datetime | None
    note: str


def load_runs(path: Path, progress: Progress) -> None:
    """Those whose checklist is there; what has been loaded before is left as it is, whatever has become of it.

    Raises DemoError if the file names somebody or something that does not exist.
    """
    pages = {page.slug: page for page in ChecklistPage.objects.live()}
    known = set(RunEvent.objects.filter(kind=Kind.STARTED).values_list("key", flat=True))
    told = [row for row in _read(path, pages) if row.key not in known]
    if not told:
        return
    progress.begin("Genomgångar", len(told))
    for row in told:
        _load(row)
        progress.advance()
    progress.end()


def _read(path: Path, pages: dict[str, ChecklistPage]) -> list[Told]:
    now = timezone.now()
    people = {person.username: person for person in Person.objects.all()}
    rows = []
    for row in read_table(path, HEADINGS):
        if row["checklist"] not in pages:
            continue  # comes with the rest of the texts
        try:
            starter = people[row["starter"]]
            rows.append(
                Told(
                    key=uuid5(NAMESPACE_URL, f"intranet:demo/runs/{row['key']}"),
                    checklist=pages[row["checklist"]],
                    version=int(row["version"]) if row["version"] else None,
                    name=row["name"],
                    starter=starter,
                    lead=people[row["lead"]] if row["lead"] else starter,
                    subject=people[row["subject"]],
                    start=moment(row["start"], now),
                    begun=moment(row["begun"], now),
                    shared=row["shared"] == "ja",
                    done=int(row["done"]),
                    by=tuple(people[name.strip()] for name in row["by"].split(",") if name.strip()),
                    finished=moment(row["finished"], now) if row["finished"] else None,
                    note=row["note"],
                )
            )
        except (KeyError, ValueError) as error:
            raise DemoError(f"{path.name}, {row['key']}: {error}") from error
    return rows


@transaction.atomic
def _load(told: Told) -> None:
    version = _version(told)
    if version is None:
        return
    run = Run.objects.create(
        version=version,
        name=told.name,
        start_day=timezone.localdate(told.start),
        starter=told.starter,
        lead=told.lead,
        subject=told.subject,
        unit=starting.unit_of(told.subject, timezone.localdate()),
        started_at=told.begun,
    )
    RunEvent.objects.create(run=run, kind=Kind.STARTED, by=told.starter, at=told.begun, key=told.key)
    if told.lead != told.starter:
        RunEvent.objects.create(run=run, kind=Kind.HANDED_OVER, by=told.starter, to=told.lead, at=told.begun)
    items = [starting.item_of(run, point, order) for order, point in enumerate(points(version), 1)]
    if told.shared:
        _share(run, items)
    _tick(told, run, items)
    RunItem.objects.bulk_create(items)
    RunEvent.objects.bulk_create(
        RunEvent(run=run, item=item, kind=Kind.TICKED, by=item.done_by, at=item.done_at)
        for item in items
        if item.done_at
    )
    if told.finished:
        _finish(told, run)
    else:
        telling.started(run)
        given = {item.assignee_id for item in items if item.assignee_id and not item.is_done}
        telling.assigned(run, {pk for pk in given if pk}, told.lead.pk)
    run.events.update(received_at=F("at"))  # nothing of this came in late


def _version(told: Told) -> KnowledgeVersion | None:
    if told.version is not None:
        version = KnowledgeVersion.objects.filter(page=told.checklist.pk, number=told.version).first()
        if version is None:
            raise DemoError(f"{told.checklist.slug} has no version {told.version}")
        return version
    latest = told.checklist.timeline.in_force(timezone.localdate())
    return KnowledgeVersion.objects.get(pk=latest.pk) if latest else None


def _share(run: Run, items: list[RunItem]) -> None:
    answers = proposals(run, (item.function for item in items), timezone.localdate())
    for item in items:
        answer = answers.get(item.function)
        item.assignee = answer.person if answer else None


def _tick(told: Told, run: Run, items: list[RunItem]) -> None:
    """The first items are done, spread over the time that the run has had."""
    until = told.finished or timezone.now()
    done = items[: told.done]
    for number, item in enumerate(done, 1):
        by = told.by[number % len(told.by)] if told.by else item.assignee or run.lead
        item.done_by = by
        item.done_at = _at_work(
            told.begun + (until - told.begun) * number / (len(done) + 1), number, told.begun
        )
    if done and not told.finished:
        done[-1].note = told.note


def _at_work(at: datetime, number: int, begun: datetime) -> datetime:
    """The last time before when people work; Saturdays and Sundays are the Friday before."""
    local = timezone.localtime(at).replace(hour=8 + number % 8, minute=number * 13 % 60)
    if local > at:
        local -= timedelta(days=1)
    local -= timedelta(days=max(0, local.weekday() - 4))
    return max(begun, local)


def _finish(told: Told, run: Run) -> None:
    run.finished_at, run.finished_by, run.closing_note = told.finished, told.lead, told.note
    run.save(update_fields=["finished_at", "finished_by", "closing_note"])
    RunEvent.objects.create(
        run=run, kind=Kind.FINISHED, by=told.lead, at=told.finished or told.begun, text=told.note
    )
