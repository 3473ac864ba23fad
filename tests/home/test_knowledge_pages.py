"""What a reader meets at a knowledge page's address and below it, through the view."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from home.knowledge.decision import withdraw
from home.models import RoutinePage
from tests.factories import PASSWORD, make_employment, make_function, make_person, make_unit
from tests.home.knowledge import answer, decide_text, make_draft, make_routine, section

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def reader(client):
    person = make_person("amina.lund", make_unit("Hemtjänst Norr"), title="Undersköterska")
    assert client.login(username=person.username, password=PASSWORD)
    client.person = person
    return client


def text(response) -> str:
    assert response.status_code == 200, response
    return " ".join(response.content.decode().split())


def test_the_short_answer_the_text_and_who_answers_for_it(reader):
    page = make_routine(
        "Sjukanmälan",
        summary="När du blir sjuk.",
        answer=answer("Ring din chef", "Registrera frånvaron"),
        body=[section("Karensavdrag", "Tjugo procent dras."), section("Chefens ansvar", "Ring upp dag tre.")],
    )
    shown = text(reader.get(page.url))
    for words in ("Ring din chef", "Registrera frånvaron", "Tjugo procent dras.", "Gäller", "version 1"):
        assert words in shown
    assert shown.index("Ring din chef") < shown.index("Tjugo procent dras.")
    assert 'href="#karensavdrag"' in shown
    assert 'id="karensavdrag"' in shown
    assert page.owner_function.appointments.get().person.get_full_name() in shown


def test_the_present_text_is_shown_even_if_the_clock_has_not_come_round(reader, monkeypatch):
    page = make_routine("Gammal text")
    decide_text(page, "Ny text", TODAY + timedelta(days=1))
    assert "Gammal text" in text(reader.get(page.url))
    tomorrow = TODAY + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
    assert RoutinePage.objects.get(pk=page.pk).title == "Gammal text"
    shown = text(reader.get(page.url))
    assert "<h1>Ny text</h1>" in shown
    assert "version 2" in shown


def test_a_coming_version_is_announced_and_can_be_read(reader):
    page = make_routine("Gammal text")
    decide_text(page, "Ny text", TODAY + timedelta(days=9), change_summary="Ring i stället för sms.")
    shown = text(reader.get(page.url))
    assert "Ring i stället för sms." in shown
    assert date_format(TODAY + timedelta(days=9), "j F Y") in shown
    assert "<h1>Ny text</h1>" in text(reader.get(page.url + "versioner/2/"))


def test_what_applied_on_a_day_has_an_address(reader):
    page = make_routine("Ett", TODAY - timedelta(days=100))
    decide_text(page, "Två", TODAY - timedelta(days=10), on=TODAY - timedelta(days=20))
    assert "<h1>Ett</h1>" in text(reader.get(f"{page.url}gallde/{TODAY - timedelta(days=11)}/"))
    assert "<h1>Två</h1>" in text(reader.get(f"{page.url}gallde/?datum={TODAY - timedelta(days=10)}"))
    before = reader.get(f"{page.url}gallde/{TODAY - timedelta(days=101)}/")
    assert "<h1>Ett</h1>" not in text(before)
    assert reader.get(f"{page.url}gallde/nonsens/").status_code == 404
    assert reader.get(f"{page.url}gallde/2026-13-45/").status_code == 404


def test_readers_compare_versions(reader):
    page = make_routine("Rutin", body=[section("Telefon", "Ring nummer ett.")])
    decide_text(page, "Rutin", body=[section("Telefon", "Ring nummer två.")], change_summary="Nytt nummer.")
    shown = text(reader.get(page.url + "andringar/"))
    assert "Nytt nummer." in shown
    assert "två" in shown.split("I texten")[1]
    assert re.search(r"<ins[^>]*>två", shown)
    assert re.search(r"<del[^>]*>ett", shown)
    assert reader.get(page.url + "andringar/?fran=7&till=9").status_code == 404


def test_readers_are_told_what_was_added_and_what_was_removed(reader):
    page = make_routine("Rutin", summary="Kort.", body=[])
    decide_text(page, "Rutin", summary="", body=[section("Telefon", "Ring.")])
    shown = text(reader.get(page.url + "andringar/")).split("I texten")[1]
    assert "Tillagt" in shown
    assert "Borttaget" in shown
    assert "Ändrat" not in shown


def test_past_its_review_date_the_text_says_so(reader):
    page = make_routine(review_by=TODAY - timedelta(days=3))
    assert "Ses över" in text(reader.get(page.url))


def test_a_withdrawn_page_says_why_and_what_replaced_it(reader):
    successor = make_routine("Ny ordning")
    page = make_routine("Gammal ordning")
    withdraw(page, by=None, reason="Vi har ett nytt system.", replaced_by=successor)
    shown = text(reader.get(page.url))
    assert "Gäller inte längre" in shown
    assert "Vi har ett nytt system." in shown
    assert "Ny ordning" in shown


def test_what_nobody_has_decided_is_not_served(reader):
    page = make_draft("Utkast")
    page.get_latest_revision().publish()
    assert reader.get(RoutinePage.objects.get(pk=page.pk).url).status_code == 404


@pytest.mark.parametrize("body_size", [1, 30])
def test_a_routine_costs_few_queries_whatever_its_length(reader, body_size, django_assert_max_num_queries):
    page = make_routine(body=[section(f"Rubrik {n}", "Text.") for n in range(body_size)])
    for n in range(body_size):
        make_routine(f"En annan {n}")
    reader.get(page.url)
    # Session, user, site, root page and the page by its address, base and specific, come on top.
    with django_assert_max_num_queries(12 + 6) as counted:
        assert reader.get(page.url).status_code == 200
    assert len(counted.captured_queries) <= 18


def test_a_withdrawn_page_shows_the_text_that_applied_last_not_one_that_never_did(reader):
    page = make_routine("Ett", TODAY - timedelta(days=30))
    decide_text(page, "Två", TODAY - timedelta(days=5), on=TODAY - timedelta(days=5))
    decide_text(page, "Tre", TODAY + timedelta(days=20))
    withdraw(page, by=None, reason="Verksamheten har upphört.")
    shown = text(reader.get(page.url))
    assert "<h1>Två</h1>" in shown
    assert "Verksamheten har upphört." in shown


def test_a_version_that_waits_says_so_and_is_no_earlier_one(reader):
    page = make_routine("Nu")
    decide_text(page, "Sedan", TODAY + timedelta(days=20))
    shown = text(reader.get(page.url + "versioner/2/"))
    assert "Tidigare version" not in shown
    assert "Börjar gälla" in shown


def test_a_correction_is_compared_with_what_readers_had_before_it(reader):
    page = make_routine("Ett", TODAY - timedelta(days=30), body=[section("Telefon", "Ring ett.")])
    decide_text(page, "Ett", TODAY + timedelta(days=20), body=[section("Telefon", "Ring tre.")])
    decide_text(page, "Ett", TODAY, body=[section("Telefon", "Ring två.")])
    context = reader.get(page.url + "andringar/").context
    assert (context["old"].number, context["new"].number) == (1, 3)


@pytest.mark.parametrize(("step", "offered"), [("Ring din chef", True), ("Ring sjuksköterskan", False)])
def test_the_reader_can_ring_their_manager_where_the_answer_says_so(reader, step, offered):
    unit = make_unit("Hemtjänst Norr", code="NORR")
    manager = make_person("karin.ek", unit, phone="0491-555 01 01")
    make_function("chef", unit, manager)
    make_employment(reader.person, unit, primary=False)
    reader.person.employments.filter(primary=True).update(primary=False, end=TODAY - timedelta(days=1))
    page = make_routine(answer=answer(step))
    assert ("Karin Ek" in text(reader.get(page.url))) is offered
