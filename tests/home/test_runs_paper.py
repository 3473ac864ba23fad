"""A run on paper: days with their year, nobody called you, and nothing told twice."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.formats import date_format

from home.models import Run, RunEvent, RunItem
from home.runs import leading, ticking
from tests.factories import make_person
from tests.home.runs import decide_points, items, make_checklist, make_run, point

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = timezone.localdate()
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def paper(client, run: Run, path: str = "skriv-ut/") -> BeautifulSoup:
    """What comes out of the printer."""
    response = client.get(f"/genomgangar/{run.pk}/{path}")
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    for hidden in page.select(
        ".no-print, .visually-hidden, header, nav, footer, .breadcrumbs, .run-next, [hidden]"
    ):
        hidden.decompose()
    return page


def words(part) -> str:
    return " ".join(part.get_text(" ").split())


def log(page: BeautifulSoup) -> list[str]:
    """The events, without their moments."""
    return [words(event.select_one("p")) for event in page.select(".run-history li")]


@pytest.fixture
def run(karin_ek, amina_lund):
    points = [point(f"Punkt {n}", due=n) for n in range(5)]
    return make_run(karin_ek, amina_lund, checklist=make_checklist(*points), start_day=date(2027, 1, 1))


def test_who_ticked_stands_by_the_item_and_only_what_was_undone_in_the_log(run, karin, amina):
    first, second, third, *_ = items(run)
    ticking.tick(first.pk, amina.person.pk, True)
    ticking.tick(second.pk, amina.person.pk, True)
    ticking.tick(second.pk, karin.person.pk, False)
    ticking.tick(third.pk, amina.person.pk, True)
    ticking.tick(third.pk, karin.person.pk, False)
    ticking.tick(third.pk, karin.person.pk, True)
    page = paper(karin, run)
    rows = [words(row) for row in page.select("tbody tr")]
    today = date_format(TODAY, "j F Y")
    assert rows[0].startswith(f"Ja Punkt 0 Amina Lund, {today}")
    assert rows[1].startswith("Nej Punkt 1 senast 2 januari 2027")
    assert rows[2].startswith(f"Ja Punkt 2 Karin Ek, {today}")
    assert log(page) == [
        "Amina Lund · klar: Punkt 1",
        "Karin Ek · inte klar: Punkt 1",
        "Amina Lund · klar: Punkt 2",
        "Karin Ek · inte klar: Punkt 2",
    ]


def test_a_run_in_which_all_is_told_by_its_items_has_no_log(run, karin):
    for item in items(run):
        ticking.tick(item.pk, karin.person.pk, True)
    leading.finish(run, karin.person, "Slut")
    page = paper(karin, run)
    assert not page.select(".run-history")
    assert "Slutanteckning Slut" in words(page)


def test_an_end_that_did_not_stand_is_told(run, karin):
    leading.finish(run, karin.person, "För tidigt")
    leading.reopen(run, karin.person)
    leading.finish(run, karin.person, "Slut")
    assert log(paper(karin, run)) == ["Karin Ek · avslutade", "Karin Ek · öppnade igen"]


def test_items_given_at_once_are_one_event_and_what_one_takes_is_not_given_to_oneself(run, karin, amina):
    first, second, third, fourth, fifth = items(run)
    lead = karin.person
    leading.assign(run, lead, {first: lead, second: amina.person, third: lead, fourth: amina.person})
    leading.assign(run, lead, {fifth: lead})
    leading.assign(run, lead, {first: None, third: None})
    later = RunEvent.objects.filter(item=fifth)
    later.update(at=later.get().at + timedelta(minutes=5))
    RunEvent.objects.filter(kind=RunEvent.Kind.UNASSIGNED).update(at=timezone.now() + timedelta(minutes=9))
    assert log(paper(karin, run)) == [
        "Karin Ek · tog 2 punkter: Punkt 0; Punkt 2",
        "Karin Ek · gav 2 punkter till Amina Lund: Punkt 1; Punkt 3",
        "Karin Ek · tog punkten: Punkt 4",
        "Karin Ek · tog bort den som skulle göra 2 punkter: Punkt 0; Punkt 2",
    ]


def test_nothing_else_is_lost(run, karin, amina):
    first, *_ = items(run)
    lead = karin.person
    leading.note(first, lead, "Ring först")
    leading.set_due(first, lead, date(2027, 3, 1))
    leading.set_due(first, lead, None)
    newer = decide_points(run.version.page.specific, point("Punkt 0"), start=TODAY)
    karin.post(f"/genomgangar/{run.pk}/ny-version/", {"version": newer.pk})
    leading.hand_over(run, lead, amina.person)
    page = paper(amina, run)
    told = [words(event).rsplit(" ", 4)[0] for event in page.select(".run-history li")]
    assert told == [
        "Karin Ek · antecknade: Punkt 0 Ring först",
        "Karin Ek · ändrade dagen: Punkt 0 till 1 mars 2027",
        "Karin Ek · ändrade dagen: Punkt 0 till ingen dag",
        "Karin Ek · tog över en nyare version version 2",
        "Karin Ek · lämnade över till Amina Lund",
    ]


@pytest.mark.parametrize("path", ["", "skriv-ut/"])
def test_every_day_has_its_year_in_one_form_and_nobody_is_called_you(run, karin, amina, path):
    first, second, third, *_ = items(run)
    for reader in (karin, amina):
        for item, due in ((first, TODAY), (second, TODAY - timedelta(days=3)), (third, date(2027, 2, 1))):
            RunItem.objects.filter(pk=item.pk).update(due=due, assignee=reader.person)
        RunItem.objects.filter(pk=first.pk).update(done_at=timezone.now(), done_by=reader.person)
        page = paper(reader, run, path)
        printed = words(page.select_one("main")) + words(page.select_one(".print") or page.select_one("main"))
        assert not re.search(r"\b(dig|du|din|dina)\b", printed, re.IGNORECASE), printed
        assert not ISO.search(printed)
        assert not re.search(r"\bi (dag|går)\b", printed)
        months = "|".join(date_format(datetime(2026, month, 1), "F") for month in range(1, 13))
        days = re.findall(rf"\d+ (?:{months})(?: \d{{4}})?", printed)
        assert len(days) > 4
        assert all(re.search(r" \d{4}$", day) for day in days), days
        assert str(reader.person) in printed


def test_as_many_questions_whatever_has_happened(run, karin, amina, django_assert_max_num_queries):
    for number in range(20):
        helper = make_person(f"p{number}.frid")
        leading.assign(run, karin.person, dict.fromkeys(items(run), helper))
    karin.get(f"/genomgangar/{run.pk}/skriv-ut/")
    with django_assert_max_num_queries(15):
        karin.get(f"/genomgangar/{run.pk}/skriv-ut/")
