"""What the reader of a run is told without asking: what is somebody else's, what was saved, what a page is for."""

from __future__ import annotations

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from home.demo.loading import FOLDER
from home.models import Run, RunEvent, RunItem
from home.runs import choosing, leading
from tests.factories import make_person
from tests.home.runs import give, items, make_run, text, tick

pytestmark = pytest.mark.django_db

ONCE = "Punkter utan ruta görs av andra."
WHY = "Bara den som gör punkten, den som håller i genomgången och chefen kan kryssa den."


def shown(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def row_of(page: BeautifulSoup, item: RunItem):
    return page.find(id=item.anchor)


def address(run: Run, item: RunItem) -> str:
    return f"/genomgangar/{run.pk}/punkter/{item.pk}/"


def test_what_others_do_has_no_box_and_why_is_said_once_and_on_the_items_own_page(karin, amina):
    run = make_run(karin.person, amina.person)
    first, second, third = items(run)
    for item in (first, second):
        give(item, karin.person)
    page = shown(amina.get(run.get_absolute_url()))
    assert [bool(row_of(page, item).select("button.run-item__tick")) for item in (first, second, third)] == [
        False,
        False,
        True,
    ]
    (told,) = (part for part in page.select(".run-others") if not part.has_attr("hidden"))
    assert ONCE in told.get_text()
    for item in (first, second):
        row = row_of(page, item)
        assert "Görs av Karin Ek" in row.get_text()
        assert row.select_one("a.run-item__tick")["href"] == address(run, item)  # a press is answered
        assert WHY in text(amina.get(address(run, item)))
    # Who may tick them all is told nothing of the kind.
    page = shown(karin.get(run.get_absolute_url()))
    assert page.select_one(".run-others").has_attr("hidden")
    assert not page.select("a.run-item__tick")
    assert WHY not in text(karin.get(address(run, first)))
    assert WHY not in text(amina.get(address(run, third)))


def test_why_there_is_no_box_names_nobody_who_is_protected(karin, amina):
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    helper = make_person("bo.berg")
    give(first, helper)
    helper.protected = True
    helper.save()
    for path in (run.get_absolute_url(), address(run, first)):
        page = text(amina.get(path))
        assert "Berg" not in page
        assert "En medarbetare" in page
    assert WHY in page


def test_in_a_finished_run_nothing_waits_for_others_and_what_was_left_is_said(karin, amina):
    run = make_run(karin.person, amina.person)
    first, second, _ = items(run)
    give(first, karin.person)
    tick(karin, run, second)
    leading.finish(Run.objects.get(), karin.person, "Nog")
    page = shown(amina.get(run.get_absolute_url()))
    assert page.select_one(".run-others").has_attr("hidden")
    assert not page.select("a.run-item__tick, button.run-item__tick")
    assert "Inte klar" in row_of(page, first).get_text()
    assert "Inte klar" not in row_of(page, second).get_text()
    assert WHY not in text(amina.get(address(run, first)))


def test_on_its_own_page_an_item_is_ticked_and_unticked_and_what_was_typed_is_saved_with_it(karin, amina):
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    for client, note in ((amina, "Nyckeln hänger inne"), (karin, "Den är flyttad")):
        (button,) = shown(client.get(address(run, first))).select("main form button[name=klar]")
        sent = {"initial-note": items(run)[0].note, "note": note, "nyckel": uuid4(), "klar": button["value"]}
        more = {"person": "", "initial-person": "", "due": "2026-05-18", "initial-due": "2026-05-18"}
        for _ in range(2):  # pressed twice
            answer = client.post(address(run, first), sent | (more if client == karin else {}))
            assert answer.url == f"{run.get_absolute_url()}#{first.anchor}"
        first.refresh_from_db()
        assert (first.is_done, first.done_by, first.note) == (True, client.person, note)
        page = shown(client.get(run.get_absolute_url()))
        assert "Punkten är klar." in page.get_text()
        (button,) = shown(client.get(address(run, first))).select("main form button[name=angra]")
        back = {name: value for name, value in sent.items() if name != "klar"}
        back |= {"initial-note": note, "nyckel": uuid4(), "angra": button["value"]}
        client.post(address(run, first), back)
        first.refresh_from_db()
        assert not first.is_done
    ticks = RunEvent.objects.filter(kind=RunEvent.Kind.TICKED)
    assert ticks.count() == 2


def test_a_note_that_must_be_looked_at_first_ticks_nothing_and_somebody_elses_item_has_no_button(
    karin, amina
):
    run = make_run(karin.person, amina.person)
    first, second, _ = items(run)
    leading.note(first, karin.person, "Hennes")
    page = text(amina.post(address(run, first), {"note": "Min", "initial-note": "", "klar": "1"}))
    assert "Hennes" in page
    assert "Min</textarea>" in page
    assert not items(run)[0].is_done
    give(second, karin.person)
    assert 'name="klar"' not in text(amina.get(address(run, second)))
    amina.post(address(run, second), {"note": "", "initial-note": "", "klar": "1"})
    assert not items(run)[1].is_done


def test_who_comes_second_on_the_items_page_is_told_whose_tick_stands(karin, amina):
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    tick(karin, run, first)
    sent = {"note": "", "initial-note": "", "klar": "1", "nyckel": uuid4()}
    page = amina.post(address(run, first), sent, follow=True)
    assert "Någon annan hann före" in text(page)
    assert "Punkten är klar." not in text(page)
    assert items(run)[0].done_by == karin.person


def test_what_was_saved_says_so_on_its_row_and_only_once(karin):
    run = make_run(karin.person)
    first, second, _ = items(run)
    karin.post(address(run, first), {"note": "Ring först", "initial-note": ""})
    page = shown(karin.get(run.get_absolute_url()))
    assert "Sparat" in row_of(page, first).get_text(" ").split()
    assert "Sparat" not in row_of(page, second).get_text()
    assert "Sparat" not in text(karin.get(run.get_absolute_url()))
    # What was not saved says nothing of the kind.
    karin.post(address(run, first), {"note": "lång " * 500, "initial-note": "Ring först"})
    assert "Sparat" not in text(karin.get(run.get_absolute_url()))


@pytest.mark.parametrize("form", ["starta", "punkter"])
def test_many_found_are_told_of_and_shown_and_are_no_mistake(karin, form):
    run = make_run(karin.person)
    for number in range(choosing.FOUND + 1):
        make_person(f"jonas.frid{number}")
    start = f"/genomgangar/starta/{run.version.page_id}/"
    path = start if form == "starta" else address(run, items(run)[0])
    page = shown(karin.post(path, {"search": "jonas", "sok_person": "1"}))
    assert not page.select(".error-summary, .field__error, [role=alert]")
    (focused,) = page.select("[autofocus]")
    assert focused["role"] == "status"
    assert "Fler än 12 heter så." in focused.get_text()
    assert sum("Jonas Frid" in label.get_text() for label in page.select("label")) == choosing.FOUND
    # Chosen without a choice is one.
    page = shown(karin.post(start, {"search": "jonas", "name": "N", "start_day": "2030-12-01"}))
    assert "Välj vem du menar." in page.select_one(".error-summary").get_text()


@pytest.mark.parametrize("path", ["", "skriv-ut/"])
def test_the_head_of_a_printed_run_says_nothing_of_texts_in_force(karin, path):
    run = make_run(karin.person)
    for finished in (False, True):
        page = shown(karin.get(f"{run.get_absolute_url()}{path}"))
        head = page.select_one(".print-head").get_text()
        assert "Utskriven" in head
        assert "gäller" not in head
        assert ("vad som har hänt sedan dess" in head) is not finished
        if not finished:
            leading.finish(run, karin.person, "Nog")
    checklist = run.version.page.specific
    assert "fortfarande gäller" in shown(karin.get(checklist.url)).select_one(".print-head").get_text()


@pytest.mark.parametrize("path", ["", "skriv-ut/"])
def test_who_started_it_and_from_when_days_are_counted_are_told_apart(karin, amina, path):
    run = make_run(karin.person, amina.person)
    page = shown(karin.get(f"{run.get_absolute_url()}{path}"))
    facts = {term.get_text(): term.find_next("dd").get_text(" ") for term in page.select("dl.facts dt")}
    assert facts["Startades av"].startswith("Karin Ek")
    assert facts["Startdag"].startswith("1 juni 2026")
    assert "Punkternas dagar räknas från den." in facts["Startdag"]


def test_the_demo_spells_its_buddy_with_two_ds():
    told = {file: file.read_text(encoding="utf-8").lower() for file in FOLDER.rglob("*.md")}
    assert any("faddern" in words for words in told.values())
    assert not [file.name for file, words in told.items() if "fadern" in words.split() or " fadern" in words]
