"""What people do with the items of a run, and what they are shown of them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.formats import date_format

from home.models import Run, RunEvent
from home.runs import leading
from tests.home.runs import (
    give,
    items,
    make_checklist,
    make_run,
    point,
    text,
    tick,
    untick,
)

pytestmark = pytest.mark.django_db


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


def test_a_tick_that_waited_is_never_taken_as_that_of_another_who_is_signed_in_now(karin, amina):
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    assert tick(karin, run, first, vem=amina.person.pk).status_code == 409
    assert not items(run)[0].is_done
    assert tick(karin, run, first, vem=karin.person.pk).status_code == 302
    assert items(run)[0].done_by == karin.person


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
    assert 'name="note"' not in text(amina.get(address))


def test_a_note_that_is_too_long_is_told_and_not_lost(karin):
    run = make_run(karin.person)
    first, *_ = items(run)
    page = text(
        karin.post(f"/genomgangar/{run.pk}/punkter/{first.pk}/", {"note": "lång " * 500, "anteckning": "1"})
    )
    assert "Rätta till det här" in page
    assert page.count("lång") > 400


def page_form(client, address: str):
    """The one form of an item's page, as what a browser would send of it with nothing changed."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    (form,) = (form for form in page.find("main").find_all("form"))
    sent = {}
    for field in form.find_all(["input", "textarea"]):
        if field["name"] == "csrfmiddlewaretoken" or (
            field.get("type") == "radio" and not field.has_attr("checked")
        ):
            continue
        sent[field["name"]] = field.text.strip() if field.name == "textarea" else field.get("value", "")
    return sent


def test_a_note_a_person_and_a_day_are_saved_with_one_press(karin, amina):
    run = make_run(karin.person)
    first, *_ = items(run)
    address = f"/genomgangar/{run.pk}/punkter/{first.pk}/"
    sent = page_form(karin, address) | {"note": "Nyckeln hänger inne", "person": amina.person.pk}
    karin.post(address, sent | {"due": "2030-12-24"})
    first.refresh_from_db()
    assert (first.note, first.assignee, first.due) == (
        "Nyckeln hänger inne",
        amina.person,
        date(2030, 12, 24),
    )


def test_a_note_is_still_there_after_a_search_and_after_a_mistake(karin, amina):
    run = make_run(karin.person)
    first, *_ = items(run)
    address = f"/genomgangar/{run.pk}/punkter/{first.pk}/"
    sent = page_form(karin, address) | {"note": "Nyckeln hänger inne"}
    for more in ({"search": "amina", "sok_person": "1"}, {"due": "1999-01-01"}):
        assert "Nyckeln hänger inne</textarea>" in text(karin.post(address, {**sent, **more}))
    first.refresh_from_db()
    assert first.note == ""  # all is saved, or nothing


def test_somebody_elses_note_stops_the_whole_form_and_all_that_was_chosen_stays(karin, amina):
    run = make_run(karin.person)
    first, *_ = items(run)
    address = f"/genomgangar/{run.pk}/punkter/{first.pk}/"
    sent = page_form(karin, address)
    leading.note(first, amina.person, "Hennes")
    page = text(karin.post(address, {**sent, "note": "Min", "person": amina.person.pk, "due": "2030-12-24"}))
    first.refresh_from_db()
    assert (first.note, first.assignee) == ("Hennes", None)
    for kept in ("Hennes", "Min</textarea>", 'value="2030-12-24"'):
        assert kept in page
    shown = BeautifulSoup(page, "html.parser")
    assert shown.find("input", {"name": "person", "value": str(amina.person.pk)}).has_attr("checked")


def test_a_form_without_the_note_leaves_it_alone(karin, amina):
    run = make_run(karin.person)
    first, *_ = items(run)
    leading.note(first, amina.person, "Står kvar")
    karin.post(f"/genomgangar/{run.pk}/punkter/{first.pk}/", {"person": amina.person.pk, "due": ""})
    first.refresh_from_db()
    assert (first.note, first.assignee) == ("Står kvar", amina.person)


@pytest.mark.parametrize("meanwhile", ["given away", "finished"])
def test_a_note_that_came_too_late_is_shown_to_who_wrote_it(karin, amina, meanwhile):
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    address = f"/genomgangar/{run.pk}/punkter/{first.pk}/"
    sent = page_form(amina, address)
    if meanwhile == "finished":
        leading.finish(run, karin.person, "Slut")
    else:
        give(first, karin.person)
    page = text(amina.post(address, {**sent, "note": "Lång text om nyckeln"}))
    assert "Du kan inte ändra den här punkten" in page
    assert "Det här skrev du" in page
    assert "Lång text om nyckeln" in page
    first.refresh_from_db()
    assert first.note == ""


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


def test_a_protected_or_parted_assignee_stays_while_the_day_is_changed_and_is_told_by_no_number(karin, amina):
    run = make_run(karin.person)
    first, *_ = items(run)
    give(first, amina.person)
    address = f"/genomgangar/{run.pk}/punkter/{first.pk}/"
    for day, change in (("2026-12-01", {"protected": True}), ("2026-12-02", {"is_active": False})):
        for name, value in change.items():
            setattr(amina.person, name, value)
        amina.person.save()
        form = text(karin.get(address))
        assert 'name="person" value="nuvarande"' in form
        assert f'name="person" value="{amina.person.pk}"' not in form
        assert f'name="initial-person" value="{amina.person.pk}"' not in form
        assert "Amina" not in form
        karin.post(address, {"person": "nuvarande", "due": day})
        first.refresh_from_db()
        assert (first.assignee, first.due.isoformat()) == (amina.person, day)
    # The number itself chooses nobody.
    page = text(karin.post(address, {"person": amina.person.pk, "due": "2026-12-03"}))
    assert "Välj en person i listan" in page
    karin.post(address, {"person": "", "initial-person": "nuvarande", "due": "2026-12-02"})
    first.refresh_from_db()
    assert first.assignee is None


def test_whom_a_run_is_about_stays_while_it_is_renamed_and_is_told_by_no_number(karin, amina):
    run = make_run(karin.person, amina.person)
    amina.person.protected = True
    amina.person.save()
    address = f"/genomgangar/{run.pk}/andra/"
    form = text(karin.get(address))
    assert 'name="person" value="nuvarande"' in form
    assert f'person" value="{amina.person.pk}"' not in form
    karin.post(address, {"person": "nuvarande", "name": "Nytt namn", "start_day": "2026-06-01"})
    run.refresh_from_db()
    assert (run.name, run.subject) == ("Nytt namn", amina.person)


def test_a_tick_made_before_the_end_counts_though_it_comes_after(karin, amina):
    run = make_run(karin.person, amina.person)
    Run.objects.update(started_at=timezone.now() - timedelta(hours=5))
    first, second, _ = items(run)
    karin.post(f"/genomgangar/{run.pk}/avsluta/", {"note": "Klart nog"})
    tick(amina, run, first, vantat="3600")
    tick(amina, run, second, vantat="0")
    assert [item.is_done for item in items(run)] == [True, False, False]


def test_printed_it_says_who_did_what(karin, amina):
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    tick(amina, run, first)
    page = BeautifulSoup(text(karin.get(f"/genomgangar/{run.pk}/skriv-ut/")), "html.parser").get_text()
    assert f"Amina Lund, {date_format(timezone.localdate(), 'j F Y')}" in page
    assert "senast 1 juni 2026" in page  # a paper is read in another year too


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
