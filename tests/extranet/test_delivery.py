"""How somebody wants their papers: digitally unless they say otherwise; an address only where the post needs one."""

from __future__ import annotations

import pytest
from django.utils import timezone

from extranet.delivery.choosing import NO_ADDRESS, Address, choice_of, choose, way_of
from extranet.delivery.models import DeliveryChoice, Way
from tests.factories import make_elected, make_person

pytestmark = pytest.mark.django_db

HOME = Address("Storgatan 1", "123 45", "Kompassköping")


def test_who_has_said_nothing_reads_digitally(django_assert_num_queries):
    digital, paper, silent = (make_person(employed=False) for _ in range(3))
    choose(digital, Way.DIGITAL, NO_ADDRESS, timezone.now())
    choose(paper, Way.PAPER, HOME, timezone.now())
    with django_assert_num_queries(1):
        ways = way_of([digital.pk, paper.pk, silent.pk])
    assert ways == {digital.pk: Way.DIGITAL, paper.pk: Way.PAPER, silent.pk: Way.DIGITAL}


def test_the_address_goes_with_the_post():
    person = make_elected("vald.person")
    choose(person, Way.PAPER, HOME, timezone.now())
    assert choice_of(person) == (Way.PAPER, HOME)
    choose(person, Way.DIGITAL, HOME, timezone.now())
    assert choice_of(person) == (Way.DIGITAL, NO_ADDRESS)
    assert DeliveryChoice.objects.get(person=person).street == ""


def test_of_who_is_protected_no_address_is_kept_or_shown():
    person = make_elected("skyddad.person", protected=True)
    choose(person, Way.PAPER, HOME, timezone.now())
    assert not DeliveryChoice.objects.exclude(street="").exists()
    # Kept while they were not yet protected.
    DeliveryChoice.objects.filter(person=person).update(street="Storgatan 1")
    assert choice_of(person) == (Way.PAPER, NO_ADDRESS)
