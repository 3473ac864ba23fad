"""Prepared queries answer as their querysets do, whatever they are asked with."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intranet.organisation.models import Unit
from intranet.people.models import Employment, Person
from intranet.prepared import prepared
from tests.factories import make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def of_person(today: date, person: int) -> QuerySet:
    return (
        Employment.objects.in_force(today)
        .filter(person=person)
        .with_connection()
        .select_related("unit", "workplace")
        .order_by("pk")
    )


def named(starts: str) -> QuerySet:
    employed = Employment.objects.filter(unit=OuterRef("pk"))
    found = Unit.objects.filter(name__startswith=starts).annotate(employed=Exists(employed))
    return found.order_by("name").values_list("name", "employed")


def joined_before(moment: datetime) -> QuerySet:
    return Person.objects.filter(date_joined__lt=moment).order_by("pk")


def test_rows_with_what_they_are_joined_to_and_annotated_with():
    ask = prepared(person=int)(of_person)
    people = [make_person(unit=make_unit(f"Enhet {i}")) for i in range(3)]
    today = timezone.localdate()
    for person in (*people, *people):
        (found,) = ask(today, person=person.pk)
        (right,) = of_person(today, person.pk)
        assert (found, found.unit, found.unit.name) == (right, right.unit, right.unit.name)
        assert found.connected_on == right.connected_on is not None
        with CaptureQueriesContext(connection) as asked:
            assert ask(today, person=person.pk)[0].unit.name
        assert len(asked) == 1


def test_rows_of_plain_values():
    ask = prepared()(named)
    make_person(unit=make_unit("Förskolan Linden"))
    make_unit("Förskolan Tallkotten")
    assert (
        ask("Förskolan")
        == list(named("Förskolan"))
        == [
            ("Förskolan Linden", True),
            ("Förskolan Tallkotten", False),
        ]
    )
    assert ask("Skolan") == []


def test_what_has_changed_meanwhile_is_in_the_answer():
    ask = prepared()(named)
    unit = make_unit("Biblioteken")
    assert ask("Bib") == [("Biblioteken", False)]
    unit.delete()
    assert ask("Bib") == []


def test_a_moment_in_a_slot():
    ask = prepared(moment=datetime)(joined_before)
    person = make_person()
    for moment in (person.date_joined, person.date_joined + timedelta(microseconds=1)):
        assert ask(moment=moment) == list(joined_before(moment))


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 17])
def test_a_list_in_a_slot(count):
    ask = prepared(units=list[int])(lambda units: Unit.objects.filter(pk__in=units).order_by("pk"))
    others = prepared(units=list[int])(lambda units: Unit.objects.exclude(pk__in=units).order_by("pk"))
    units = [make_unit(f"Enhet {i}") for i in range(20)]
    chosen = {unit.pk for unit in units[:count]}
    assert ask(units=chosen) == units[:count]
    assert others(units=chosen) == list(Unit.objects.exclude(pk__in=chosen).order_by("pk"))
    assert ask(units=[unit.pk for unit in units[-2:]]) == units[-2:]


def test_two_lists_and_a_number_keep_apart():
    ask = prepared(first=list[int], person=int, second=list[int])(
        lambda first, person, second: Person.objects.filter(
            Q(pk__in=first) | Q(pk__in=second), ~Q(pk=person)
        ).order_by("pk")
    )
    a, b, c, d = (make_person() for _ in range(4))
    assert ask(first=[a.pk, b.pk], person=b.pk, second=[c.pk]) == [a, c]
    assert ask(first=[d.pk], person=c.pk, second=[a.pk, b.pk, c.pk]) == [a, b, d]


def test_texts_in_slots():
    ask = prepared(name=str, codes=list[str])(
        lambda name, codes: Unit.objects.filter(Q(name=name) | Q(code__in=codes)).order_by("pk")
    )
    units = [make_unit(f"Enhet {i}") for i in range(4)]
    assert ask(name="Enhet 0", codes=[units[2].code]) == [units[0], units[2]]
    assert ask(name="Enhet 3", codes=[]) == [units[3]]


def test_a_slot_that_the_database_would_not_get_as_it_is_is_refused():
    ask = prepared(name=str)(lambda name: Unit.objects.filter(name__startswith=name))
    with pytest.raises(TypeError, match="slot name"):
        ask(name="Enhet")


def test_what_asks_the_database_while_it_is_written_is_refused():
    ask = prepared(person=int)(
        lambda person: Unit.objects.filter(
            pk__in=list(Employment.objects.filter(person=person).values_list("unit", flat=True))
        )
    )
    with pytest.raises(TypeError, match="asks the database"):
        ask(person=make_person(unit=make_unit("Biblioteken")).pk)


def test_nothing_can_match():
    ask = prepared()(lambda: Unit.objects.filter(pk__in=[]))
    assert ask() == []


def test_slots_are_given_by_name():
    with pytest.raises(TypeError, match="person"):
        prepared(person=int)(of_person)(timezone.localdate())


def test_what_is_prefetched_is_refused_rather_than_left_out():
    with pytest.raises(TypeError, match="prefetched"):
        prepared()(lambda: Person.objects.prefetch_related("employments"))()


@pytest.mark.django_db(transaction=True)
def test_several_threads_at_once():
    ask = prepared(person=int)(of_person)
    people = [make_person(unit=make_unit(f"Enhet {i}")) for i in range(4)]
    today, wrong = timezone.localdate(), []

    def work(person: Person) -> None:
        for _ in range(25):
            found = ask(today, person=person.pk)
            if [employment.person_id for employment in found] != [person.pk]:
                wrong.append(found)
        connection.close()

    threads = [threading.Thread(target=work, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
