"""Who has something to load into the demo: each app registers in its `demo` module, which is found by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules

from intranet.jobs.progress import Progress

Load = Callable[[Progress], None]


@dataclass(frozen=True)
class Loader:
    """`first` loads what the first page needs, `rest` everything else; both may be run again without harm."""

    name: str
    order: int
    first: Load
    rest: Load | None = None


_loaders: dict[str, Loader] = {}


def register(name: str, *, order: int, first: Load, rest: Load | None = None) -> None:
    """Lower orders load before higher: the organisation 10, the site 20, what stands on it from 30."""
    _loaders[name] = Loader(name, order, first, rest)


def loaders() -> list[Loader]:
    autodiscover_modules("demo")
    return sorted(_loaders.values(), key=lambda loader: loader.order)


def load_first(progress: Progress) -> None:
    for loader in loaders():
        loader.first(progress)


def load_rest(progress: Progress) -> None:
    for loader in loaders():
        if loader.rest:
            loader.rest(progress)
