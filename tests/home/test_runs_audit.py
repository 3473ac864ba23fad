"""What of runs stands in the security log: that the right to decide in one changed hands, and nothing about it."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.audit.models import Event
from intranet.audit.telling import tell, thing
from tests.factories import make_person
from tests.home.runs import items, make_run, sign_in, text, tick

pytestmark = pytest.mark.django_db


def logged() -> list[Event]:
    return list(Event.objects.filter(object_kind="home.run").order_by("pk"))


def test_handing_over_is_logged_by_number_with_who_did_it(karin, amina_lund):
    run = make_run(karin.person, name="Tillbaka efter sjukdom")
    karin.post(f"/genomgangar/{run.pk}/lamna-over/", {"person": amina_lund.pk})
    (event,) = logged()
    assert (event.kind, event.actor_name) == (Event.Kind.RIGHTS_CHANGED, "karin.ek")
    assert thing(event) == f"genomgång {run.pk}"
    assert tell(event) == "ändrad: hålls av karin.ek → amina.lund"
    everything = json.dumps([event.object_label, event.detail])
    assert "Tillbaka" not in everything
    assert "Ny medarbetare" not in everything


def test_work_in_a_run_is_no_event_of_the_log(karin, amina_lund):
    run = make_run(karin.person, amina_lund)
    first, second, _ = items(run)
    tick(karin, run, first)
    karin.post(f"/genomgangar/{run.pk}/punkter/{second.pk}/", {"person": amina_lund.pk, "due": ""})
    start = timezone.localdate()
    karin.post(f"/genomgangar/{run.pk}/andra/", {"name": "Nytt", "start_day": start, "person": amina_lund.pk})
    karin.post(f"/genomgangar/{run.pk}/avsluta/", {"note": "Slut"})
    karin.post(f"/genomgangar/{run.pk}/oppna/")
    run.refresh_from_db()
    assert (run.name, run.is_finished) == ("Nytt", False)
    assert logged() == []


def test_a_run_that_is_removed_leaves_who_removed_it(karin):
    run = make_run(karin.person)
    karin.post(f"/genomgangar/{run.pk}/ta-bort/")
    (event,) = logged()
    assert (event.actor_name, event.object_id) == ("karin.ek", str(run.pk))
    assert tell(event) == "borttagen: hålls av karin.ek"


def test_a_protected_lead_is_a_number_to_readers_of_the_log(karin, amina_lund):
    run = make_run(karin.person)
    karin.post(f"/genomgangar/{run.pk}/lamna-over/", {"person": amina_lund.pk})
    amina_lund.protected = True
    amina_lund.save()
    admin = sign_in(make_person("peter.admin", is_superuser=True))
    page = text(admin.get(reverse("security_log")))
    assert f"genomgång {run.pk}" in page
    assert f"skyddad person {amina_lund.pk}" in page
    assert "amina.lund" not in page
