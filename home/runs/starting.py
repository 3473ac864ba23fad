"""Starting a run."""

from __future__ import annotations

from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from home.knowledge.checklist import ChecklistPage
from home.knowledge.versions import KnowledgeVersion
from home.runs import telling
from home.runs.colleagues import employed_or_coming
from home.runs.contents import Point, points
from home.runs.models import Run, RunEvent, RunItem
from intranet.access import pages
from intranet.access.viewer import Viewer
from intranet.organisation.models import Unit
from intranet.people.models import Employment, Person


def version_to_start(viewer: Viewer, page: ChecklistPage) -> KnowledgeVersion | None:
    """The version that a new run begins with; None if the viewer may not start one, or nothing is in force."""
    if not viewer.is_employee or not pages.is_visible_to(viewer, page):
        return None
    version = page.timeline.in_force(viewer.today)
    return KnowledgeVersion.objects.get(pk=version.pk) if version else None


@transaction.atomic
def start(
    version: KnowledgeVersion,
    starter: Person,
    subject: Person,
    name: str,
    start_day: date,
    form: str = "",
    at: datetime | None = None,
) -> Run:
    """A run of a version, led by whoever starts it, `at` now unless told.

    `form` names the form that it is started with: sent again with the same in it, the run is there already.
    """
    now = at or timezone.now()
    run = Run(
        version=version,
        name=name,
        start_day=start_day,
        starter=starter,
        lead=starter,
        subject=subject,
        unit=unit_of(subject, timezone.localdate()),
        started_at=now,
        key=uuid5(NAMESPACE_URL, f"{form}/{version.pk}/{subject.pk}/{start_day}/{name}") if form else None,
    )
    same = Run.objects.filter(starter=starter, key=run.key) if run.key else Run.objects.none()
    there = same.first()
    if there is not None:
        return there
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError:  # sent twice at the same moment
        there = same.first()
        if there is None:
            raise
        return there
    RunItem.objects.bulk_create(item_of(run, point, order) for order, point in enumerate(points(version), 1))
    RunEvent.objects.create(run=run, kind=RunEvent.Kind.STARTED, by=starter, at=now)
    telling.started(run)
    return run


def unit_of(person: Person, on: date) -> Unit | None:
    """Where somebody works, or is about to: the main employment, else the first."""
    employments = Employment.objects.filter(employed_or_coming(on), person=person).select_related("unit")
    first = employments.order_by("-primary", "start", "pk").first()
    return first.unit if first else None


def item_of(run: Run, point: Point, order: int) -> RunItem:
    item = RunItem(run=run, block_id=point.block_id, order=order)
    copy_words(item, point)
    item.due = run.due_day(point.days)
    return item


def copy_words(item: RunItem, point: Point) -> None:
    """What the checklist says of an item; not what has become of it in the run."""
    item.section, item.text, item.help = point.section, point.text, point.help
    item.link_id, item.function, item.due_days = point.link, point.function, point.days
