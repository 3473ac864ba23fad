"""Starting a run: of what, for whom, when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from home.models import Run
from tests.factories import make_employment, make_person, make_unit
from tests.home.runs import (
    items,
    make_checklist,
    make_run,
    text,
    tick,
    untick,
)

pytestmark = pytest.mark.django_db


def test_a_checklist_in_force_offers_a_run_and_one_is_started_for_a_colleague(karin, amina):
    checklist = make_checklist()
    address = f"/genomgangar/starta/{checklist.pk}/"
    assert address in text(karin.get(checklist.url))
    form = text(karin.get(address))
    assert "Amina Lund" in form
    assert "Karin Ek, det är du" in form
    response = karin.post(
        address, {"person": amina.person.pk, "name": "Aminas start", "start_day": "2030-12-01"}, follow=True
    )
    run = Run.objects.get()
    assert response.redirect_chain[-1][0] == f"/genomgangar/{run.pk}/"
    page = text(response)
    assert "gäller Amina Lund" in page
    assert "hålls av dig" in page
    assert "0 av 3 klara" in page
    assert [item.due for item in items(run)] == [date(2030, 11, 17), date(2030, 12, 1), date(2030, 12, 31)]
    assert run.version.page_id == checklist.pk
    # It is about Amina: she sees it too, but does not lead it.
    theirs = text(amina.get(run.get_absolute_url()))
    assert "gäller dig · hålls av Karin Ek" in theirs
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
