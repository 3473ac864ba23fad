"""Who works on what at the desk, and that each condition of it is needed; both forms of each rule agree."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from extranet.access import desk
from extranet.access.rights import Rights, rights_of
from extranet.bodies.models import Body
from extranet.exceptions.models import Recusal
from extranet.mandates.models import Role
from extranet.meetings.models import AgendaItem, Meeting
from extranet.papers.models import Matter
from extranet.placements.models import Placement
from intranet.access.viewer import viewer_of
from intranet.people.models import Person
from tests.extranet.make import (
    make_authority,
    make_body,
    make_item,
    make_matter,
    make_meeting,
    make_member,
    mark_secret,
    place,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
RULES: dict[str, type] = {
    "bodies": Body,
    "meetings": Meeting,
    "movable": AgendaItem,
    "items": AgendaItem,
    "placements": Placement,
    "matters": Matter,
    "titled": Matter,
}


@pytest.fixture
def body():
    return make_body()


@pytest.fixture
def item(body):
    return make_item(make_meeting(body), matter=make_matter(), published=False)


@pytest.fixture
def secretary(body):
    return make_member(body, "sekreterare")


def rights(person: Person) -> Rights:
    return rights_of(viewer_of(person), fresh=True)


def has(person: Person, answer: str, thing: Any) -> bool:
    """Whether somebody has it at the desk: by the queryset and by the predicate alike."""
    mine = rights(person)
    everything: Any = RULES[answer]
    found = desk.bodies(mine) if answer == "bodies" else getattr(desk, answer)(mine, everything.objects.all())
    listed = found.filter(pk=thing.pk).exists()
    assert getattr(desk, answer.upper()).admits(mine, thing) == listed
    return bool(listed)


def recuse(person: Person, item: AgendaItem) -> None:
    Recusal.objects.create(person=person, item=item)


def test_the_secretary_has_all_of_it(body, item, secretary):
    placement = place(item, published=False)
    for answer, thing in (
        ("bodies", body),
        ("meetings", item.meeting),
        ("movable", item),
        ("items", item),
        ("placements", placement),
        ("matters", item.matter),
        ("titled", item.matter),
    ):
        assert has(secretary, answer, thing), answer


@pytest.mark.parametrize("who", ["chair", "ended", "to begin", "of another body"])
def test_nobody_else_has_any(body, item, who):
    today = timezone.localdate()
    person = {
        "chair": lambda: make_member(body, "ordforande"),
        "ended": lambda: make_member(body, "sekreterare", end=today - DAY),
        "to begin": lambda: make_member(body, "sekreterare", start=today + DAY),
        "of another body": lambda: make_member(make_body(authority=make_authority("ANNAN")), "sekreterare"),
    }[who]()
    placement = place(item, published=False)
    for answer, thing in (
        ("bodies", body),
        ("meetings", item.meeting),
        ("movable", item),
        ("items", item),
        ("placements", placement),
        ("matters", item.matter),
        ("titled", item.matter),
    ):
        assert not has(person, answer, thing), answer


def test_who_is_recused_moves_and_nothing_more(item, secretary):
    placement = place(item, published=False)
    recuse(secretary, item)
    assert has(secretary, "movable", item)
    assert has(secretary, "matters", item.matter)
    assert not has(secretary, "items", item)
    assert not has(secretary, "placements", placement)
    assert not has(secretary, "titled", item.matter)


def test_a_recusal_from_one_treatment_hides_the_title_of_the_matter(item, secretary, body):
    other = make_item(make_meeting(body), matter=item.matter)
    recuse(secretary, other)
    assert has(secretary, "items", item)
    assert not has(secretary, "titled", item.matter)


def test_what_one_may_not_read_one_does_not_change(item, secretary):
    mark_secret(placement=place(item))
    assert has(secretary, "items", item)
    Role.objects.filter(code="sekreterare").update(reads_secret=Role.ReadsSecret.NEVER)
    assert not has(secretary, "items", item)
    assert has(secretary, "movable", item)
    assert not has(secretary, "titled", item.matter)


def test_what_is_withdrawn_is_the_registrators(item, secretary):
    placement = place(item, withdrawn_at=timezone.now(), withdrawn_why="Fel fil")
    assert not has(secretary, "placements", placement)


def test_matters_of_the_authority_and_those_one_knows_of(secretary):
    own = make_matter()
    other = make_matter(authority=make_authority("ANNAN"))
    assert has(secretary, "matters", own)
    assert not has(secretary, "titled", own)  # nobody has shown it to them
    assert not has(secretary, "matters", other)


def test_a_matter_of_another_authority_that_has_come_here(body, secretary):
    other = make_matter(authority=make_authority("ANNAN"))
    make_item(make_meeting(body), matter=other)
    assert has(secretary, "matters", other)
    assert has(secretary, "titled", other)
