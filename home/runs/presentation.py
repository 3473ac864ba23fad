"""A run as it is shown: its items with who and when, how far it has come, and what is next for the reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.models import Page

from home.runs import access
from home.runs.access import Rights
from home.runs.models import Run, RunItem
from home.runs.names import signature
from home.runs.takeover import version_in_force
from intranet.access import pages as page_access
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.people.models import FunctionKind


@dataclass(frozen=True)
class Row:
    """An item as the reader sees it. `rank`: 0 if given to the reader, 1 to nobody, 2 to somebody else."""

    item: RunItem
    who: str = ""
    when: str = ""
    assignee: str = ""
    mine: bool = False
    function: str = ""
    due: str = ""
    late: bool = False
    may_tick: bool = False
    rank: int = 2
    url: str = ""
    link_title: str = ""
    came: datetime | None = None  # when the tick came in, if much later: on paper

    @property
    def is_others(self) -> bool:
        """Whether it waits for somebody else: the reader gets no box, and is told why."""
        return not (self.may_tick or self.item.is_done or self.item.run.is_finished)


@dataclass(frozen=True)
class Progress:
    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done


def run_page(run: Run, request: ViewerRequest) -> dict[str, Any]:
    """The context of a run's page and of its parts; some eight queries, whatever the number of items."""
    viewer = request.viewer
    rights = access.rights(viewer, run)
    rows = item_rows(run, rights, request)
    listed = [row for row in rows if row.item.in_list]
    in_force = version_in_force(run, viewer.today)
    open_to_reader = page_access.is_visible_to(viewer, run.version.page)
    return {
        "run": run,
        "rights": rights,
        "key": uuid4(),
        "others": any(row.is_others for row in listed),
        "sections": _sections(listed),
        "former": [row for row in rows if not row.item.in_list and row.item.is_done],
        "progress": progress(row.item for row in listed),
        "next": next_row(listed),
        "state": state_of(run, any(row.late for row in listed)),
        "names": names(run, viewer),
        "breadcrumbs": [{"title": gettext("Genomgångar"), "url": reverse("runs")}],
        "checklist_url": run.version.page.get_url(request) if open_to_reader else "",
        "newer": in_force if in_force and in_force.pk != run.version_id and not run.is_finished else None,
        "withdrawn": in_force is None and not run.is_finished,
        "may_share": rights.arrange and any(row.function and not row.assignee for row in listed),
    }


def item_rows(run: Run, rights: Rights, request: ViewerRequest) -> list[Row]:
    """All items of a run in their order; three queries."""
    viewer = request.viewer
    items = list(run.items.select_related("assignee", "done_by"))
    for item in items:
        item.run = run
    linked = {item.link_id for item in items if item.link_id}
    found = page_access.visible_to(viewer, Page.objects.filter(pk__in=linked)) if linked else ()
    links = {page.pk: page for page in found}
    functions = dict(FunctionKind.objects.values_list("code", "name"))
    return [_row(item, rights, viewer, links, functions, request) for item in items]


def _row(
    item: RunItem,
    rights: Rights,
    viewer: Viewer,
    links: dict[int, Page],
    functions: dict[str, str],
    request: ViewerRequest,
) -> Row:
    page = links.get(item.link_id or 0)
    mine = item.assignee_id == rights.person
    return Row(
        item=item,
        who=signature(viewer, item.done_by),
        when=when(item.done_at, viewer.today) if item.done_at else "",
        assignee=signature(viewer, item.assignee),
        mine=mine,
        function=functions.get(item.function, item.function),
        due=day(item.due, viewer.today),
        late=is_late(item, viewer.today),
        may_tick=rights.tick(item),
        rank=0 if mine else 1 if item.assignee_id is None else 2,
        url=page.get_url(request) if page else "",
        link_title=page.title if page else "",
    )


def is_late(item: RunItem, today: date) -> bool:
    return bool(item.due and item.due < today and not item.is_done and not item.run.is_finished)


def next_row(rows: Iterable[Row]) -> Row | None:
    """What the reader can do next: what they have been given first, then what nobody has, in the list's order."""
    open_rows = [row for row in rows if row.may_tick and not row.item.is_done and row.rank < 2]
    return min(open_rows, key=lambda row: (row.rank, row.item.order), default=None)


def progress(items: Iterable[RunItem]) -> Progress:
    items = list(items)
    return Progress(sum(item.is_done for item in items), len(items))


def _sections(rows: list[Row]) -> list[dict[str, Any]]:
    """Neighbours of the same heading together."""
    groups = [(title, list(group)) for title, group in groupby(rows, key=lambda row: row.item.section)]
    return [
        {
            "title": title,
            "anchor": f"avsnitt-{number}",
            "rows": group,
            "progress": progress(r.item for r in group),
        }
        for number, (title, group) in enumerate(groups, 1)
    ]


def state_of(run: Any, late: bool) -> dict[str, str]:
    """The chip of a run."""
    if run.is_finished:
        return {"label": gettext("Avslutad"), "tone": ""}
    if late:
        return {"label": gettext("Försenad"), "tone": "warning"}
    return {"label": gettext("Pågår"), "tone": "ok"}


def names(run: Run, viewer: Viewer) -> dict[str, str]:
    return {
        "starter": signature(viewer, run.starter),
        "lead": signature(viewer, run.lead),
        "subject": signature(viewer, run.subject),
        "finished_by": signature(viewer, run.finished_by),
    }


def when(at: datetime, today: date) -> str:
    """A moment in few words: "i dag 10.12", "i går 10.12", "3 november 10.12"."""
    local = timezone.localtime(at)
    clock = date_format(local, "H.i")
    if local.date() == today:
        return gettext("i dag %(clock)s") % {"clock": clock}
    if local.date() == today - timedelta(days=1):
        return gettext("i går %(clock)s") % {"clock": clock}
    return f"{day(local.date(), today)} {clock}"


def day(value: date | None, today: date) -> str:
    """A day, with its year if that is another."""
    if value is None:
        return ""
    return date_format(value, "j F" if value.year == today.year else "j F Y")
