from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from intranet.access.scope import PEOPLE
from intranet.finding import engine, labels, sources
from intranet.finding.documents import EVERY_UNIT, IndexDocument, Part
from intranet.finding.engine import Batch
from intranet.finding.results import Card
from search.engines.embedded import EmbeddedEngine
from tests.factories import make_person, make_unit

pytestmark = pytest.mark.django_db


class Pages:
    family = "page"
    kinds = {"rutin": "Rutiner", "nyhet": "Nyheter"}

    def check(self, viewer, pks):
        return {
            pk: Card(
                title=f"Semester {pk}",
                url=f"/sida/{pk}/",
                kind_label="Rutin",
                where=("Personal", "Ledighet"),
                state="gäller",
            )
            for pk in pks
        }


def page(pk: int, **fields) -> IndexDocument:
    fields.setdefault("kind", "rutin")
    fields.setdefault("valid_from", date(2026, 1, 1))
    return IndexDocument(
        family="page",
        pk=str(pk),
        title=f"Semester {pk}",
        parts=(Part("sa", "Så gör du", "Sök <b>semester</b> i tid."),),
        audience=(PEOPLE,),
        **fields,
    )


@pytest.fixture
def used(tmp_path, monkeypatch):
    used = EmbeddedEngine(tmp_path / "search")
    monkeypatch.setattr(engine, "_engine", used)
    monkeypatch.setattr(sources, "_sources", {"page": Pages()})
    monkeypatch.setitem(labels._namers, "subject", lambda codes: {code: code.upper() for code in codes})
    return used


def fill(used: EmbeddedEngine, *documents: IndexDocument) -> None:
    with used.rebuild() as aside:
        aside.write(Batch(documents=documents))
        aside.swap()


@pytest.fixture
def reader(client):
    client.force_login(make_person("anna.lind"))
    return client


def suggested(response) -> list[dict]:
    return json.loads(response.content)["suggestions"]


def test_a_hit_shows_what_it_is_where_it_is_and_why(used, reader):
    fill(used, page(1))
    context = reader.get("/sok/?q=semestern").context
    (hit,) = context["hits"]
    assert hit["title"] == "<mark>Semester</mark> 1"
    assert hit["url"] == "/sida/1/#sa"
    assert hit["excerpt"] == "Sök &lt;b&gt;<mark>semester</mark>&lt;/b&gt; i tid."
    assert hit["chip"] == "Rutin · gäller"
    assert hit["tone"] == "ok"
    assert hit["trail"] == "Personal › Ledighet"
    assert hit["meta"] == "Under ”Så gör du”"
    assert (context["total"], context["first"], context["last"]) == (1, 1, 1)


def test_the_page_itself_is_escaped(used, reader):
    fill(used, page(1))
    html = reader.get('/sok/?q="><script>semester</script>').content.decode()
    assert "<script>semester" not in html


def test_facets_can_be_chosen_and_taken_back(used, reader):
    unit = make_unit("Hemtjänst Norr", code="HT-N")
    fill(
        used,
        page(1, units=("HT-N",), subjects=("it",)),
        page(2, units=(EVERY_UNIT,), kind="nyhet"),
        page(3, units=("GONE",)),
    )
    context = reader.get("/sok/?q=semester&typ=rutin").context
    facets = {facet["name"]: facet for facet in context["facets"]}
    assert facets["typ"]["options"] == [
        {"value": "rutin", "label": "Rutiner", "count": 2, "selected": True},
        {"value": "nyhet", "label": "Nyheter", "count": 1, "selected": False},
    ]
    assert [option["label"] for option in facets["enhet"]["options"]] == [unit.name]
    assert [option["label"] for option in facets["amne"]["options"]] == ["IT"]
    assert [option["label"] for option in facets["tillstand"]["options"]] == ["Gäller"]
    assert context["chosen"] == [{"label": "Rutiner", "url": "/sok/?q=semester"}]


def test_many_options_are_folded_away_but_for_the_chosen(used, reader):
    fill(used, *(page(pk, subjects=tuple(f"s{number}" for number in range(pk))) for pk in range(1, 11)))
    facets = {facet["name"]: facet for facet in reader.get("/sok/?q=semester&amne=s9").context["facets"]}
    assert facets["amne"]["options"][0] == {"value": "s9", "label": "S9", "count": 1, "selected": True}
    assert (len(facets["amne"]["options"]), len(facets["amne"]["more_options"])) == (6, 4)


def test_pages(used, reader):
    fill(used, *(page(pk) for pk in range(23)))
    last = reader.get("/sok/?q=semester&sida=3").context
    assert (last["first"], last["last"], len(last["hits"])) == (21, 23, 3)
    assert last["page_obj"].has_previous()
    beyond = reader.get("/sok/?q=semester&sida=9")
    assert beyond.url == "/sok/?q=semester&sida=3"


def test_no_words_ask_nothing(used, reader):
    response = reader.get("/sok/")
    assert response.status_code == 200
    assert response.context["hits"] == []


def test_nothing_found(used, reader):
    fill(used, page(1))
    response = reader.get("/sok/?q=zebra&typ=rutin")
    assert response.status_code == 200
    assert response.context["total"] == 0
    assert response.context["clear_url"] == "/sok/?q=zebra"


def test_says_so_when_the_engine_does_not_answer(used, reader):
    response = reader.get("/sok/?q=semester")
    assert response.status_code == 503
    assert response.context["unavailable"]
    assert suggested(reader.get("/sok/forslag?q=semester")) == []


def test_suggests(used, reader):
    fill(used, page(1))
    response = reader.get("/sok/forslag?q=Sem")
    assert suggested(response) == [{"title": "Semester 1", "url": "/sida/1/", "kind": "Rutin"}]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("text", ["", "s", " s ", "sem" * 50])
def test_suggests_nothing_for_too_little_or_too_much(used, reader, text):
    fill(used, page(1))
    assert suggested(reader.get("/sok/forslag", {"q": text})) == []


def test_suggests_only_so_many(used, reader):
    fill(used, *(page(pk) for pk in range(30)))
    assert len(suggested(reader.get("/sok/forslag?q=sem"))) == 7


@pytest.mark.parametrize("name", ["search", "search_suggestions"])
def test_only_for_those_with_a_role(used, client, name):
    fill(used, page(1))
    anonymous = client.get(reverse(name), {"q": "semester"})
    assert anonymous.status_code == 302
    client.force_login(make_person("ingen.roll", employed=False))
    assert client.get(reverse(name), {"q": "semester"}).status_code == 404


@pytest.mark.parametrize("name", ["search", "search_suggestions"])
def test_changes_nothing(used, reader, name):
    assert reader.post(reverse(name), {"q": "semester"}).status_code == 405


@pytest.mark.parametrize("count", [3, 60])
def test_the_amount_of_content_costs_no_queries(used, reader, django_assert_max_num_queries, count):
    make_unit("Hemtjänst Norr", code="HT-N")
    fill(used, *(page(pk, units=("HT-N",), subjects=("it",)) for pk in range(count)))
    reader.get("/sok/?q=semester")
    with django_assert_max_num_queries(12):  # two of them the session and the user
        reader.get("/sok/?q=semester")


def offered(response) -> dict[str, int]:
    """What the empty page offers to drop, and how many hits that would give."""
    return {", ".join(offer["labels"]): offer["count"] for offer in response.context["dropped"]}


def test_nothing_found_says_what_was_searched_for_and_what_fewer_filters_give(used, reader):
    make_unit("Hemtjänst Norr", code="HT-N")
    fill(used, page(1, units=("HT-N",)), page(2, kind="nyhet"), page(3, kind="nyhet"))
    response = reader.get("/sok/?q=semester&typ=nyhet&enhet=HT-N")
    html = response.content.decode()
    assert (response.context["total"], offered(response)) == (0, {"Nyheter": 1, "Hemtjänst Norr": 2})
    assert response.context["all_dropped"] == {"url": "/sok/?q=semester", "count": 3}
    assert "Du sökte på ”semester” med filtren:" in html
    for offer in (*response.context["dropped"], response.context["all_dropped"]):
        assert reader.get(offer["url"]).context["total"] == offer["count"]
        assert offer["url"].replace("&", "&amp;") in html


def test_nothing_found_leads_to_single_words_and_to_the_lists(used, reader):
    fill(used, page(1))
    response = reader.get("/sok/?q=semester+på+månen")
    html = response.content.decode()
    assert [word["label"] for word in response.context["single_words"]] == ["semester", "månen"]
    assert reader.get(response.context["single_words"][0]["url"]).context["total"] == 1
    assert "bland allt som du får se" in html
    for name in ("people", "units"):
        assert f'href="{reverse(name)}"' in html
    assert response.context["dropped"] == []


def test_an_offer_counts_only_what_the_reader_may_see(used, reader):
    hidden = replace(page(2, kind="nyhet"), audience=("section:7",))
    fill(used, page(1, kind="nyhet"), hidden)
    assert offered(reader.get("/sok/?q=semester&typ=rutin")) == {"Rutiner": 1}


@pytest.mark.parametrize("address", ["/sok/?q=semester&typ=hemlig", "/sok/?q=semester&amne=borta&typ=rutin"])
def test_an_unknown_filter_is_named_and_can_be_removed(used, reader, monkeypatch, address):
    monkeypatch.setitem(labels._namers, "subject", lambda codes: {})
    fill(used, page(1))
    response = reader.get(address)
    (unknown,) = response.context["unknown"]
    assert f"Filtret ”{unknown['value']}” i adressen känns inte igen" in response.content.decode()
    assert reader.get(unknown["url"]).context["unknown"] == []
    assert reader.get(unknown["url"]).context["total"] == 1


def test_the_empty_page_keeps_to_the_budget(used, reader, django_assert_max_num_queries):
    make_unit("Hemtjänst Norr", code="HT-N")
    fill(used, page(1, units=("HT-N",)), page(2, kind="nyhet"))
    address = "/sok/?q=semester&typ=nyhet&enhet=HT-N&amne=it&tillstand=gäller"
    reader.get(address)
    with django_assert_max_num_queries(12):  # two of them the session and the user
        reader.get(address)
