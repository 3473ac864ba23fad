"""Everything that a search is, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.urls import reverse

from intranet.finding import request as asked
from intranet.finding.request import LAST_POSITION, PAGE_SIZE, SearchRequest
from search.ranking import LONGEST_TEXT

# Facet → its name in the address.
PARAMETERS: dict[str, str] = {
    asked.KIND: "typ",
    asked.FILE: "filtyp",
    asked.UNIT: "enhet",
    asked.SUBJECT: "amne",
    asked.STATE: "tillstand",
}
BY_DATE = "datum"
LAST_PAGE = LAST_POSITION // PAGE_SIZE
MOST_CHOICES, LONGEST_CHOICE = 20, 80


@dataclass(frozen=True)
class SearchState:
    text: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_date: bool = False
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> SearchState:
        """From an address that anybody may have written: what makes no sense is left out."""
        chosen = {
            facet: tuple(dict.fromkeys(value[:LONGEST_CHOICE] for value in query.getlist(name) if value))[
                :MOST_CHOICES
            ]
            for facet, name in PARAMETERS.items()
        }
        number = query.get("sida", "1")
        return cls(
            text=query.get("q", "").replace("\0", "").strip()[:LONGEST_TEXT],
            chosen={facet: values for facet, values in chosen.items() if values},
            by_date=query.get("sortera") == BY_DATE,
            page=min(int(number), LAST_PAGE) if number.isascii() and number.isdigit() and int(number) else 1,
        )

    @property
    def url(self) -> str:
        query = QueryDict(mutable=True)
        if self.text:
            query["q"] = self.text
        for facet, name in PARAMETERS.items():
            if values := self.chosen.get(facet):
                query.setlist(name, list(values))
        if self.by_date:
            query["sortera"] = BY_DATE
        if self.page > 1:
            query["sida"] = str(self.page)
        return f"{reverse('search')}?{query.urlencode()}" if query else reverse("search")

    def request(self) -> SearchRequest:
        """The question to ask; whoever asks adds the viewer."""
        return SearchRequest(
            text=self.text,
            kinds=frozenset(self.chosen.get(asked.KIND, ())),
            files=frozenset(self.chosen.get(asked.FILE, ())),
            units=frozenset(self.chosen.get(asked.UNIT, ())),
            subjects=frozenset(self.chosen.get(asked.SUBJECT, ())),
            states=frozenset(self.chosen.get(asked.STATE, ())),
            sort=asked.DATE if self.by_date else asked.RELEVANCE,
            page=self.page,
        )

    def without(self, facet: str, value: str) -> SearchState:
        left = tuple(each for each in self.chosen.get(facet, ()) if each != value)
        others = {name: values for name, values in self.chosen.items() if name != facet}
        return replace(self, chosen={**others, facet: left} if left else others, page=1)

    def without_facet(self, facet: str) -> SearchState:
        """Whatever was chosen of one facet taken back."""
        return replace(
            self, chosen={name: values for name, values in self.chosen.items() if name != facet}, page=1
        )

    def unfiltered(self) -> SearchState:
        return replace(self, chosen={}, page=1)

    def sorted_by_date(self, by_date: bool) -> SearchState:
        return replace(self, by_date=by_date, page=1)

    def on_page(self, page: int) -> SearchState:
        return replace(self, page=page)
