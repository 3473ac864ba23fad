"""Search: hits, totals, facets, excerpts and suggestions, also while the index lags behind what has just changed."""

from __future__ import annotations

import secrets as chance
from collections import Counter
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from intranet.access.models import Audience
from intranet.finding import draining, engine, rebuilding
from intranet.finding.models import OutboxEntry
from intranet.people.models import Person
from search.engines.elastic.engine import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from tests.components import ELASTICSEARCH
from tests.factories import declare_audience, make_group
from tests.leaks import secrets
from tests.leaks.asking import Asker
from tests.leaks.corpus import Corpus
from tests.leaks.personas import CIRCLE as GROUP
from tests.leaks.personas import EVERYBODY, PROTECTED, WITH_ROLE
from tests.leaks.secrets import (
    BEHIND_PASSWORD,
    CIRCLE,
    ELECTED,
    LOGIN,
    MOVED_IN,
    MOVED_OUT,
    NEWS,
    PERSON,
    PROBE,
    READERS,
    SECTION,
)
from tests.leaks.texts import restrict

pytestmark = pytest.mark.django_db

# How many findable pages each secret has, by kind: with the page above it, and the section's checklist.
PLANTED: dict[str, Counter[str]] = {
    SECTION: Counter(rutin=1, checklista=1),
    CIRCLE: Counter(rutin=1),
    MOVED_IN: Counter(rutin=1),
    MOVED_OUT: Counter(rutin=1),
    NEWS: Counter(nyhet=1),
    LOGIN: Counter(sida=2),
    BEHIND_PASSWORD: Counter(sida=2),
    ELECTED: Counter(sida=2),
}
OF_UNIT = (SECTION, CIRCLE, MOVED_IN, MOVED_OUT)  # whose routines are for the unit


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def searching(request, corpus, tmp_path):
    """An index of the test's own: what it writes there is not rolled back."""
    before = engine._engine
    used: EmbeddedEngine | ElasticEngine
    if request.param == "embedded":
        used = EmbeddedEngine(tmp_path / "index")
    else:
        used = ElasticEngine(ELASTICSEARCH.address, f"test-leaks-{chance.token_hex(6)}", timeout=20)
    engine.plug_in(used)
    rebuilding.rebuild()
    OutboxEntry.objects.all().delete()
    yield used
    engine.plug_in(before)
    if request.param == "elasticsearch":
        names = list(used.client.indices.get_alias(index=f"{used.alias}-*"))
        used.client.indices.delete(index=names)


def expected(persona: str, readers: dict[str, frozenset[str]]) -> Counter[str]:
    kinds = (PLANTED[key] for key in PLANTED if persona in readers[key])
    return sum(kinds, Counter())


def page_of_hits(asker: Asker, persona: str, query: str = "") -> dict:
    answer = asker.ask(persona, f"{reverse('search')}?q={PROBE}{query}")
    assert answer.status == 200, (persona, answer.status)
    return answer.context


def facet(context: dict, name: str) -> dict[str, int]:
    options = [f for f in context["facets"] if f["name"] == name]
    return {o["value"]: o["count"] for f in options for o in (*f["options"], *f["more_options"])}


def suggested(asker: Asker, persona: str, key: str) -> bool:
    word = secrets.of(key, "namn" if key == PERSON else "titel")
    return key in asker.ask(persona, f"{reverse('search_suggestions')}?q={word}").found


def assert_trimmed(asker: Asker, readers: dict[str, frozenset[str]]) -> None:
    for persona in EVERYBODY:
        if persona not in WITH_ROLE:
            assert asker.ask(persona, f"{reverse('search')}?q={PROBE}").status in (302, 404), persona
            continue
        context, kinds = page_of_hits(asker, persona), expected(persona, readers)
        assert context["total"] == kinds.total(), persona
        assert facet(context, "typ") == dict(kinds), persona
        unit = sum(persona in readers[key] for key in OF_UNIT)
        assert facet(context, "enhet").get("FYREN", 0) == unit, persona
        hits = context["hits"]
        if kinds.total() > 10:
            hits = [*hits, *page_of_hits(asker, persona, "&sida=2")["hits"]]
        found = secrets.found_in(" ".join(str(hit) for hit in hits))
        # What was moved in has its section's title in its trail and in its address.
        assert found == secrets.allowed(PLANTED, persona, readers), persona


def test_what_each_persona_is_told(searching, asker: Asker, corpus: Corpus):
    assert_trimmed(asker, READERS)
    for key in PLANTED:
        for persona in WITH_ROLE:
            assert suggested(asker, persona, key) == (persona in READERS[key]), (key, persona)


def test_words_that_nothing_shown_has_say_nothing(searching, asker: Asker, corpus: Corpus):
    """A word of a hidden text is answered like one that stands nowhere; excerpts come from nowhere else."""
    nowhere = page_of_hits(asker, "employee", "zzz")
    for key in (
        SECTION,
        CIRCLE,
        BEHIND_PASSWORD,
        ELECTED,
        NEWS,
        secrets.DRAFT,
        secrets.REWRITE,
        secrets.COMING,
    ):
        for what in ("titel", "brod", "ingress", "rubrik", "steg", "nyckelord"):
            context = asker.ask("employee", f"{reverse('search')}?q={secrets.of(key, what)}").context
            assert (context["total"], context["facets"]) == (nowhere["total"], nowhere["facets"]) == (
                0,
                [],
            ) or (context["total"] == 0 and all(not f["options"] for f in context["facets"])), (key, what)
    for what in ("namn", "efternamn", "titel"):
        for persona in ("employee", "superuser", "administrator"):
            context = asker.ask(persona, f"{reverse('search')}?q={secrets.of(PERSON, what)}").context
            assert context["total"] == 0, (what, persona)
    assert (
        asker.ask("handler", f"{reverse('search')}?q={secrets.of(PERSON, 'efternamn')}").context["total"] == 1
    )


def closing(key: str, allowed: frozenset[str]) -> dict[str, frozenset[str]]:
    return {**READERS, key: allowed}


def restricted(corpus: Corpus) -> dict[str, frozenset[str]]:
    restrict(corpus.pages[MOVED_OUT], PageViewRestriction.GROUPS, make_group(GROUP))
    return closing(MOVED_OUT, secrets.INSIDE)


def restricted_above(corpus: Corpus) -> dict[str, frozenset[str]]:
    restrict(corpus.pages["routines"], PageViewRestriction.GROUPS, make_group(GROUP))
    return closing(MOVED_OUT, secrets.INSIDE)


def for_others_now(corpus: Corpus) -> dict[str, frozenset[str]]:
    declare_audience(corpus.pages["public"], Audience.GROUPS, make_group(GROUP))
    return closing(LOGIN, secrets.IN_SECTION)


def moved(corpus: Corpus) -> dict[str, frozenset[str]]:
    page = Page.objects.get(pk=corpus.pages[MOVED_OUT].pk)
    page.move(Page.objects.get(pk=corpus.planted.tops[SECTION].pk), pos="last-child")
    return closing(MOVED_OUT, frozenset())


def taken_down(corpus: Corpus) -> dict[str, frozenset[str]]:
    Page.objects.get(pk=corpus.pages[NEWS].pk).specific.unpublish()
    return closing(NEWS, frozenset())


def deleted(corpus: Corpus) -> dict[str, frozenset[str]]:
    Page.objects.get(pk=corpus.pages[NEWS].pk).specific.delete()
    return closing(NEWS, frozenset())


MOMENTS: dict[str, tuple[Callable[[Corpus], dict[str, frozenset[str]]], str, frozenset[str]]] = {
    # What happens, to what, and who may find it when the index knows.
    "restricted": (restricted, MOVED_OUT, secrets.INSIDE),
    "restricted above": (restricted_above, MOVED_OUT, secrets.INSIDE),
    "for others": (for_others_now, LOGIN, secrets.IN_SECTION),
    "moved": (moved, MOVED_OUT, secrets.IN_SECTION),
    "taken down": (taken_down, NEWS, frozenset()),
    "deleted": (deleted, NEWS, frozenset()),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_index_lags_behind_and_tells_nothing(moment, searching, asker: Asker, corpus: Corpus):
    happen, key, afterwards = MOMENTS[moment]
    readers = happen(corpus)
    assert_trimmed(asker, readers)
    for persona in ("employee", "member", "superuser", "elected"):
        assert suggested(asker, persona, key) == (persona in readers[key]), persona
    draining.drain()
    assert_trimmed(asker, closing(key, afterwards))


def test_a_person_who_gets_protected_is_gone_at_once(searching, asker: Asker, corpus: Corpus):
    person = Person.objects.get(pk=corpus.owner.pk)
    find = f"{reverse('search')}?q=egon"
    assert asker.ask("employee", find).context["total"] == 1
    person.protected = True
    person.save()
    for _ in range(2):  # before and after the index knows
        for persona in ("employee", "superuser", "administrator"):
            assert asker.ask(persona, find).context["total"] == 0
            assert (
                asker.ask(persona, f"{reverse('search_suggestions')}?q=egon").body == b'{"suggestions": []}'
            )
        draining.drain()
    assert asker.ask("handler", find).context["total"] == 1


def test_right_after_a_text_is_withdrawn_the_list_says_so(searching, asker: Asker, corpus: Corpus):
    from home.knowledge.decision import withdraw

    withdraw(corpus.pages[CIRCLE], by=None, reason="Behövs inte.", from_date=timezone.localdate())
    for _ in range(2):
        context = page_of_hits(asker, "employee", "&tillstand=har-gällt")
        assert secrets.found_in(str(context["hits"])) == {secrets.WITHDRAWN}
        draining.drain()
    assert CIRCLE in secrets.found_in(str(page_of_hits(asker, "member", "&tillstand=har-gällt")["hits"]))


def test_an_engine_that_is_down_tells_nothing(asker: Asker, corpus: Corpus):
    before = engine._engine
    engine.plug_in(None)
    try:
        for persona in ("employee", "member", PROTECTED):
            answer = asker.ask(persona, f"{reverse('search')}?q={PROBE}")
            assert answer.status == 503
            assert not answer.context["hits"]
    finally:
        engine.plug_in(before)
