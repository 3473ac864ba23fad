"""What people do with runs, through the pages."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from home.models import Run, RunEvent
from tests.factories import PASSWORD, make_employment, make_function, make_home, make_person, make_unit
from tests.home.runs import decide_points, give, items, make_checklist, make_run, point

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit("Hemtjänst Norr")


@pytest.fixture
def sign_in():
    def sign_in(person) -> Client:
        client = Client()
        assert client.login(username=person.username, password=PASSWORD)
        client.person = person
        return client

    return sign_in


@pytest.fixture
def karin(unit, sign_in):
    """Leads runs; no manager."""
    make_home()
    return sign_in(make_person("karin.ek", unit))


@pytest.fixture
def amina(unit, sign_in):
    return sign_in(make_person("amina.lund", unit))


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def tick(client, run, item, **data):
    return client.post(f"/genomgangar/{run.pk}/kryss/", {"klar": item.pk, "nyckel": uuid4(), **data})


def untick(client, run, item, **data):
    return client.post(f"/genomgangar/{run.pk}/kryss/", {"angra": item.pk, "nyckel": uuid4(), **data})


def test_a_checklist_in_force_offers_a_run_and_one_is_started_for_a_colleague(karin, amina):
    checklist = make_checklist()
    address = f"/genomgangar/starta/{checklist.pk}/"
    assert address in text(karin.get(checklist.url))
    form = text(karin.get(address))
    assert "Amina Lund" in form
    assert "Karin Ek, det är du" in form
    response = karin.post(
        address, {"person": amina.person.pk, "name": "Aminas start", "start_day": "2026-12-01"}, follow=True
    )
    run = Run.objects.get()
    assert response.redirect_chain[-1][0] == f"/genomgangar/{run.pk}/"
    page = text(response)
    assert "gäller Amina Lund" in page
    assert "hålls av Karin Ek" in page
    assert "0 av 3 klara" in page
    assert [item.due for item in items(run)] == [date(2026, 11, 17), date(2026, 12, 1), date(2026, 12, 31)]
    assert run.version.page_id == checklist.pk
    # It is about Amina: she sees it too, but does not lead it.
    theirs = text(amina.get(run.get_absolute_url()))
    assert "Avsluta" not in theirs


def test_a_colleague_from_elsewhere_is_found_by_name_with_nothing_typed_lost(karin):
    colleague = make_person("jonas.frid", make_unit("Centralskolan"), title="Lärare")
    address = f"/genomgangar/starta/{make_checklist().pk}/"
    typed = {"search": "jonas", "name": "Mitt eget namn", "start_day": "2026-12-24"}
    found = text(karin.post(address, {**typed, "sok_person": "1"}))
    assert not Run.objects.exists()
    assert "Jonas Frid, Lärare, Centralskolan" in found
    assert 'value="Mitt eget namn"' in found
    assert 'value="2026-12-24"' in found
    karin.post(address, {**typed, "person": colleague.pk})
    assert Run.objects.get().subject == colleague


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"search": "finnsinte"}, "Ingen hittades"),
        ({"search": "frid"}, "Välj vem du menar"),
        ({"search": "jonas", "me": True}, "Du har skrivit ett annat namn än det du har valt"),
        ({}, "Välj en person"),
        ({"me": True, "name": ""}, "Det här fältet är obligatoriskt"),
        ({"me": True, "start_day": "igår"}, "Fyll i ett giltigt datum"),
        ({"me": True, "start_day": "9999-12-31"}, "Välj en dag mellan 2000 och 2099"),
        ({"me": True, "start_day": "0001-01-01"}, "Välj en dag mellan 2000 och 2099"),
    ],
)
def test_what_is_wrong_with_the_form_is_told_in_words(karin, typed, told):
    for name in ("jonas.frid", "alva.frid"):
        make_person(name)
    data = {"name": "Namn", "start_day": "2026-12-01", **typed}
    if data.pop("me", False):
        data["person"] = karin.person.pk
    page = text(karin.post(f"/genomgangar/starta/{make_checklist().pk}/", data))
    assert told in page
    assert not Run.objects.exists()


def test_protected_people_and_those_who_have_left_cannot_be_chosen(karin, unit):
    hidden = make_person("sigrid.hemlig", unit, protected=True)
    left = make_person("lars.gammal", employed=False)
    make_employment(left, unit, end=timezone.localdate() - timedelta(days=1))
    address = f"/genomgangar/starta/{make_checklist().pk}/"
    for name in ("sigrid", "lars"):
        assert "Ingen hittades" in text(karin.post(address, {"search": name, "sok_person": "1"}))
    assert "Sigrid" not in text(karin.get(address))
    for person in (hidden, left):
        answer = karin.post(address, {"person": person.pk, "name": "N", "start_day": "2026-12-01"})
        assert answer.status_code == 200
    assert not Run.objects.exists()


def test_somebody_who_begins_next_month_can_be_chosen(karin, unit):
    coming = make_person("nils.ny", employed=False)
    make_employment(coming, unit, start=timezone.localdate() + timedelta(days=30), primary=True)
    address = f"/genomgangar/starta/{make_checklist().pk}/"
    assert "Nils Ny" in text(karin.get(address))
    karin.post(address, {"person": coming.pk, "name": "N", "start_day": "2026-12-01"})
    assert Run.objects.get().unit == unit


def test_a_checklist_that_is_not_in_force_starts_nothing(karin):
    checklist = make_checklist()
    checklist.versions.all()  # there is one, but from a later day:
    waiting = make_checklist(title="Sedan")
    waiting.withdrawals.create(after_number=1, from_date=timezone.localdate(), reason="Slut", decided_by=None)
    assert karin.get(f"/genomgangar/starta/{waiting.pk}/").status_code == 404
    assert "Starta genomgång" not in text(karin.get(waiting.url))


def test_ticking_tells_who_and_when_and_leads_on_to_the_next(karin, amina):
    run = make_run(karin.person, amina.person)
    first, second, _ = items(run)
    response = tick(karin, run, first)
    assert response.url == f"/genomgangar/{run.pk}/#nasta"
    page = text(amina.get(run.get_absolute_url()))
    assert "1 av 3 klara" in page
    assert "Klar: Karin Ek, i dag" in page
    assert f'name="klar" value="{second.pk}" data-next-button' in page
    # Undone by another, and both are in the history.
    untick(amina, run, first)
    first.refresh_from_db()
    assert not first.is_done
    history = text(amina.get(f"/genomgangar/{run.pk}/punkter/{first.pk}/"))
    assert "<strong>Karin Ek</strong> · klar" in history
    assert "<strong>Amina Lund</strong> · inte klar" in history


def test_a_tick_sent_twice_is_one_tick_also_after_it_was_undone(karin):
    run = make_run(karin.person)
    first, *_ = items(run)
    key = uuid4()
    for _ in range(2):
        tick(karin, run, first, nyckel=key)
    assert RunEvent.objects.filter(kind=RunEvent.Kind.TICKED).count() == 1
    untick(karin, run, first)
    tick(karin, run, first, nyckel=key)  # the line gave it back late
    first.refresh_from_db()
    assert not first.is_done


def test_who_comes_second_is_told_whose_tick_stands(karin, amina):
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    tick(karin, run, first)
    page = text(tick(amina, run, first, follow=True) and amina.get(run.get_absolute_url()))
    assert "Någon annan hann före" in page
    assert "Klar: Karin Ek" in page
    first.refresh_from_db()
    assert first.done_by == karin.person


def test_a_tick_in_the_background_answers_with_what_has_changed(karin, amina):
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    address = f"/genomgangar/{run.pk}/kryss/"
    data = {"klar": first.pk, "nyckel": uuid4(), "vantat": "3600"}
    answer = karin.post(address, data, headers={"X-Background": "1"})
    assert answer["Run-Answer"] == "taken"
    assert f'id="punkt-{first.pk}"' in text(answer)
    assert "<html" not in text(answer)
    first.refresh_from_db()
    assert first.is_done
    answer = amina.post(address, data | {"nyckel": uuid4()}, headers={"X-Background": "1"})
    assert answer["Run-Answer"] == "theirs"
    answer = karin.post(address, {"klar": "999999", "nyckel": uuid4()}, headers={"X-Background": "1"})
    assert answer["Run-Answer"] == "refused"


@pytest.mark.parametrize("value", ["", "abc", "-1", "9" * 30, "1; drop"])
def test_what_is_no_item_is_refused_and_breaks_nothing(karin, value):
    run = make_run(karin.person)
    response = karin.post(f"/genomgangar/{run.pk}/kryss/", {"klar": value, "nyckel": "x", "vantat": "-4"})
    assert response.status_code == 302
    assert not RunEvent.objects.filter(kind=RunEvent.Kind.TICKED).exists()


def test_an_item_given_to_another_is_theirs_and_the_leads(karin, amina):
    run = make_run(karin.person, amina.person)
    first, second, _ = items(run)
    give(first, karin.person)
    tick(amina, run, first)
    first.refresh_from_db()
    assert not first.is_done
    assert f'name="klar" value="{first.pk}"' not in text(amina.get(run.get_absolute_url()))
    give(second, amina.person)
    tick(karin, run, second)
    second.refresh_from_db()
    assert second.done_by == karin.person


def test_a_note_is_kept_and_who_may_not_gets_no_form(karin, amina):
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    address = f"/genomgangar/{run.pk}/punkter/{first.pk}/"
    amina.post(address, {"note": "Datorn kommer på tisdag", "anteckning": "1"})
    page = text(karin.get(run.get_absolute_url()))
    assert "Datorn kommer på tisdag" in page
    give(first, karin.person)
    amina.post(address, {"note": "Något annat", "anteckning": "1"})
    first.refresh_from_db()
    assert first.note == "Datorn kommer på tisdag"
    assert "Spara anteckningen" not in text(amina.get(address))


def test_a_note_that_is_too_long_is_told_and_not_lost(karin):
    run = make_run(karin.person)
    first, *_ = items(run)
    page = text(
        karin.post(f"/genomgangar/{run.pk}/punkter/{first.pk}/", {"note": "lång " * 500, "anteckning": "1"})
    )
    assert "Rätta till det här" in page
    assert page.count("lång") > 400


def test_an_item_is_given_to_whoever_holds_the_function_it_names(karin, unit):
    holder = make_person("shirin.hosseini", make_unit("Någon annanstans"))
    make_function("it-ombud", unit.get_parent(), holder)
    run = make_run(karin.person)
    first, _second, _ = items(run)
    assert "Shirin Hosseini, It-ombud" in text(karin.get(f"/genomgangar/{run.pk}/punkter/{first.pk}/"))
    page = text(karin.get(f"/genomgangar/{run.pk}/fordela/"))
    assert "Beställ dator" in page
    assert "Möt i entrén" not in page
    karin.post(f"/genomgangar/{run.pk}/fordela/", {"items": [f"{first.pk}-{holder.pk}"]})
    first.refresh_from_db()
    assert first.assignee == holder
    assert "Görs av Shirin Hosseini" in text(karin.get(run.get_absolute_url()))


def test_a_function_that_changes_hands_meanwhile_is_asked_again(karin, unit):
    holder, other = make_person("shirin.hosseini"), make_person("moa.lind")
    make_function("it-ombud", unit, holder)
    run = make_run(karin.person)
    first, *_ = items(run)
    page = text(karin.post(f"/genomgangar/{run.pk}/fordela/", {"items": [f"{first.pk}-{other.pk}"]}))
    assert "Förslaget har ändrats" in page
    first.refresh_from_db()
    assert first.assignee is None


def test_day_and_person_of_an_item_are_set_and_taken_away(karin, amina):
    run = make_run(karin.person)
    first, *_ = items(run)
    address = f"/genomgangar/{run.pk}/punkter/{first.pk}/"
    karin.post(address, {"person": amina.person.pk, "due": "2026-12-24"})
    first.refresh_from_db()
    assert (first.assignee, first.due) == (amina.person, date(2026, 12, 24))
    assert amina.get(run.get_absolute_url()).status_code == 200
    karin.post(address, {"person": "", "due": ""})
    first.refresh_from_db()
    assert (first.assignee, first.due) == (None, None)
    assert amina.get(run.get_absolute_url()).status_code == 404


def test_a_protected_or_parted_assignee_stays_while_the_day_is_changed(karin, amina):
    run = make_run(karin.person)
    first, *_ = items(run)
    give(first, amina.person)
    address = f"/genomgangar/{run.pk}/punkter/{first.pk}/"
    for change in ({"protected": True}, {"is_active": False}):
        for name, value in change.items():
            setattr(amina.person, name, value)
        amina.person.save()
        form = text(karin.get(address))
        assert f'value="{amina.person.pk}"' in form
        assert "Amina" not in form
        karin.post(address, {"person": amina.person.pk, "due": "2026-12-01"})
        first.refresh_from_db()
        assert first.assignee == amina.person


def test_whoever_may_not_read_the_checklist_is_given_no_part(karin, amina):
    from intranet.access.models import Audience
    from tests.factories import declare_audience, make_group

    checklist = make_checklist()
    circle = make_group("Krets")
    karin.person.groups.add(circle)
    declare_audience(checklist.get_parent(), Audience.GROUPS, circle)
    run = make_run(karin.person, checklist=checklist)
    first, *_ = items(run)
    for path, data in (
        (f"punkter/{first.pk}/", {"person": amina.person.pk, "due": ""}),
        ("lamna-over/", {"person": amina.person.pk}),
    ):
        page = text(karin.post(f"/genomgangar/{run.pk}/{path}", data))
        assert "Amina Lund får inte läsa checklistan" in page
    run.refresh_from_db()
    assert run.lead == karin.person


def test_moving_the_start_moves_the_days_but_not_those_that_somebody_has_set(karin, amina):
    run = make_run(karin.person, start_day=date(2026, 6, 1))
    _first, second, _third = items(run)
    karin.post(f"/genomgangar/{run.pk}/punkter/{second.pk}/", {"person": "", "due": "2026-06-20"})
    karin.post(
        f"/genomgangar/{run.pk}/andra/",
        {"name": "Nytt namn", "start_day": "2026-06-11", "person": amina.person.pk},
    )
    run.refresh_from_db()
    assert (run.name, run.subject) == ("Nytt namn", amina.person)
    assert [item.due for item in items(run)] == [date(2026, 5, 28), date(2026, 6, 20), date(2026, 7, 11)]


def test_a_run_is_handed_over_and_nothing_is_lost(karin, amina):
    run = make_run(karin.person)
    first, *_ = items(run)
    tick(karin, run, first)
    karin.post(f"/genomgangar/{run.pk}/lamna-over/", {"person": amina.person.pk})
    run.refresh_from_db()
    assert run.lead == amina.person
    assert "Avsluta" in text(amina.get(run.get_absolute_url()))
    # Who started it still sees it, and no longer decides.
    assert "Klar: Karin Ek" in text(karin.get(run.get_absolute_url()))
    for name in ("avsluta", "lamna-over", "andra", "fordela", "ta-bort", "ny-version"):
        assert karin.get(f"/genomgangar/{run.pk}/{name}/").status_code == 404, name


def test_finishing_with_items_left_says_which_and_asks_why(karin):
    run = make_run(karin.person)
    first, *_ = items(run)
    tick(karin, run, first)
    address = f"/genomgangar/{run.pk}/avsluta/"
    page = text(karin.get(address))
    assert "2 punkter är inte klara:" in page
    assert "Följ upp" in page
    assert "Skriv varför" in text(karin.post(address, {"note": ""}))
    karin.post(address, {"note": "Hon började aldrig."})
    page = text(karin.get(run.get_absolute_url()))
    assert "Karin Ek avslutade genomgången" in page
    assert "Hon började aldrig." in page
    assert 'name="klar"' not in page
    # What is finished is ticked no more, and opened again by who leads it.
    tick(karin, run, items(run)[1])
    assert not items(run)[1].is_done
    karin.post(f"/genomgangar/{run.pk}/oppna/")
    assert 'name="klar"' in text(karin.get(run.get_absolute_url()))
    history = text(karin.get(f"/genomgangar/{run.pk}/skriv-ut/"))
    assert "Hon började aldrig." in history


def test_when_all_is_done_it_is_finished_without_a_reason(karin):
    run = make_run(karin.person)
    for item in items(run):
        tick(karin, run, item)
    assert "Allt är klart" in text(karin.get(run.get_absolute_url()))
    karin.post(f"/genomgangar/{run.pk}/avsluta/", {"note": ""})
    run.refresh_from_db()
    assert run.is_finished


def test_a_tick_made_before_the_end_counts_though_it_comes_after(karin, amina):
    run = make_run(karin.person, amina.person)
    Run.objects.update(started_at=timezone.now() - timedelta(hours=5))
    first, second, _ = items(run)
    karin.post(f"/genomgangar/{run.pk}/avsluta/", {"note": "Klart nog"})
    tick(amina, run, first, vantat="3600")
    tick(amina, run, second, vantat="0")
    assert [item.is_done for item in items(run)] == [True, False, False]


def test_only_what_nobody_has_touched_is_removed(karin):
    run = make_run(karin.person)
    address = f"/genomgangar/{run.pk}/ta-bort/"
    assert "går inte att få tillbaka" in text(karin.get(address))
    first, *_ = items(run)
    tick(karin, run, first)
    untick(karin, run, first)
    assert "Avsluta den i stället" in text(karin.post(address, follow=True))
    assert Run.objects.exists()
    other = make_run(karin.person)
    karin.post(f"/genomgangar/{other.pk}/ta-bort/")
    assert not Run.objects.filter(pk=other.pk).exists()


def test_a_newer_version_is_offered_and_taken_over_with_every_tick(karin):
    checklist = make_checklist()
    run = make_run(karin.person, checklist=checklist)
    first, second, _third = items(run)
    tick(karin, run, first)
    tick(karin, run, second)
    assert "Checklistan har ändrats" not in text(karin.get(run.get_absolute_url()))
    version = decide_points(
        checklist,
        point("Beställ dator och telefon", known_by="Beställ dator", due=-10),
        point("Följ upp", due=30),
        point("Fira", due=100),
        start=timezone.localdate(),
    )
    assert "Nu gäller version 2" in text(karin.get(run.get_absolute_url()))
    address = f"/genomgangar/{run.pk}/ny-version/"
    plan = text(karin.get(address))
    for words in ("Tillkommer", "Fira", "Stod förut: Beställ dator", "står kvar som gjort", "Möt i entrén"):
        assert words in plan, words
    # Agreed to is what was shown, nothing newer.
    karin.post(address, {"version": "0"})
    run.refresh_from_db()
    assert run.version_id != version.pk
    karin.post(address, {"version": version.pk})
    run.refresh_from_db()
    assert run.version_id == version.pk
    page = text(karin.get(run.get_absolute_url()))
    assert "1 av 3 klara" in page
    assert "Gjort enligt en tidigare version" in page
    first.refresh_from_db()
    assert (first.text, first.is_done, first.due) == ("Beställ dator och telefon", True, date(2026, 5, 22))


def test_a_withdrawn_checklist_leaves_the_run_as_it_is(karin):
    checklist = make_checklist()
    run = make_run(karin.person, checklist=checklist)
    checklist.withdrawals.create(
        after_number=9, from_date=timezone.localdate(), reason="Slut", decided_by=None
    )
    page = text(karin.get(run.get_absolute_url()))
    assert "Checklistan gäller inte längre" in page
    tick(karin, run, items(run)[0])
    assert items(run)[0].is_done
    checklist.unpublish()
    assert karin.get(run.get_absolute_url()).status_code == 200


def test_printed_it_says_who_did_what(karin, amina):
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    tick(amina, run, first)
    page = text(karin.get(f"/genomgangar/{run.pk}/skriv-ut/"))
    assert f"Amina Lund, {timezone.localdate():%Y-%m-%d}" in page
    assert "Vad som har hänt" in page


def test_names_of_protected_people_are_not_told(karin, amina, unit):
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    tick(amina, run, first)
    amina.person.protected = True
    amina.person.save()
    for path in ("", "skriv-ut/", f"punkter/{first.pk}/", "andra/", "lamna-over/"):
        page = text(karin.get(f"/genomgangar/{run.pk}/{path}"))
        assert "Amina" not in page, path
    assert "Klar: En medarbetare" in text(karin.get(run.get_absolute_url()))
    assert "Klar: Amina Lund" in text(amina.get(run.get_absolute_url()))


def test_who_did_something_and_left_is_still_named(karin, amina):
    run = make_run(karin.person, amina.person)
    tick(amina, run, items(run)[0])
    amina.person.is_active = False
    amina.person.save()
    assert "Klar: Amina Lund" in text(karin.get(run.get_absolute_url()))


@pytest.mark.parametrize("size", [3, 60])
def test_few_queries_whatever_the_number_of_items(karin, amina, size, django_assert_max_num_queries):
    checklist = make_checklist(*(point(f"Punkt {n}", due=n, function="chef") for n in range(size)))
    run = make_run(karin.person, amina.person, checklist=checklist)
    for item in items(run)[::2]:
        give(item, amina.person)
        tick(karin, run, item)
    karin.get(run.get_absolute_url())
    # Beyond session and user, who the viewer is (3) and the frame of the page.
    with django_assert_max_num_queries(12 + 7):
        karin.get(run.get_absolute_url())
