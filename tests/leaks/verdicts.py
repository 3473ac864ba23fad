"""What a verdict on a route is: which secrets may come out there, and with what arguments it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.leaks.corpus import Corpus
from tests.leaks.personas import EVERYBODY


@dataclass(frozen=True)
class Visit:
    """One address to try.

    `gives` are the secrets that come out there. On the site each persona must get exactly those of them that
    they may read, if they are among `audience` (those who get the page itself). With `hidden` the address
    names a secret: who may not have any of `gives` must be answered as at `twin`, which names nothing.
    """

    path: str
    gives: frozenset[str] = frozenset()
    audience: frozenset[str] = frozenset(EVERYBODY)
    hidden: bool = False
    twin: str = ""
    data: Any = None
    exact: bool = True
    about: str = ""  # the secret that the address names, where it may give others too
    echo: str = ""  # what of the question the answer repeats


@dataclass(frozen=True)
class Verdict:
    """`gives` sums up what the visits give. `why` says why the route gives nothing, where that may surprise."""

    visits: Callable[[Corpus], Iterable[Visit]]
    gives: frozenset[str] = frozenset()
    why: str = ""


def plain(*paths: str) -> Callable[[Corpus], list[Visit]]:
    """Addresses without arguments, at which nothing comes out."""
    return lambda corpus: [Visit(path) for path in paths]


def named(name: str, *args: Any, query: str = "", **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None) + query
