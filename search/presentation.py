"""An answer as the search page's templates want it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _

from intranet.finding import labels, states
from intranet.finding import request as asked
from intranet.finding.request import LAST_POSITION, PAGE_SIZE
from intranet.finding.results import Answer, Card, Facet, Found
from search.state import BY_DATE, PARAMETERS, SearchState

TONES: dict[str, str] = {
    states.IN_FORCE: "ok",
    states.REVIEW: "warning",
    states.COMING: "info",
    states.EXPIRED: "stop",
}
SHOWN_OPTIONS = 6


def frame(state: SearchState) -> dict[str, Any]:
    """What the page says without an answer."""
    return {
        "search_query": state.text,
        "total": 0,
        "hits": [],
        "facets": [],
        "chosen": [],
        "unknown": [],
        "clear_url": state.unfiltered().url,
        "sort": BY_DATE if state.by_date else "",
        "sorting": [
            {
                "label": _("Bäst träff"),
                "url": state.sorted_by_date(False).url,
                "current": not state.by_date,
            },
            {"label": _("Senast"), "url": state.sorted_by_date(True).url, "current": state.by_date},
        ],
        "unavailable": False,
    }


def page(state: SearchState, answer: Answer) -> dict[str, Any]:
    """The whole context; a query for the names of each facet whose names are in the database."""
    page_obj = pages(answer).get_page(state.page)
    facets, chosen, unknown = [], [], []
    for facet in answer.facets:
        names = labels.names(facet.name, [value.value for value in facet.values])
        facets.append(_facet(facet, names))
        chosen += [
            {"label": names[value.value], "url": state.without(facet.name, value.value).url}
            for value in facet.values
            if value.selected and value.value in names
        ]
        unknown += [
            {"value": value.value, "url": state.without(facet.name, value.value).url}
            for value in facet.values
            if value.selected and value.value not in names
        ]
    return {
        **frame(state),
        "total": answer.total,
        "hits": [_hit(found) for found in answer.found],
        "first": page_obj.start_index(),
        "last": page_obj.start_index() + len(answer.found) - 1,
        "page_obj": page_obj,
        "facets": facets,
        "chosen": chosen,
        "unknown": unknown,
    }


def names_of_chosen(context: dict[str, Any]) -> dict[str, list[str]]:
    """What the chosen values of each facet are called; what has no name stands as it was typed."""
    facets = {parameter: facet for facet, parameter in PARAMETERS.items()}
    return {
        facets[facet["name"]]: [option["label"] for option in facet["options"] if option["selected"]]
        for facet in context["facets"]
    }


def pages(answer: Answer) -> Paginator[int]:
    """The pages that can be reached; only their numbers count."""
    return Paginator(range(min(answer.total, LAST_POSITION)), PAGE_SIZE)


def suggestion(card: Card) -> dict[str, str]:
    return {"title": card.title, "url": card.url, "kind": card.detail or card.kind_label}


def _hit(found: Found) -> dict[str, Any]:
    card, hit = found.card, found.hit
    state = card.state if card.state in states.NAMES else None
    trail = " › ".join(card.where) or card.detail
    return {
        "title": hit.title_html,
        "url": found.url,
        # Of a person, title and unit are all there is to quote, and they stand above already.
        "excerpt": "" if trail and strip_tags(hit.excerpt_html) == escape(trail) else hit.excerpt_html,
        "chip": f"{card.kind_label} · {str(states.NAMES[state]).lower()}" if state else card.kind_label,
        "tone": TONES[state] if state else "",
        "trail": trail,
        "meta": _place(found),
        "about": card.about,
        "text_url": found.spot.text_url if found.spot else "",
    }


def _place(found: Found) -> str:
    """In words, which part of the thing the excerpt is from."""
    if found.spot is not None:
        return found.spot.words
    label = found.hit.place_label
    return _("Under ”%(heading)s”") % {"heading": label} if label else ""


def _facet(facet: Facet, names: Any) -> dict[str, Any]:
    options = [
        {"value": value.value, "label": names[value.value], "count": value.count, "selected": value.selected}
        for value in facet.values
        if value.value in names
    ]
    # What was chosen stands first, so that it is never behind "show more".
    options.sort(key=lambda option: not option["selected"])
    shown = max(SHOWN_OPTIONS, sum(option["selected"] for option in options))
    return {
        "name": PARAMETERS[facet.name],
        "legend": _legend(facet.name),
        "options": options[:shown],
        "more_options": options[shown:],
    }


def _legend(facet: str) -> str:
    return {
        asked.KIND: _("Typ"),
        asked.FILE: _("Filtyp"),
        asked.UNIT: _("Gäller för"),
        asked.SUBJECT: _("Ämne"),
        asked.STATE: _("Läge"),
    }[facet]
