"""Who counts as an elected official, and who else is shown the way to the meetings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from extranet.exceptions.models import BreakGlass, Grant
from intranet.access.viewer import viewer_of, viewers_of
from intranet.people.models import Appointment, Person
from tests.extranet.make import (
    make_authority,
    make_body,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_version,
    place,
)
from tests.factories import make_function, make_group, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOTHING, ELECTED, INVOLVED = "nothing", "elected", "involved"
DAY = timedelta(days=1)


def standing(person: Person) -> str:
    """By itself and among others alike."""
    alone, (_other, among, _last) = viewer_of(person), viewers_of([make_person(), person, make_person()])
    assert (alone.is_elected, alone.is_involved) == (among.is_elected, among.is_involved)
    assert not (alone.is_elected and alone.is_involved)
    return ELECTED if alone.is_elected else INVOLVED if alone.is_involved else NOTHING


def grant(expires: timedelta, **fields) -> Grant:
    now = timezone.now()
    return Grant.objects.create(
        body=make_body(),
        reason="Behövs för beredningen",
        made_by=make_person(),
        starts=now - 2 * DAY,
        expires=now + expires,
        **fields,
    )


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(-1, 0, ELECTED), (0, None, ELECTED), (-9, -1, NOTHING), (1, 9, NOTHING)],
)
def test_a_mandate_in_force_makes_an_elected_official(first, last, expected):
    today = timezone.localdate()
    end = None if last is None else today + last * DAY
    assert standing(make_member(make_body(), start=today + first * DAY, end=end)) == expected


@pytest.mark.parametrize(("expires", "expected"), [(DAY, INVOLVED), (-DAY, NOTHING)])
@pytest.mark.parametrize("by_group", [False, True])
def test_a_grant_in_force_involves(expires, expected, by_group):
    person, group = make_person(), make_group("Sakkunniga")
    person.groups.add(group)
    grant(expires, **({"group": group} if by_group else {"person": person}))
    assert standing(person) == expected
    assert standing(make_person()) == NOTHING


@pytest.mark.parametrize(("expires", "expected"), [(DAY / 24, INVOLVED), (-DAY / 24, NOTHING)])
def test_broken_glass_involves_while_it_lasts(expires, expected):
    person, now = make_person(), timezone.now()
    BreakGlass.objects.create(
        person=person, body=make_body(), reason="Brand", begun_at=now - DAY / 12, expires=now + expires
    )
    assert standing(person) == expected


def test_an_authoritys_registry_involves():
    person, group = make_person(), make_group("Registratorer")
    person.groups.add(group)
    assert standing(person) == NOTHING
    make_authority("MN", registrators=group)
    assert standing(person) == INVOLVED


@pytest.mark.parametrize("part", ["author", "reviewer", "responsible"])
def test_a_paper_that_waits_involves_and_one_that_is_published_does_not(part):
    person, function = make_person(), make_function()
    Appointment.objects.filter(function=function).delete()
    paper = make_paper()
    match part:
        case "author":
            paper.authors.add(person)
        case "reviewer":
            paper.reviewers.add(person)
        case "responsible":
            Appointment.objects.create(function=function, person=person, start=timezone.localdate())
            paper.responsible = function
            paper.save()
    assert standing(person) == NOTHING
    placed = place(make_item(make_meeting(make_body())), make_version(paper), published=False)
    assert standing(person) == INVOLVED
    placed.published_at = timezone.now() - DAY / 24
    placed.save()
    assert standing(person) == NOTHING


def test_it_costs_no_query_of_its_own(django_assert_num_queries):
    people = [make_member(make_body()) for _ in range(20)]
    person = Person.objects.get(pk=people[0].pk)
    viewer_of(person)
    with django_assert_num_queries(2):
        viewer_of(person)
    with django_assert_num_queries(3):
        viewers_of(people)
