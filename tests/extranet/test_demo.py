"""The demo's bodies and mandates: who one can be, and what each of them is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from extranet.access.rights import rights_of
from extranet.bodies.models import Authority, Body
from extranet.demo.loading import load_first
from extranet.mandates.models import Audit, Mandate, Party
from intranet.access.viewer import viewer_of
from intranet.audit.models import Event
from intranet.demo import people, registry
from intranet.jobs.progress import Untold
from intranet.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ROWS = (Authority, Body, Party, Mandate, Audit, Person, Event)


@pytest.fixture
def first_part():
    people.load_people(Untold())
    load_first(Untold())


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def seats(username: str) -> set[tuple[str, str]]:
    mandates = Mandate.objects.in_force(timezone.localdate()).filter(person__username=username)
    return {(mandate.body.short_name, mandate.role.code) for mandate in mandates}


def test_it_comes_after_the_site():
    names = [loader.name for loader in registry.loaders()]
    assert names.index("extranet") > names.index("home")


def test_the_personas_have_their_seats(first_part):
    assert seats("lars.bergstrom") == {("KF", "ledamot"), ("KS", "ledamot"), ("BUN", "ersattare")}
    assert {("KS", "ordforande"), ("KSAU", "ordforande")} <= seats("tora.kvarnholt")
    assert ("KS", "ersattare") in seats("nils.furustig")
    assert seats("gunvor.ringhult") == {("REV", "revisor")}
    assert len([role for _body, role in seats("eva.sandin") if role == "sekreterare"]) >= 3
    for name in ("lars.bergstrom", "tora.kvarnholt", "nils.furustig", "gunvor.ringhult"):
        viewer = viewer_of(person(name))
        assert (viewer.is_elected, viewer.is_employee) == (True, False), name
    assert not viewer_of(person("amina.lund")).is_elected
    kept = rights_of(viewer_of(person("reza.hosseini"))).kept
    assert set(Authority.objects.filter(pk__in=kept).values_list("code", flat=True)) >= {"KF", "KS"}


def test_every_body_has_a_chair_and_a_secretary_today_and_has_had_for_years(first_part):
    today = timezone.localdate()
    bodies = Body.objects.active(today)
    assert bodies.count() >= 10
    for body in bodies:
        roles = set(body.mandates.in_force(today).values_list("role__code", flat=True))
        assert "sekreterare" in roles, body
        assert roles & {"ordforande", "revisor"}, body
        assert body.mandates.in_force(today - timedelta(days=730)).exists(), body
    assert Body.objects.exclude(active_to=None).exists()
    assert Mandate.objects.filter(end__lt=today).count() > 100
    # KL 7:14; and nobody sits twice in a body at the same time in roles that vote.
    voting = list(Mandate.objects.in_force(today).filter(role__votes=True).values_list("person", "body"))
    assert len(voting) == len(set(voting))


def test_fullmaktige_is_whole_in_each_term(first_part):
    council = Body.objects.get(slug="kommunfullmaktige")
    for day in (date(2019, 3, 1), date(2023, 3, 1), date(2027, 3, 1)):
        members = council.mandates.in_force(day).filter(role__votes=True)
        assert members.count() in (30, 31), day  # one seat is empty in the first term
        assert set(members.values_list("party__code", flat=True)) == set(
            Party.objects.values_list("code", flat=True)
        )


def test_loading_again_changes_nothing_and_keeps_what_somebody_has_changed(first_part):
    Body.objects.filter(slug="kommunstyrelsen").update(summons_days=10)
    before = {model: list(model.objects.order_by("pk").values()) for model in ROWS}
    load_first(Untold())
    assert {model: list(model.objects.order_by("pk").values()) for model in ROWS} == before
