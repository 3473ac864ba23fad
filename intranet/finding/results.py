"""What an engine answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString


class Named:
    """Has the id of an index document, `family:pk`."""

    id: str

    @property
    def family(self) -> str:
        return self.id.partition(":")[0]

    @property
    def pk(self) -> str:
        return self.id.partition(":")[2]


@dataclass(frozen=True)
class Hit(Named):
    """One found document, as the index knows it; nobody is shown it before the database has said yes.

    `title_html` and `excerpt_html` are escaped, with `<mark>` as the only markup. `place` and `place_label`
    say which part of the document the excerpt is from.
    """

    id: str
    kind: str
    title: str
    title_html: SafeString
    excerpt_html: SafeString
    place: str = ""
    place_label: str = ""
    score: float = 0.0


@dataclass(frozen=True)
class FacetValue:
    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    """How many hits each value would give, its own choice set aside; the largest first, then by value."""

    name: str
    values: tuple[FacetValue, ...] = ()


@dataclass(frozen=True)
class Results:
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True)
class Suggestion(Named):
    id: str
    kind: str
    title: str


@dataclass(frozen=True)
class Spot:
    """Where a hit opens inside the thing that was found, and what that place is called there ("Sida 12")."""

    url: str
    words: str = ""
    text_url: str = ""
    """The same place as text on the site, if `url` leads elsewhere: for readers whose device can't open it there."""


@dataclass(frozen=True)
class Card:
    """What the database says of a hit, for a viewer who may see it; made by the family's source.

    `where` is the trail of titles down to it, each of which the viewer may see; `state` one of
    `intranet.finding.states`; `detail` one short line (a person's title and unit); `object` what the source
    found, for templates that want more.
    """

    title: str
    url: str
    kind_label: str = ""
    where: tuple[str, ...] = ()
    state: str | None = None
    detail: str = ""
    object: Any = None
    opens: Callable[[str, str], Spot] | None = None
    about: str = ""


@dataclass(frozen=True)
class Found:
    """A hit that the viewer may see."""

    hit: Hit
    card: Card

    @property
    def spot(self) -> Spot | None:
        """The place of the hit, where its family knows one."""
        if self.card.opens is None or not self.hit.place:
            return None
        return self.card.opens(self.hit.place, self.hit.place_label)

    @property
    def url(self) -> str:
        if self.card.opens is not None:
            return self.spot.url if self.spot else self.card.url
        return f"{self.card.url}#{self.hit.place}" if self.hit.place else self.card.url


@dataclass(frozen=True)
class Answer:
    """A page of results, checked against the database."""

    found: tuple[Found, ...] = ()
    total: int = 0
    facets: tuple[Facet, ...] = ()
