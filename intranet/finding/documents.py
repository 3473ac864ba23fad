"""What the index holds: one document for each thing that a reader counts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

EVERY_UNIT = "*"
"""Stands among a document's units when it is for everybody rather than for some units."""


def key(family: str, pk: object) -> str:
    """The name of a thing in the index and among places: `page:12`."""
    return f"{family}:{pk}"


class Part(NamedTuple):
    """A place inside a document that a hit can open: a heading, a page of a file, a lot of an agreement.

    `place` is what is put after `#` in the address; empty for the text before the first heading. A tuple, because
    a hundred thousand of them go from one process to another when the index is built.
    """

    place: str
    label: str
    text: str


MOST_ALTERNATIVES = 8


@dataclass(frozen=True)
class Alternative:
    """One of several places from which a thing is found, each by the same rule as a document's own place."""

    audience: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndexDocument:
    """One thing that can be found, with where it is; who may see it is never written here.

    `audience` names the audiences it belongs to, `within` every place that it is inside (itself included):
    `("page:2", "page:7", "page:12")`. `item` is the one thing that somebody may be recused from.

    With `alternatives` it is found only if one of them passes as well: a file that hangs on two pages, by whoever
    may have the file and know one of the pages. None (not an empty tuple: nowhere) asks for no more than
    its own place. At most MOST_ALTERNATIVES; more would be left out, and so found by fewer.

    `units` are unit codes for the facet, the units above them included, or `(EVERY_UNIT,)`; `own_units` the
    codes of those that it is for itself, which raise it for their people. Codes, never tree paths: a path
    is another's as soon as somebody adds or renames a unit beside it.

    `file` is the code of the kind of file that it is ("pdf", "word"); empty for what is none.

    The dates are about the content: a document with `valid_from`, `valid_to` or `review_by` has a state that is
    derived on the day of the question (see `intranet.finding.states`); after `until` nothing finds it.
    """

    family: str
    pk: str
    kind: str
    title: str
    lead: str = ""
    keywords: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    units: tuple[str, ...] = ()
    own_units: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    file: str = ""
    date: datetime.date | None = None
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    review_by: datetime.date | None = None
    until: datetime.date | None = None
    audience: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    item: str | None = None
    public: bool = False
    alternatives: tuple[Alternative, ...] | None = None

    @property
    def id(self) -> str:
        return key(self.family, self.pk)
