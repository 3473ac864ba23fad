"""Who may find what, and what was chosen, as trees: the same for both engines."""

from __future__ import annotations

from datetime import date

from intranet.access.scope import AccessScope
from intranet.finding import request as asked
from intranet.finding import states
from intranet.finding.request import SearchRequest
from search.documents import ALTERNATIVES, ANYWHERE, NO, YES
from search.tree import All, Between, Everything, HasAny, Node, Not, Some, all_of

FACET_FIELDS: dict[str, str] = {
    asked.KIND: "kind",
    asked.FILE: "file",
    asked.UNIT: "units",
    asked.SUBJECT: "subjects",
}


def findable(scope: AccessScope, stale: frozenset[str], today: date) -> Node:
    """What may be found at all: the rule of `SearchRequest`, with nothing allowed that is not said."""
    nodes: list[Node] = [HasAny("audience", scope.held), Between("until", low=today.toordinal())]
    shut = scope.closed | stale
    if shut:
        nodes.append(Not(HasAny("within", shut)))
    nodes.append(_one_of_its_places(scope.held, shut))
    if scope.recused:
        nodes.append(Not(All((HasAny("item", scope.recused), HasAny("public", frozenset({NO}))))))
    return all_of(nodes)


def _one_of_its_places(held: frozenset[str], shut: frozenset[str]) -> Node:
    """Of what is found only from certain places (see `IndexDocument.alternatives`), that one of them passes."""
    places: list[Node] = [HasAny(ANYWHERE, frozenset({YES}))]
    for audience, within in ALTERNATIVES:
        passes: Node = HasAny(audience, held)
        places.append(All((passes, Not(HasAny(within, shut)))) if shut else passes)
    return Some(tuple(places))


def chosen(request: SearchRequest, facet: str) -> Node:
    """What the reader chose of one facet."""
    values = request.chosen(facet)
    if facet == asked.STATE:
        today = request.today
        if not values:
            return Not(in_state(states.EXPIRED, today))
        return _any_state(values, today)
    return HasAny(FACET_FIELDS[facet], values) if values else Everything()


def but_for(request: SearchRequest, facet: str | None) -> Node:
    """What the reader chose of every facet but this one."""
    return all_of(chosen(request, other) for other in asked.FACETS if other != facet)


def in_state(state: str, today: date) -> Node:
    """Those in the state on that day; `states.state_of` says the same of one document."""
    day = today.toordinal()
    dated = HasAny("dated", frozenset({YES}))
    if state == states.EXPIRED:
        return All((dated, Between("valid_to", high=day - 1)))
    begun_or_not = All((dated, Between("valid_to", low=day)))
    if state == states.COMING:
        return All((begun_or_not, Between("valid_from", low=day + 1)))
    begun = All((begun_or_not, Between("valid_from", high=day)))
    if state == states.REVIEW:
        return All((begun, Between("review_by", high=day - 1)))
    return All((begun, Between("review_by", low=day)))


def _any_state(values: frozenset[str], today: date) -> Node:

    return Some(tuple(in_state(value, today) for value in states.STATES if value in values))
