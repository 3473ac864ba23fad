"""Somebody's notices as the rule lets them be seen now.

What is not admitted any more is neither shown nor counted, and leaves no hole in a list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from intranet.access import people as people_rule
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.notices.kinds import Key, Kind, Line, kind_of, kinds
from intranet.notices.models import Notice, NoticeQuerySet
from intranet.people.models import Person
from intranet.prepared import prepared

COUNTED = 99
"""More unread ones than this are said to be "99+"."""

Covering = tuple[tuple[str, tuple[str, ...]], ...]
"""(kind, the kinds that it steps back for)."""


@dataclass(frozen=True)
class Entry:
    """A notice with what may be shown of its object."""

    notice: Notice
    kind: Kind
    line: Line

    @property
    def url(self) -> str:
        """Marks the notice as read and leads to its object."""
        return reverse("notice", args=[self.notice.pk])


@dataclass(frozen=True)
class Unread:
    """The newest of a viewer's unread notices, one more than are counted.

    `found` are the objects that came with the question, of those kinds where they do.
    """

    newest: tuple[Notice, ...] = ()
    found: Mapping[Key, Any] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return min(len(self.newest), COUNTED)

    @property
    def text(self) -> str:
        """How many, for the header; empty if there are none."""
        if len(self.newest) > COUNTED:
            return f"{COUNTED}+"
        return str(self.count) if self.newest else ""


class ToldRequest(ViewerRequest):
    """A request with what has been asked for it once."""

    unread_notices: Unread


def of(viewer: Viewer, among: NoticeQuerySet | None = None, at: datetime | None = None) -> NoticeQuerySet:
    """What has been shown to the viewer by now (or `at`) and they may still see, newest first.

    One query asks which kinds there are, so that no rule is asked for nothing: with no notice that is all. The
    answer is read in one more, and what the rules of those kinds may cost.
    """
    if viewer.person is None:
        return Notice.objects.none()
    among = Notice.objects.all() if among is None else among
    mine = uncovered(among.filter(person=viewer.person), at or timezone.now(), covering())
    return _admitted(viewer, mine, set(mine.order_by().values_list("kind", flat=True).distinct()))


def unread(request: ViewerRequest) -> Unread:
    """The unread notices of a request's viewer, asked once a request: header and start page show the same."""
    told = cast(ToldRequest, request)
    if not hasattr(told, "unread_notices"):
        told.unread_notices = _newest_unread(request.viewer)
    return told.unread_notices


def doers(viewer: Viewer, entries: Iterable[Entry]) -> dict[int, str]:
    """Who did what is told, by primary key: others than the viewer whom they may see. One query, or none."""
    people = {entry.notice.by_id for entry in entries} - {None, viewer.person and viewer.person.pk}
    if not people:
        return {}
    found = people_rule.visible_to(viewer, Person.objects.filter(pk__in=people))
    return {person.pk: str(person) for person in found}


def keep_unread(request: ViewerRequest, newest: tuple[Notice, ...]) -> None:
    """What is left of a request's unread notices, after some have been read in it."""
    cast(ToldRequest, request).unread_notices = replace(unread(request), newest=newest)


def _newest_unread(viewer: Viewer) -> Unread:
    """As `of` would answer: every page asks it, and most readers have little or nothing unread."""
    if viewer.person is None:
        return Unread()
    now = timezone.now()
    notices = _unread_of(covering(), person=viewer.person.pk, now=now)
    found = _found(viewer, notices)
    admitted = _admitted_objects(viewer, notices) | found.keys()
    kept = tuple(notice for notice in notices if (notice.kind, notice.object_id) in admitted)
    if len(kept) < len(notices) > COUNTED:  # there may be more behind those that were not admitted
        notices = list(of(viewer, Notice.objects.unread(), now)[: COUNTED + 1])
        return Unread(tuple(notices), _found(viewer, notices))
    return Unread(kept, found)


@prepared(person=int, now=datetime)
def _unread_of(covering: Covering, person: int, now: datetime) -> QuerySet[Notice]:
    return uncovered(Notice.objects.unread().filter(person=person), now, covering)[: COUNTED + 1]


def covering() -> Covering:
    """Which kinds step back for which: see `Kind.covered_by`."""
    return tuple((kind.code, kind.covered_by) for kind in kinds() if kind.covered_by)


def uncovered(notices: NoticeQuerySet, at: datetime, covering: Covering) -> NoticeQuerySet:
    """What has been shown by then, but for what another notice tells the same person of the same object.

    One that was read before this came has not told of it.
    """
    covered = Q(pk__in=())
    for code, by in covering:
        same = Notice.objects.filter(
            Q(seen_at=None) | Q(seen_at__gte=OuterRef("created")),
            person=OuterRef("person"),
            content_type=OuterRef("content_type"),
            object_id=OuterRef("object_id"),
            kind__in=by,
        )
        covered |= Q(Exists(same.shown(at)), kind=code)
    return notices.shown(at).exclude(covered) if covering else notices.shown(at)


def _found(viewer: Viewer, notices: Iterable[Notice]) -> dict[Key, Any]:
    """The objects that may be shown, of kinds that say how they are found; one call for each way."""
    ways = {kind.code: kind.found for kind in kinds()}
    wanted: dict[Callable[..., Any], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for notice in notices:
        if finding := ways.get(notice.kind):
            wanted[finding][notice.kind].add(notice.object_id)
    return {
        key: one for finding, of_kinds in wanted.items() for key, one in finding(viewer, of_kinds).items()
    }


def _admitted_objects(viewer: Viewer, notices: Iterable[Notice]) -> set[Key]:
    """What the rules admit of the other kinds; one question for each rule and model."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for notice in notices:
        wanted[notice.kind].add(notice.object_id)
    admitted = set()
    for same in _alike(wanted.keys() - {kind.code for kind in kinds() if kind.found}):
        pks = same[0].admitted(viewer, set().union(*(wanted[kind.code] for kind in same)))
        admitted |= {(kind.code, pk) for kind in same for pk in wanted[kind.code] & pks}
    return admitted


def entries(viewer: Viewer, notices: Iterable[Notice], found: Mapping[Key, Any] | None = None) -> list[Entry]:
    """The notices that may be shown, in their order, each with its line.

    Costs what every kind's `visible` costs; with `found` (see `Unread`) nothing for those that are found so.
    """
    notices = list(notices)
    found = _found(viewer, notices) if found is None else found
    wanted: dict[Callable[..., Any], set[int]] = defaultdict(set)
    for notice in notices:
        if visible := kind_of(notice.kind).visible:
            wanted[visible].add(notice.object_id)
    lines = {visible: visible(viewer, pks) for visible, pks in wanted.items()}
    shown = []
    for notice in notices:
        kind = kind_of(notice.kind)
        if kind.visible:
            line = lines[kind.visible].get(notice.object_id)
        else:
            one = found.get((notice.kind, notice.object_id))
            line = kind.line(viewer, one) if kind.line and one is not None else None
        if line is not None:
            shown.append(Entry(notice, kind, line))
    return shown


def _admitted(viewer: Viewer, notices: NoticeQuerySet, codes: set[str]) -> NoticeQuerySet:
    """Of notices of these kinds, those whose object the rule admits; none of a kind that nobody has registered."""
    admitted = Q(pk__in=())
    for same in _alike(codes):
        objects = same[0].rule(viewer, same[0].model_class._default_manager.all())
        admitted |= Q(kind__in=[kind.code for kind in same], object_id__in=objects.order_by().values("pk"))
    return notices.filter(admitted)


def _alike(codes: Set[str]) -> list[list[Kind]]:
    """The registered kinds among these; those that share a model and its rule share the question."""
    alike: dict[tuple[str, Callable[..., Any]], list[Kind]] = defaultdict(list)
    for kind in kinds():
        if kind.code in codes:
            alike[kind.model, kind.rule].append(kind)
    return list(alike.values())
