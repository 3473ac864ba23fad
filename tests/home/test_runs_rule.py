"""Who sees a run: the filter, the predicate and a plain telling of the rule agree on generated municipalities."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from home.models import KnowledgeIndexPage, Run, RunItem
from home.runs import access
from intranet.access.models import Audience
from intranet.access.viewer import viewer_of
from intranet.people.models import Appointment, Employment, Person
from tests.factories import (
    declare_audience,
    make_employment,
    make_function,
    make_group,
    make_home,
    make_page,
    make_person,
    make_superuser,
    make_unit,
)
from tests.home.runs import give, items, make_checklist, make_run, point

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = timedelta(days=1)


def make_municipality(chance: random.Random) -> None:
    """Some thirty people in a tree of units with and without managers, and runs among them."""
    make_home()
    branch = make_unit("Gren")
    units = [branch, *(make_unit(f"Enhet {n}", branch) for n in range(3)), make_unit("Annan")]
    units.append(make_unit("Under", units[1]))
    units.append(make_unit("Oansluten", connected_from=None))
    circle = make_group("Krets")
    closed = make_page(KnowledgeIndexPage(title="Stängt", slug="stangt"))
    declare_audience(closed, Audience.GROUPS, circle)
    checklists = [make_checklist(), make_checklist(title="Hemlig", parent=closed)]
    people = [make_superuser()]
    for number in range(14):
        person = make_person(f"person.{number}", employed=False, protected=chance.random() < 0.1)
        for unit in chance.sample(units, chance.choice((0, 1, 1, 1, 2))):
            days = chance.choice(((-400, None), (-400, -1), (1, None), (-400, 0)))
            start, end = (timezone.localdate() + day * DAY if day is not None else None for day in days)
            make_employment(person, unit, start=start, end=end)
        if chance.random() < 0.4:
            person.groups.add(circle)
        people.append(person)
    for unit in units[:5]:
        if chance.random() < 0.7:
            function = make_function("chef", unit, chance.choice(people), chance.choice([None, *people]))
            if chance.random() < 0.2:
                Appointment.objects.filter(function=function).update(end=timezone.localdate() - DAY)
    for number in range(8):
        run = make_run(chance.choice(people), chance.choice(people), checklist=chance.choice(checklists))
        Run.objects.filter(pk=run.pk).update(
            lead=chance.choice(people), unit=chance.choice([None, *units]), name=f"Genomgång {number}"
        )
        for item in items(run):
            give(item, chance.choice([None, None, *people]))
            RunItem.objects.filter(pk=item.pk).update(in_list=chance.random() < 0.8)
    Person.objects.filter(username="person.3").update(is_active=False)


def told(person: Person, run: Run) -> bool:
    """The rule as one would say it, by going through everything."""
    today = timezone.localdate()
    employed = [
        e
        for e in Employment.objects.filter(person=person)
        if e.start <= today and (not e.end or e.end >= today)
    ]
    if not any(e.unit.name != "Oansluten" for e in employed):
        return False
    closed = Page.objects.get(slug="stangt")
    page = run.version.page
    in_circle = person.is_superuser or person.groups.filter(name="Krets").exists()
    if page.path.startswith(closed.path) and not in_circle:
        return False
    if person in (run.starter, run.lead, run.subject):
        return True
    if any(item.assignee == person and item.in_list for item in run.items.all()):
        return True
    unit = run.unit
    while unit is not None:
        for seat in Appointment.objects.filter(function__unit=unit, function__kind__code="chef"):
            if seat.end and seat.end < today:
                continue
            acting = [p for p in (seat.person, seat.stand_in) if p and p.is_active]
            if acting:
                return person in acting
        unit = unit.get_parent()
    return False


def assert_agree() -> int:
    seen = 0
    for person in Person.objects.all():
        viewer = viewer_of(person)
        listed = set(access.visible_to(viewer, Run.objects.all()))
        taken = access.own_within(viewer.places.pages, person.pk, Run.objects.all())
        own = set(taken) if access.may_see_any(viewer) else set()
        assert own <= listed
        for run in Run.objects.all():
            expected = told(person, run)
            assert (run in listed) == access.is_visible_to(viewer, run) == expected, (person, run, expected)
            assert (run in own) == (expected and access.takes_part(person.pk, run)), (person, run)
            seen += expected
    return seen


@pytest.mark.parametrize("seed", range(6))
def test_filter_and_predicate_agree_also_after_people_have_left(seed):
    chance = random.Random(seed)
    make_municipality(chance)
    before = assert_agree()
    assert before
    # Somebody's employment ends, somebody loses an assignment, a manager goes, a circle shrinks.
    yesterday = timezone.localdate() - DAY
    running = Employment.objects.filter(start__lte=yesterday, end=None)
    running.filter(
        pk__in=chance.sample(list(running.values_list("pk", flat=True)), running.count() // 2)
    ).update(end=yesterday)
    RunItem.objects.filter(pk__in=list(RunItem.objects.values_list("pk", flat=True))[::2]).update(
        assignee=None
    )
    Appointment.objects.filter(
        pk=chance.choice([*Appointment.objects.values_list("pk", flat=True), 0])
    ).delete()
    assert assert_agree() < before


def test_nobody_signed_in_sees_nothing():
    run = make_run(make_person())
    viewer = viewer_of(None)
    assert not access.visible_to(viewer, Run.objects.all()).exists()
    assert not access.is_visible_to(viewer, run)


def test_what_each_may_do():
    """Who leads and the unit's manager everything; others what they have been given and what nobody has."""
    unit = make_unit()
    chief, stand_in, lead, helper, other = (make_person(unit=unit) for _ in range(5))
    make_function("chef", unit, chief, stand_in)
    run = make_run(lead, other, checklist=make_checklist(point("A"), point("B"), point("C")))
    first, second, third = items(run)
    give(first, helper)
    give(second, other)
    can = {person: access.rights(viewer_of(person), run) for person in (chief, stand_in, lead, helper, other)}
    for person in (chief, stand_in, lead):
        assert can[person].arrange
        assert all(can[person].tick(item) for item in (first, second, third))
    for person, ticks in ((helper, [True, False, True]), (other, [False, True, True])):
        assert not can[person].arrange
        assert [can[person].tick(item) for item in (first, second, third)] == ticks
        assert [can[person].note(item) for item in (first, second, third)] == ticks
    run.finished_at = timezone.now()
    finished = access.rights(viewer_of(lead), run)
    assert finished.reopen
    assert not finished.arrange
    assert not finished.tick(first)
    assert not access.rights(viewer_of(helper), run).reopen
    assert not finished.remove(untouched=True)
