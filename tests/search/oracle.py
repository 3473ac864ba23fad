"""Trimming, proven against a plain-Python answer over random documents, scopes and questions.

The words are picked so that everybody can say which forms belong together without any analysis: the oracle
knows nothing of stems, trees or engines.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intranet.access.scope import AccessScope
from intranet.finding import request as asked
from intranet.finding import states
from intranet.finding.documents import MOST_ALTERNATIVES, Alternative, IndexDocument, Part
from intranet.finding.request import SearchRequest, SuggestRequest
from tests.search.asking import TODAY, fill

# Each word in the forms it is written and asked for in.
FORMS: dict[str, tuple[str, ...]] = {
    "semester": ("semester", "semestern", "semestrar"),
    "nyckel": ("nyckel", "nycklar", "nyckeln"),
    "faktura": ("faktura", "fakturan", "fakturor"),
    "möte": ("möte", "mötet", "möten"),
    "blankett": ("blankett", "blanketten", "blanketter"),
    "krock": ("krock", "krocken", "krockar"),
}
AUDIENCES = ("a1", "a2", "a3", "a4")
PLACES = tuple(f"place:{number}" for number in range(8))
ITEMS = ("item:1", "item:2")
KINDS = ("rutin", "nyhet", "policy")
UNITS = ("U1", "U2", "U3", "*")
SUBJECTS = ("it", "vard", "ekonomi")
FILES = ("pdf", "word", "excel")
SIZE = 60


def corpus(seed: int) -> list[IndexDocument]:
    chance = random.Random(seed)

    def some(values, most):
        return tuple(chance.sample(values, chance.randint(0, most)))

    def text(most):
        return " ".join(chance.choice(FORMS[word]) for word in some(list(FORMS), most))

    def day():
        return chance.choice([None, *(TODAY + timedelta(days) for days in (-400, -1, 0, 1, 400))])

    def places():
        """Most lie in one place; some are found only from one of several, or from nowhere."""
        if chance.random() < 0.5:
            return None
        count = chance.choice([0, 1, 2, 3, MOST_ALTERNATIVES])
        return tuple(Alternative(some(AUDIENCES, 2), some(PLACES, 3)) for _ in range(count))

    return [
        IndexDocument(
            family="page",
            pk=str(number),
            kind=chance.choice(KINDS),
            title=text(2).capitalize() or "Utan ord",
            lead=text(1),
            parts=tuple(Part(f"p{part}", "", text(2)) for part in range(chance.randint(0, 2))),
            units=some(UNITS, 2),
            subjects=some(SUBJECTS, 2),
            file=chance.choice(["", *FILES]),
            date=day(),
            valid_from=day(),
            valid_to=day(),
            review_by=day(),
            until=chance.choice([None, None, day()]),
            audience=some(AUDIENCES, 2),
            within=some(PLACES, 3),
            item=chance.choice([None, None, *ITEMS]),
            public=chance.random() < 0.4,
            alternatives=places(),
        )
        for number in range(SIZE)
    ]


def subsets(values, most=None):
    return st.frozensets(st.sampled_from(values), max_size=most or len(values))


scopes = st.builds(AccessScope, held=subsets(AUDIENCES), closed=subsets(PLACES, 3), recused=subsets(ITEMS))
names = (*PLACES, *(f"page:{number}" for number in range(SIZE)))
texts = st.lists(st.sampled_from([form for forms in FORMS.values() for form in forms]), max_size=4).map(
    " ".join
)
requests = st.builds(
    SearchRequest,
    text=texts,
    scope=scopes,
    stale=subsets(names, 6),
    kinds=subsets(KINDS, 2),
    files=subsets(FILES, 2),
    units=subsets(UNITS, 2),
    subjects=subsets(SUBJECTS, 2),
    states=subsets(states.STATES, 2),
    sort=st.sampled_from([asked.RELEVANCE, asked.DATE]),
    page_size=st.just(100),
    today=st.sampled_from([TODAY, TODAY - timedelta(1), TODAY + timedelta(500)]),
)
suggest_requests = st.builds(
    SuggestRequest,
    text=st.sampled_from(["s", "se", "nyck", "mö", "mo", "fakturor", "kr b", "x", "Utan"]),
    scope=scopes,
    stale=subsets(names, 6),
    limit=st.just(SIZE),
    today=st.just(TODAY),
)


# The plain answer


def may_find(document: IndexDocument, scope: AccessScope, stale: frozenset[str], today: date) -> bool:
    places = {*document.within, document.id}
    return bool(
        set(document.audience) & scope.held
        and not places & scope.closed
        and not places & stale
        and (document.public or document.item not in scope.recused)
        and (
            document.alternatives is None
            or any(
                set(place.audience) & scope.held and not set(place.within) & (scope.closed | stale)
                for place in document.alternatives
            )
        )
        and (document.until is None or document.until >= today)
    )


def concepts(text: str) -> set[str]:
    written = set(text.lower().split())
    return {word for word, forms in FORMS.items() if written & set(forms)}


def answers(document: IndexDocument, text: str) -> bool:
    wanted = concepts(text)
    if not wanted:
        return not text
    has = concepts(" ".join([document.title, document.lead, *(part.text for part in document.parts)]))
    return len(wanted & has) >= (len(wanted) if len(wanted) <= 2 else math.ceil(0.6 * len(wanted)))


def state(document: IndexDocument, today: date) -> str | None:
    far, long_ago = date.max, date.min
    if not (document.valid_from or document.valid_to or document.review_by):
        return None
    if (document.valid_to or far) < today:
        return "har-gällt"
    if (document.valid_from or long_ago) > today:
        return "kommande"
    return "ses-över" if (document.review_by or far) < today else "gäller"


def chosen(document: IndexDocument, request: SearchRequest, but: str = "") -> bool:
    in_state = state(document, request.today)
    return (
        (but == "kind" or not request.kinds or document.kind in request.kinds)
        and (but == "file" or not request.files or document.file in request.files)
        and (but == "unit" or not request.units or bool(set(document.units) & request.units))
        and (but == "subject" or not request.subjects or bool(set(document.subjects) & request.subjects))
        and (but == "state" or (in_state in request.states if request.states else in_state != "har-gällt"))
    )


def expected_facets(documents: list[IndexDocument], request: SearchRequest) -> dict[str, dict[str, int]]:
    values = {
        "kind": lambda document: (document.kind,),
        "file": lambda document: filter(None, (document.file,)),
        "unit": lambda document: document.units,
        "subject": lambda document: document.subjects,
        "state": lambda document: filter(None, (state(document, request.today),)),
    }
    facets = {}
    for name, of in values.items():
        counted = Counter(
            value for each in documents if chosen(each, request, but=name) for value in of(each)
        )
        facets[name] = {**dict.fromkeys(request.chosen(name), 0), **counted}
    return facets


fixed = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)


class TrimmingContract:
    """Inherit, and give a class-scoped fixture `shared_engine`."""

    @pytest.fixture(scope="class", params=[1, 2, 3])
    @classmethod
    def documents(cls, request, shared_engine):
        documents = corpus(request.param)
        fill(shared_engine, documents)
        return documents

    @fixed
    @given(request=requests)
    def test_hits_totals_and_facets_are_the_plain_ones(self, shared_engine, documents, request):
        results = shared_engine.search(request)
        candidates = [
            each
            for each in documents
            if may_find(each, request.scope, request.stale, request.today) and answers(each, request.text)
        ]
        expected = {each.id for each in candidates if chosen(each, request)}
        assert {hit.id for hit in results.hits} == expected
        assert len(results.hits) == results.total == len(expected)
        counted = {facet.name: {each.value: each.count for each in facet.values} for facet in results.facets}
        assert counted == expected_facets(candidates, request)

    @fixed
    @given(request=requests)
    def test_excerpts_come_from_the_hit_itself(self, shared_engine, documents, request):
        by_id = {each.id: each for each in documents}
        for hit in shared_engine.search(request).hits:
            document = by_id[hit.id]
            plain = hit.excerpt_html.replace("<mark>", "").replace("</mark>", "")
            assert plain in {document.lead, *(part.text for part in document.parts)}
            assert hit.title == document.title

    @fixed
    @given(request=suggest_requests)
    def test_suggestions_are_the_plain_ones(self, shared_engine, documents, request):
        def begins(document):
            words = document.title.lower().split()
            plain = document.title.lower().replace("ö", "o").split()
            return all(
                any(word.startswith(typed) for word in (*words, *plain))
                or bool(concepts(typed) & concepts(document.title))
                for typed in request.text.lower().split()
            )

        expected = {
            each.id
            for each in documents
            if may_find(each, request.scope, request.stale, request.today)
            and state(each, request.today) != "har-gällt"
            and begins(each)
        }
        assert {each.id for each in shared_engine.suggest(request)} == expected
