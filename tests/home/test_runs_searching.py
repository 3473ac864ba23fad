"""Searching for a person in a form: what may be searched for, what is asked then, and who waits meanwhile."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.models import Run, RunItem
from home.runs import choosing
from intranet.access.viewer import viewer_of
from tests.factories import make_home, make_person, make_superuser, make_unit
from tests.home.runs import items, make_run, sign_in, text

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LONG = "a " * 2500


@pytest.fixture
def pages(karin):
    """The addresses of all forms with a search for a person, by what they are for."""
    run = make_run(karin.person)
    return {
        "start": f"/genomgangar/starta/{run.version.page_id}/",
        "item": f"/genomgangar/{run.pk}/punkter/{items(run)[0].pk}/",
        "edit": f"/genomgangar/{run.pk}/andra/",
        "hand over": f"/genomgangar/{run.pk}/lamna-over/",
    }


FORMS = ["start", "item", "edit", "hand over"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (LONG, "som mest 100 tecken"),
        ("a b c d e f g h", "Skriv högst 6 ord."),
        ("jonas\x00frid", "Null-tecken"),
    ],
)
@pytest.mark.parametrize("button", [{"sok_person": "1"}, {}])
def test_what_is_no_name_is_never_asked_for_and_the_form_says_why(
    karin, pages, monkeypatch, form, typed, told, button
):
    asked = []

    def find(_viewer, words):
        asked.append(words)
        return []

    monkeypatch.setattr(choosing, "find", find)
    before = Run.objects.count()
    page = text(
        karin.post(pages[form], {"search": typed, "name": "Mitt eget namn", "start_day": "x", **button})
    )
    assert told in page
    assert not asked
    assert Run.objects.count() == before


@pytest.mark.parametrize("form", FORMS)
def test_a_search_for_nothing_says_what_to_write(karin, pages, form):
    page = text(karin.post(pages[form], {"search": " ", "sok_person": "1"}))
    assert "Skriv ett namn att söka efter." in page


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", ["9" * 5000, "9" * 19, "-1", "٣", "nuvarande\x00", LONG])
def test_a_choice_that_cannot_be_is_told(karin, pages, form, value):
    page = text(karin.post(pages[form], {"person": value, "name": "N", "start_day": "2026-12-01"}))
    assert "Välj en person i listan" in page


@pytest.mark.parametrize("found", [1, 12])
def test_as_many_questions_for_many_found_as_for_one(karin, pages, found):
    for number in range(found):
        make_person(f"jonas.frid{number}", make_unit(f"Enhet {number}"), title="Lärare")
    asked = {"search": "jonas", "sok_person": "1", "name": "N", "start_day": "2026-12-01"}
    karin.post(pages["start"], asked)
    with CaptureQueriesContext(
        connection,
    ) as questions:
        page = text(karin.post(pages["start"], asked))
    assert page.count("Lärare, Enhet") == found
    assert len(questions) <= 22, [q["sql"] for q in questions]


def test_the_found_stand_first_and_one_alone_is_chosen(karin, unit, pages):
    make_person("bo.berg", unit)
    colleague = make_person("jonas.frid", make_unit("Centralskolan"), title="Lärare")
    page = text(karin.post(pages["start"], {"search": "jonas", "sok_person": "1", "person": karin.person.pk}))
    chosen = page.split(f'value="{colleague.pk}"')[1][:60]
    assert "checked" in chosen
    assert page.index("Jonas Frid, Lärare") < page.index("Bo Berg") < page.index('name="search"')


def test_who_searches_and_then_chooses_somebody_else_has_meant_it(karin, unit, pages):
    colleague = make_person("bo.berg", unit)
    make_person("jonas.frid", make_unit("Centralskolan"))
    typed = {"search": "jonas", "name": "N", "start_day": "2030-12-01", "person": colleague.pk}
    assert "ett annat namn än det du har valt" in text(karin.post(pages["start"], typed))
    page = text(karin.post(pages["start"], {**typed, "sok_person": "1"}))
    assert 'name="searched" value="jonas"' in page
    karin.post(pages["start"], {**typed, "searched": "jonas"})
    assert Run.objects.latest("pk").subject == colleague


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("searched", "told"),
    [
        ("jonas", "En träff på ”jonas”. Jonas Frid är vald."),
        ("ek", "2 träffar på ”ek”. Välj den du menar."),
    ],
)
def test_what_is_found_is_told_where_the_page_begins_to_be_read(karin, pages, form, searched, told):
    make_person("jonas.frid", make_unit("Centralskolan"))
    make_person("stina.ek", make_unit("Tekniska"))
    typed = {"search": searched, "sok_person": "1", "name": "", "start_day": ""}
    page = BeautifulSoup(karin.post(pages[form], typed).content, "html.parser")
    (focused,) = page.select("[autofocus]")
    assert focused.get_text() == told
    assert focused["role"] == "status"
    # What has not been sent yet is not wrong yet.
    assert not page.select(".error-summary, .field__error")
    # The found are the first choices, before nobody as well.
    values = [choice["value"] for choice in page.select("[name=person]")]
    found = [str(person.pk) for person in choosing.find(viewer_of(karin.person), searched)]
    assert values[: len(found)] == found


@pytest.mark.parametrize("form", FORMS)
def test_where_nobody_is_found_that_is_what_is_read(karin, pages, form):
    page = BeautifulSoup(karin.post(pages[form], {"search": "qzx", "sok_person": "1"}).content, "html.parser")
    (focused,) = page.select("[autofocus]")
    assert "Ingen hittades" in focused.get_text()
    assert len(focused.select("li")) == 1


@pytest.mark.parametrize("form", FORMS)
def test_the_enter_key_searches_while_there_is_a_name_to_search_for(karin, pages, form):
    make_person("jonas.frid", make_unit("Centralskolan"))
    page = BeautifulSoup(karin.get(pages[form]).content, "html.parser")
    first = page.select("form:has([name=search]) button[type=submit]")[0]  # which the key presses
    before = list(Run.objects.values()), list(RunItem.objects.values())
    typed = {"search": "jonas", "name": "Mitt eget namn", "start_day": "2030-12-01", "due": "2030-12-01"}
    sent = {**typed, "person": karin.person.pk, "note": "Ring först", str(first["name"]): "1"}
    shown = text(karin.post(pages[form], sent))
    assert "En träff på ”jonas”" in shown
    kept = ["2030-12-01", "Ring först"] if form == "item" else ["2030-12-01", "Mitt eget namn"]
    if form != "hand over":
        assert all(word in shown for word in kept)
    assert (list(Run.objects.values()), list(RunItem.objects.values())) == before


def test_the_enter_key_sends_the_form_where_no_name_is_searched_for(karin, pages):
    typed = {"search": "", "name": "Mitt eget namn", "start_day": "2030-12-01", "person": karin.person.pk}
    karin.post(pages["start"], {**typed, "enter": "1"})
    assert Run.objects.latest("pk").name == "Mitt eget namn"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", FORMS)
def test_nobody_waits_for_a_search(karin, pages, monkeypatch, form):
    """No transaction is open while people are looked for: on SQLite nobody else could write."""
    waited = []
    find = choosing.find

    def found(*args):
        waited.append(connection.in_atomic_block)
        return find(*args)

    monkeypatch.setattr(choosing, "find", found)
    karin.post(pages[form], {"search": "jonas", "sok_person": "1"})
    assert waited == [False]


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_without_the_requests_transaction_is_all_saved_or_nothing(karin, pages, monkeypatch):
    from home.runs import leading

    helper = make_person("bo.berg")
    monkeypatch.setattr(leading, "set_due", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        karin.post(pages["item"], {"person": helper.pk, "search": "bo", "due": "2030-01-01"})
    assert items(Run.objects.get())[0].assignee is None


def test_the_directory_searches_for_few_words_and_says_so(karin):
    assert "Skriv högst 6 ord." in text(karin.get("/kollegor/", {"q": "a " * 40}))
    assert "som mest 100 tecken" in text(karin.get("/kollegor/", {"q": LONG}))
    page = text(karin.get("/kollegor/", {"q": "karin ek karin"}))
    assert "Karin Ek" in page
    assert "field__error" not in page


def test_the_admins_choosers_answer_a_thousand_words():
    make_home()
    boss = sign_in(make_superuser())
    make_unit("Hemtjänst Norr")
    address = reverse("unit_chooser:choose_results")
    assert boss.get(address, {"q": "a " * 1500}).status_code == 200
    assert "Hemtjänst Norr" in text(boss.get(address, {"q": "norr hemtjänst"}))


@pytest.mark.parametrize("number", [2**63, 10**30])
@pytest.mark.parametrize(
    "path",
    [
        "starta/{}/",
        "{}/",
        *(
            f"{{}}/{name}/"
            for name in ("skriv-ut", "andra", "lamna-over", "avsluta", "oppna", "ta-bort", "fordela")
        ),
    ],
)
def test_a_number_that_no_database_has_is_a_page_that_does_not_exist(karin, path, number):
    assert karin.get(f"/genomgangar/{path.format(number)}").status_code == 404


def test_an_item_of_such_a_number_does_not_exist_either(karin):
    run = make_run(karin.person)
    assert karin.get(f"/genomgangar/{run.pk}/punkter/{2**63}/").status_code == 404
    assert karin.post(f"/genomgangar/{2**63}/kryss/", {"klar": "1"}).status_code == 404
