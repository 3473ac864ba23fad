"""Taking over a newer version of the checklist in a run that is under way.

Items are the same if their block has the same id. A tick, a note, a person and a day that somebody has set
stay with the item; what the newer version no longer has goes off the list and is kept as history if it was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from home.knowledge.versions import KnowledgeVersion
from home.runs import telling
from home.runs.contents import Point, points, seen
from home.runs.locking import locked
from home.runs.models import Run, RunEvent, RunItem
from home.runs.starting import copy_words, item_of
from intranet.people.models import Person


@dataclass(frozen=True)
class Plan:
    """What would change."""

    run: Run
    version: KnowledgeVersion
    added: tuple[Point, ...]
    changed: tuple[tuple[RunItem, Point], ...]
    gone: tuple[RunItem, ...]

    @property
    def gone_done(self) -> list[RunItem]:
        return [item for item in self.gone if item.is_done]

    @property
    def gone_open(self) -> list[RunItem]:
        return [item for item in self.gone if not item.is_done]


def version_in_force(run: Run, on: date) -> KnowledgeVersion | None:
    """The version of the run's checklist that applies on a day; one query and that for the timeline."""
    return run.version.page.timeline.in_force(on)


def newer(run: Run, on: date) -> KnowledgeVersion | None:
    """The version that applies, if it is another than the run's and the run is not finished."""
    version = version_in_force(run, on)
    return version if version and version.pk != run.version_id and not run.is_finished else None


def plan(run: Run, version: KnowledgeVersion) -> Plan:
    """What taking over a version would do to a run as it is now. The version must have its content."""
    new = points(version)
    items = {item.block_id: item for item in run.items.select_related("run", "done_by")}
    ids = {point.block_id for point in new}
    listed = {block_id: item for block_id, item in items.items() if item.in_list}
    return Plan(
        run=run,
        version=version,
        added=tuple(point for point in new if point.block_id not in listed),
        changed=tuple(
            (listed[point.block_id], point)
            for point in new
            if point.block_id in listed and _differs(listed[point.block_id], point)
        ),
        gone=tuple(item for block_id, item in listed.items() if block_id not in ids),
    )


def _differs(item: RunItem, point: Point) -> bool:
    return (item.text, seen(item.help), item.link_id, item.function, item.due_days) != (
        point.text,
        seen(point.help),
        point.link,
        point.function,
        point.days,
    )


@transaction.atomic
def take_over(run_pk: int, version: KnowledgeVersion, by: Person) -> bool:
    """Do it; False if the run has that version already, or is finished."""
    run = locked(run_pk)
    if run.version_id == version.pk or run.is_finished:
        return False
    # Whether an item is done is not written here: it may be ticked at this very moment.
    fields = ["order", "in_list", "section", "text", "help", "link", "function", "due_days", "due"]
    items = {item.block_id: item for item in run.items.select_related("run")}
    order = 0
    for order, point in enumerate(points(version), 1):
        item = items.pop(point.block_id, None)
        if item is None:
            item_of(run, point, order).save()
            continue
        own_day = item.has_own_due
        copy_words(item, point)
        item.order, item.in_list = order, True
        if not own_day:
            item.due = run.due_day(point.days)
        item.save(update_fields=fields)
    for number, item in enumerate(items.values(), order + 1):
        item.order, item.in_list = number, False
        item.save(update_fields=["order", "in_list"])
    run.version = version
    run.save(update_fields=["version"])
    RunEvent.objects.create(
        run=run, kind=RunEvent.Kind.UPDATED, by=by, at=timezone.now(), text=str(version.number)
    )
    telling.settle(run, {item.assignee_id or run.lead_id for item in run.items.all()} | {run.lead_id})
    return True
