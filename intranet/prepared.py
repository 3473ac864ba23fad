"""Querysets that are written in SQL once and asked many times.

Django writes the SQL of a queryset anew whenever it is asked, which for what every page asks takes several
times as long as the database's answer. Here a function that makes a queryset from plain values is remembered
with the SQL that came of it; the answer itself is never remembered. What was measured, and what else was
looked at, stands in docs/decisions/.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, update_wrapper
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

DIFFERENT = 512
"""For how many sets of values a function's SQL is remembered; the least used goes first."""

# Stand where a slot's value will be while the SQL is written; nothing real has these values.
NUMBER = -2_147_480_000
STRIDE = 1_000_000
MOMENT = datetime(1905, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
TEXT = "\ue000slot"
LISTS = (list[int], list[str])


Value = int | str | datetime
Slot = Value | Collection[int] | Collection[str]


@dataclass(frozen=True)
class _Written:
    """A queryset and the SQL that it became; `places` are those of each slot's values among the parameters."""

    queryset: QuerySet
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    places: Mapping[str, tuple[tuple[int, ...], ...]]


class Prepared:
    """A function that makes a queryset, asked with the SQL that it became the first time.

    Called with the function's own arguments, which must be hashable: for each set of them the SQL is written
    once. Slots are arguments that are other ones in each request (somebody's primary key, the time, a list of
    addresses); they are given by name and make it write again only where a list is four times as long.
    """

    def __init__(self, make: Callable[..., QuerySet], slots: Mapping[str, Any]) -> None:
        update_wrapper(self, make)
        self._make = make
        self._slots = dict(slots)
        self._lists = [name for name, kind in slots.items() if kind in LISTS]
        self._written = lru_cache(DIFFERENT)(self._write)

    def __call__(self, *values: Any, **slots: Slot) -> list[Any]:
        """The rows. Raises TypeError unless exactly the slots are given by name."""
        if slots.keys() != self._slots.keys():
            raise TypeError(f"{self._make.__name__} has the slots {', '.join(self._slots) or '(none)'}")
        connection = connections[DEFAULT_DB_ALIAS]
        sizes = tuple(_room(cast(Collection, slots[name])) for name in self._lists)
        written = self._written(connection.vendor, sizes, *values)
        if written is None:
            return []
        parameters = list(written.parameters)
        for name, places in written.places.items():
            given = slots[name]
            one_by_one = (given,) if isinstance(given, Value) else given
            # What is over of the room keeps the markers, which are nobody's.
            for value, of_value in zip(one_by_one, places, strict=False):
                for place in of_value:
                    parameters[place] = _adapted(value)
        return list(_asked(written, tuple(parameters)))

    def _write(self, _vendor: str, sizes: tuple[int, ...], *values: Any) -> _Written | None:
        room = dict(zip(self._lists, sizes, strict=True))
        markers = {
            name: _markers(kind, number, room.get(name, 1))
            for number, (name, kind) in enumerate(self._slots.items())
        }
        with _unasked(self._make.__name__):
            queryset = self._make(
                *values, **{name: of if name in room else of[0] for name, of in markers.items()}
            )
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]  # noqa: SLF001
            raise TypeError("what is prefetched is another query: prepare that by itself")
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None  # there are no rows, whatever the slots hold
        places = {name: tuple(_places(marker, parameters) for marker in of) for name, of in markers.items()}
        for name, of_slot in places.items():
            if not all(of_slot):
                raise TypeError(f"{self._make.__name__} does not give the database the slot {name} as it is")
        # What makes values of the columns is the same each time, too.
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        converters, composite = compiler.get_converters(columns), compiler.has_composite_fields(columns)
        compiler.get_converters = lambda _columns: converters
        compiler.has_composite_fields = lambda _columns: composite
        return _Written(queryset, compiler, sql, tuple(parameters), places)


def prepared(**slots: Any) -> Callable[[Callable[..., QuerySet]], Prepared]:
    """Make a function that returns a queryset answer with its rows: `@prepared(person=int, now=datetime)`.

    A slot is an int, a str, a datetime, or one of `LISTS`. Its value reaches the database as it is: a text is
    compared whole (`startswith` would put something to it, and is refused).
    """
    return lambda make: Prepared(make, slots)


def _room(values: Collection) -> int:
    """For how many values the SQL of a list is written: few sizes, so that few are written."""
    room = 4
    while room < len(values):
        room *= 4
    return room


def _markers(kind: Any, number: int, count: int) -> list[Any]:
    if kind is datetime:
        return [MOMENT + timedelta(microseconds=number)]
    if kind in (str, list[str]):
        return [f"{TEXT}{number}.{i}" for i in range(count)]
    return [NUMBER + number * STRIDE + i for i in range(count)]


@contextmanager
def _unasked(name: str) -> Iterator[None]:
    """An answer that is had while the SQL is written would be that of the markers, and stay for good."""

    def refuse(_execute: Any, sql: str, *_args: Any) -> None:
        raise TypeError(f"{name} asks the database while it makes its queryset: {sql}")

    with connections[DEFAULT_DB_ALIAS].execute_wrapper(refuse):
        yield


def _places(marker: Value, parameters: tuple[Any, ...]) -> tuple[int, ...]:
    shown = _adapted(marker)
    return tuple(i for i, value in enumerate(parameters) if type(value) is type(shown) and value == shown)


def _adapted(value: Value) -> Any:
    """As the database takes it among parameters."""
    if isinstance(value, datetime):
        return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(value)
    return value


def _asked(written: _Written, parameters: tuple[Any, ...]) -> QuerySet:
    """A queryset of its own that asks with the SQL that was written; safe for several threads at once.

    Django has no public way to it; tests/intranet/test_prepared.py tells when a new Django goes another one.
    """
    compiler = copy.copy(written.compiler)
    compiler.connection = connections[DEFAULT_DB_ALIAS]
    compiler.as_sql = lambda *_args, **_kwargs: (written.sql, parameters)  # type: ignore[method-assign]
    query = copy.copy(written.queryset.query)
    query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
    asked = type(written.queryset)(model=written.queryset.model, using=DEFAULT_DB_ALIAS)
    asked._query = query  # type: ignore[attr-defined]  # noqa: SLF001
    asked._iterable_class = written.queryset._iterable_class  # noqa: SLF001
    asked._fields = written.queryset._fields  # type: ignore[attr-defined]
    return asked
