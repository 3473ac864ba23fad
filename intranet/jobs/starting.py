"""What a start of the whole site needs from each app, and what it tells whoever started it.

Apps register here in `AppConfig.ready`, so that `run_site` knows none of them by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO

Prepare = Callable[[IO[str]], object]
Tell = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Step:
    name: str
    order: int
    prepare: Prepare


_steps: dict[str, Step] = {}
_told: dict[str, Tell] = {}


def register(name: str, order: int, prepare: Prepare) -> None:
    """`prepare(stream)` is done before the site is served, once the tables are there: quick when there is nothing
    to do, with its progress on the stream, and safe to be stopped and done again. Lower orders come first.
    """
    _steps[name] = Step(name, order, prepare)


def register_welcome(name: str, lines: Tell) -> None:
    """`lines()` are printed when the first page is there."""
    _told[name] = lines


def steps() -> list[Step]:
    return sorted(_steps.values(), key=lambda step: (step.order, step.name))


def welcome() -> list[str]:
    return [line for lines in _told.values() for line in lines()]
