"""What to offer somebody whose search found nothing: fewer filters, with what they would give, and other words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intranet.access.viewer import Viewer
from intranet.finding import ask
from search.state import SearchState

MOST_WORDS = 6
SHORTEST_WORD = 3


def offers(state: SearchState, names: Mapping[str, list[str]], viewer: Viewer) -> dict[str, Any]:
    """The context of the empty page. `names` are those of the chosen values, a list for each facet.

    The engine is asked once more for each facet that can be dropped, and once for all; the database only for
    what the index must not tell. Raises SearchUnavailable.
    """
    facets = list(state.chosen)
    lighter = [state.without_facet(facet) for facet in facets]
    if len(facets) > 1:
        lighter.append(state.unfiltered())
    totals = ask.totals([each.request() for each in lighter], viewer) if lighter else []
    dropped = [
        {"labels": names.get(facet, []), "url": each.url, "count": total}
        for facet, each, total in zip(facets, lighter, totals, strict=False)
        if total
    ]
    return {
        "dropped": dropped,
        "all_dropped": {"url": state.unfiltered().url, "count": totals[-1]}
        if facets and totals[-1] and (len(facets) > 1)
        else None,
        "single_words": _single_words(state),
    }


def _single_words(state: SearchState) -> list[dict[str, str]]:
    """Each longer word of several, to be searched for alone, without filters."""
    words = list(dict.fromkeys(state.text.split()))
    if len(words) < 2:
        return []
    alone = [word for word in words if len(word) >= SHORTEST_WORD][:MOST_WORDS]
    return [{"label": word, "url": SearchState(text=word).url} for word in alone]
