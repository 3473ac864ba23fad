"""From what an engine found to what `intranet.finding` promises: the same for both engines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from intranet.finding.request import SearchRequest
from intranet.finding.results import Facet, FacetValue, Hit
from search import highlighting
from search.documents import shown_of
from search.ranking import Question


def hit(document_id: str, kind: str, shown_text: str, score: float, question: Question) -> Hit:
    shown = shown_of(shown_text)
    passage = highlighting.passage(shown, question)
    return Hit(
        id=document_id,
        kind=kind,
        title=shown.title,
        title_html=highlighting.title_html(shown.title, question),
        excerpt_html=passage.html,
        place=passage.part.place,
        place_label=passage.part.label,
        score=score,
    )


def facet(request: SearchRequest, name: str, counts: Mapping[str, int]) -> Facet:
    """The counts in order; what was chosen stays to be unchosen, with no hits left too."""
    selected = request.chosen(name)
    all_counts = {**dict.fromkeys(selected, 0), **counts}
    return Facet(
        name,
        tuple(
            FacetValue(value, count, value in selected)
            for value, count in _in_order(all_counts.items())
            if count or value in selected
        ),
    )


def _in_order(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))
