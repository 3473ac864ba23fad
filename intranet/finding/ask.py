"""The way to ask: one engine request, then one look in the database for each family among the hits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import CharField, Value
from django.utils.html import escape

from intranet.access.scope import scope_for
from intranet.access.viewer import Viewer
from intranet.finding import engine, outbox
from intranet.finding.documents import key
from intranet.finding.request import SearchRequest, SuggestRequest
from intranet.finding.results import Answer, Card, Found, Hit, Named, Suggestion
from intranet.finding.sources import source_of
from intranet.organisation.models import Unit

OWN_UNIT = "own unit"  # no family is called so


def search(request: SearchRequest, viewer: Viewer) -> Answer:
    """A page of what the viewer may see. Raises SearchUnavailable.

    The scope, what is stale, the day and the viewer's units are filled in here, whatever the request says.
    """
    if request.beyond_reach:
        return Answer()
    # Read before the engine is asked: a change that is no longer among these is in the index by now.
    stale, my_units = _stale_and_units_of(viewer)
    results = engine.current().search(
        replace(
            request,
            scope=scope_for(viewer),
            stale=stale,
            today=viewer.today,
            my_units=my_units,
        )
    )
    cards = _cards(viewer, results.hits)
    found = tuple(Found(_fresh(hit, cards[hit.id]), cards[hit.id]) for hit in results.hits if hit.id in cards)
    return Answer(
        found=found,
        total=results.total - (len(results.hits) - len(found)),
        facets=results.facets,
    )


def totals(requests: Sequence[SearchRequest], viewer: Viewer) -> list[int]:
    """How many hits each of these would give, for offers of other searches; one query. Raises SearchUnavailable.

    The same scope as in `search`; the hits themselves are not asked for.
    """
    stale, my_units = _stale_and_units_of(viewer)
    scope, used = scope_for(viewer), engine.current()
    filled: dict[str, Any] = {"scope": scope, "stale": stale, "today": viewer.today, "my_units": my_units}
    return [
        used.search(replace(request, **filled, facets=(), page=1, page_size=1)).total for request in requests
    ]


def suggest(text: str, viewer: Viewer, limit: int = 7) -> tuple[tuple[Suggestion, Card], ...]:
    """Titles to offer somebody who has typed `text` so far. Raises SearchUnavailable."""
    stale, my_units = _stale_and_units_of(viewer)
    suggestions = engine.current().suggest(
        SuggestRequest(
            text=text,
            scope=scope_for(viewer),
            stale=stale,
            my_units=my_units,
            limit=limit,
            today=viewer.today,
        )
    )
    cards = _cards(viewer, suggestions)
    return tuple((each, cards[each.id]) for each in suggestions if each.id in cards)


def _stale_and_units_of(viewer: Viewer) -> tuple[frozenset[str], frozenset[str]]:
    """What the index still holds though it is not so any more, and codes of the viewer's units and of every
    unit above them: one query.
    """
    if not viewer.unit_paths:
        return outbox.stale(), frozenset()
    mine = Unit.objects.filter(path__in=viewer.unit_paths).order_by()
    rows = list(
        outbox.hiding().union(mine.values_list(Value(OWN_UNIT, output_field=CharField()), "code"), all=True)
    )
    return (
        frozenset(key(family, pk) for family, pk in rows if family != OWN_UNIT),
        frozenset(code for family, code in rows if family == OWN_UNIT),
    )


def _cards(viewer: Viewer, hits: Collection[Named]) -> dict[str, Card]:
    """The cards of those hits that the database lets the viewer see, by document id."""
    by_family: dict[str, list[Named]] = {}
    for hit in hits:
        by_family.setdefault(hit.family, []).append(hit)
    cards: dict[str, Card] = {}
    for family, mine in by_family.items():
        source = source_of(family)
        seen: Mapping[str, Card] = source.check(viewer, [hit.pk for hit in mine]) if source else {}
        cards.update({hit.id: seen[hit.pk] for hit in mine if hit.pk in seen})
    return cards


def _fresh(hit: Hit, card: Card) -> Hit:
    """The hit under the title that the database has now, if the index knows an older one."""
    if hit.title == card.title:
        return hit
    return replace(hit, title=card.title, title_html=escape(card.title))
