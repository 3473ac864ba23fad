"""Querysets that are written in SQL once and asked many times.

Django writes the SQL of a queryset anew whenever it is asked, which for what every page asks takes several
times as long as the database's answer. Here a function that makes a queryset from plain values is remembered
with the SQL that came of it; the answer itself is never remembered. What was measured, and what else was
looked at, stands in docs/decisions/.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, update_wrapper
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

DIFFERENT = 512
"""For how many sets of values a function's SQL is remembered; the least used goes first."""

# Stand where a slot's value will be while the SQL is written; nothing real has these values.
NUMBER = -2_147_480_000
MOMENT = datetime(1905, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


@dataclass(frozen=True)
class _Written:
    """A queryset and the SQL that it became; `places` are those of each slot among the parameters."""

    queryset: QuerySet
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    places: Mapping[str, tuple[int, ...]]


class Prepared:
    """A function that makes a queryset, asked with the SQL that it became the first time.

    Called with the function's own arguments, which must be hashable: for each set of them the SQL is written
    once. Slots are arguments that are other ones in each request (somebody's primary key, the time); they are
    given by name and never make it write again.
    """

    def __init__(self, make: Callable[..., QuerySet], slots: Mapping[str, type]) -> None:
        update_wrapper(self, make)
        self._make = make
        self._markers = {
            name: NUMBER - number if kind is int else MOMENT + timedelta(microseconds=number)
            for number, (name, kind) in enumerate(slots.items())
        }
        self._written = lru_cache(DIFFERENT)(self._write)

    def __call__(self, *values: Any, **slots: int | datetime) -> list[Any]:
        """The rows. Raises TypeError unless exactly the slots are given by name."""
        if slots.keys() != self._markers.keys():
            raise TypeError(f"{self._make.__name__} has the slots {', '.join(self._markers) or '(none)'}")
        connection = connections[DEFAULT_DB_ALIAS]
        written = self._written(connection.vendor, *values)
        if written is None:
            return []
        parameters = list(written.parameters)
        for name, places in written.places.items():
            for place in places:
                parameters[place] = _adapted(slots[name])
        return list(_asked(written, tuple(parameters)))

    def _write(self, _vendor: str, *values: Any) -> _Written | None:
        queryset = self._make(*values, **self._markers)
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]  # noqa: SLF001
            raise TypeError("what is prefetched is another query: prepare that by itself")
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None  # there are no rows, whatever the slots hold
        places = {name: _places(marker, parameters) for name, marker in self._markers.items()}
        return _Written(queryset, compiler, sql, tuple(parameters), places)


def prepared(**slots: type) -> Callable[[Callable[..., QuerySet]], Prepared]:
    """Make a function that returns a queryset answer with its rows: `@prepared(person=int, now=datetime)`."""
    return lambda make: Prepared(make, slots)


def _places(marker: int | datetime, parameters: tuple[Any, ...]) -> tuple[int, ...]:
    shown = _adapted(marker)
    return tuple(i for i, value in enumerate(parameters) if type(value) is type(shown) and value == shown)


def _adapted(value: int | datetime) -> Any:
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
