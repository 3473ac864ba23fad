"""Making what waits: the rights are asked anew, a confined child binds the papers, and how far it is stands in the row.

A worker that dies leaves a row MAKING, which whoever comes later takes up. Neither a title nor a name is logged.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from extranet.access.rights import NOBODY, Rights, rights_of
from extranet.bundles import files, limits, names, zips
from extranet.bundles.contents import Contents, Piece, gather, gather_again
from extranet.bundles.marking import TakesLongError, marked
from extranet.bundles.models import Bundle, Made, Order
from extranet.bundles.plans import plan
from extranet.bundles.watermark import mark
from extranet.notes.reading import notes_on
from extranet.papers.storing import opened
from intranet.access.viewer import viewer_of
from intranet.files.confined import Crashed, TimedOut, TooLarge, stream

log = logging.getLogger(__name__)
State, Problem = Made.State, Made.Problem
MEGABYTE = 1024 * 1024
TOLD_EVERY = 0.5  # seconds


class CannotError(Exception):
    """It can't be made; `problem` says why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class ClaimLostError(Exception):
    """Somebody else has taken it up, or it is no longer wanted."""


def waiting(kind: type[Made], now: datetime) -> QuerySet:
    """What is to be made at `now`, what has waited longest first."""
    left = Q(state=State.MAKING, since__lt=now - limits.DEAD_AFTER)
    rows = kind._default_manager.filter(Q(state=State.WAITING) | left)
    # An order for what is built for all waits for that, and is not made itself.
    alone = {"bundle": None} if kind is Order else {}
    return rows.filter(**alone).order_by("asked_at", "pk")


def make_next(now: datetime) -> bool:
    """Make one of those that wait: what somebody has asked for before what is built ahead. Whether there was one."""
    for rows in (
        waiting(Order, now),
        waiting(Bundle, now).filter(orders__isnull=False),
        waiting(Bundle, now),
    ):
        for row in rows[:20]:
            if _claim(row, now):
                _make(row)
                return True
    return False


def _claim(row: Made, now: datetime) -> bool:
    same = waiting(type(row), now).filter(pk=row.pk, since=row.since).order_by()
    if not same.update(state=State.MAKING, since=now, tries=F("tries") + 1, done=0):
        return False
    row.refresh_from_db()
    return True


def _make(row: Made) -> None:
    name = files.new()
    try:
        if row.tries > limits.TRIES:
            raise CannotError(Problem.CRASHED)  # whoever made it died each time
        if isinstance(row, Order):
            _make_order(row, name)
        else:
            _make_bundle(row, name)
        _move(row, state=State.READY, file=name, done=F("total"))
    except CannotError as cannot:
        files.remove(name)
        _give_up(row, cannot.problem)
    except ClaimLostError:
        files.remove(name)
    except BaseException:
        files.remove(name)
        raise


def _give_up(row: Made, problem: str) -> None:
    log.info("%s was not made: %s", row, problem)
    if isinstance(row, Bundle) and problem == Problem.CHANGED:
        Bundle.objects.filter(pk=row.pk, state=State.MAKING, since=row.since).delete()
        return
    try:
        _move(row, state=State.FAILED, problem=problem)
    except ClaimLostError:
        return


def _make_bundle(row: Made, name: str) -> None:
    bundle = Bundle.objects.select_related("meeting__body").get(pk=row.pk)
    contents = gather_again(bundle.meeting, bundle.made_of, Rights(NOBODY, timezone.now()))
    if contents.manifest != bundle.manifest or not contents.is_for_all:
        raise CannotError(Problem.CHANGED)
    _bind(row, contents, name)


def _make_order(order: Order, name: str) -> None:
    contents = contents_of(order)
    if contents is None or contents.manifest != order.manifest:
        raise CannotError(Problem.CHANGED)
    text = mark(order.person, order.asked_at)
    if order.form == Order.Form.ZIP:
        _zip(order, contents, text, name)
        return
    noted = notes_on(order.person_id, [c.item.pk for c in contents.chapters], fresh=order.fresh)
    _bind(order, contents, name, text, noted if order.notes else [])


def contents_of(order: Order) -> Contents | None:
    """What the rule gives whoever asked, now; None if they may not be asked for, or would have to prove again who
    they are: their step-up was made before they asked."""
    now = timezone.now()
    if order.fresh and now - order.asked_at > timedelta(minutes=settings.STEP_UP_MINUTES):
        return None
    if not order.person.is_active:
        return None
    rights = rights_of(viewer_of(order.person), now, fresh=order.fresh)
    return gather(rights, order.meeting, order.items, secret=order.fresh)


def _bind(row: Made, contents: Contents, name: str, text: str = "", noted: list | None = None) -> None:
    """Raises CannotError and ClaimLostError. A paper at which the child dies is left out the next time."""
    pieces = contents.pieces
    if len(pieces) > limits.PAPERS or contents.size > limits.MEGABYTES * MEGABYTE:
        raise CannotError(Problem.TOO_LARGE)
    _move(row, total=len(pieces) + 1)
    broken: set[int] = set()
    next_told = time.monotonic() + TOLD_EVERY
    size = contents.size // MEGABYTE
    while True:
        at = None
        told = stream(
            "extranet.bundles.binding.book.bind",
            *(plan(contents, mark=text, notes=noted or [], broken=broken), str(files.path(name))),
            seconds=limits.SECONDS,
            megabytes=limits.MEMORY + 2 * size,
            written_megabytes=2 * size + 64,
            open_files=2 * len(pieces) + 64,
        )
        try:
            with closing(told):
                for step in told:
                    at = step[0] if step[0] >= 0 else None
                    if at is not None and time.monotonic() >= next_told:
                        _move(row, done=at)
                        next_told = time.monotonic() + TOLD_EVERY
            return
        except (TimedOut, TooLarge, Crashed) as crash:
            if isinstance(crash, Crashed) and crash.raised == "TooLong":
                raise CannotError(Problem.TOO_LONG) from crash
            if at is None or at in broken or len(broken) >= limits.TRIES:
                log.warning("%s could not be bound: %s", row, crash)
                raise CannotError(Problem.CRASHED) from crash
            broken.add(at)


def _zip(order: Order, contents: Contents, text: str, name: str) -> None:
    """Raises CannotError and ClaimLostError."""
    listed = names.in_zip(contents)
    _move(order, total=len(listed))

    def each() -> Iterator[zips.Entry]:
        for place, (called, piece) in enumerate(listed):
            _move(order, done=place)
            yield zips.Entry(called, partial(_marked, piece, text), piece.placement.version.made_at)

    with files.path(name).open("r+b") as file:
        for data in zips.pieces(each()):
            file.write(data)


def _marked(piece: Piece, text: str) -> BinaryIO:
    """Raises CannotError and FileNotFoundError."""
    if not piece.marked:
        return opened(piece.placement.version)
    try:
        return marked(piece.placement.version, text, limits.SECONDS)
    except TakesLongError as takes_long:
        raise CannotError(Problem.TOO_LARGE) from takes_long


def _move(row: Made, **fields: object) -> None:
    """Set these fields, and when, if it is still ours. Raises ClaimLostError."""
    mine = type(row)._default_manager.filter(pk=row.pk, state=State.MAKING, since=row.since)
    now = timezone.now()
    if not mine.update(since=now, **fields):
        raise ClaimLostError
    row.since = now
