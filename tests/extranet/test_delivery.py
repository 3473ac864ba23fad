"""How somebody wants their papers: digitally unless they say otherwise; an address only where the post needs one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from extranet.delivery.choosing import NO_ADDRESS, Address, choice_of, choose, way_of
from extranet.delivery.forgetting import LEFT, forget
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


def chosen(client, **data):
    return client.post(reverse("delivery"), data, follow=True)


def test_somebody_chooses_paper_and_thinks_better_of_it(client):
    person = make_elected("vald.person")
    client.force_login(person)
    assert reverse("delivery") in client.get(reverse("meetings")).text
    assert way_of([person.pk]) == {person.pk: Way.DIGITAL}
    answer = chosen(client, way="paper", street="Box 7", postal_code="98765", town="Byn")
    assert "Du får handlingarna på papper" in answer.text
    assert choice_of(person) == (Way.PAPER, Address("Box 7", "987 65", "Byn"))
    assert 'value="Box 7"' in client.get(reverse("delivery")).text
    assert "Du läser handlingarna digitalt" in chosen(client, way="digital", street="Box 7").text
    assert choice_of(person) == (Way.DIGITAL, NO_ADDRESS)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client):
    client.force_login(make_elected("vald.person"))
    answer = chosen(client, way="paper", street="Storgatan 1", postal_code="12", town="")
    assert "Skriv postnumret med fem siffror" in answer.text
    assert "Skriv postorten" in answer.text
    assert 'value="Storgatan 1"' in answer.text
    assert "Välj digitalt eller på papper." in chosen(client).text
    assert not DeliveryChoice.objects.exists()


def test_who_is_protected_is_asked_for_no_address(client):
    person = make_elected("skyddad.person", protected=True)
    client.force_login(person)
    page = client.get(reverse("delivery")).text
    assert "hämtar du handlingarna hos nämndsekreteraren" in page
    assert 'name="street"' not in page
    chosen(client, way="paper", street="Storgatan 1", postal_code="123 45", town="Byn")
    assert choice_of(person) == (Way.PAPER, NO_ADDRESS)
    assert not DeliveryChoice.objects.exclude(street="").exists()


def test_who_has_no_mandate_has_nothing_to_choose(client):
    client.force_login(make_person())
    assert client.get(reverse("delivery")).status_code == 404
    assert client.post(reverse("delivery"), {"way": "digital"}).status_code == 404
    assert not DeliveryChoice.objects.exists()


def test_an_address_that_nobody_may_use_any_more_is_forgotten():
    seated, hidden, left = (make_elected(name) for name in ("sittande", "skyddad", "slutat"))
    for person in (seated, hidden, left):
        choose(person, Way.PAPER, HOME, timezone.now())
    type(hidden).objects.filter(pk=hidden.pk).update(protected=True)
    today = timezone.localdate()
    left.mandates.update(end=today - LEFT)
    assert forget(None, today) == 1
    assert choice_of(seated) == (Way.PAPER, HOME)
    assert DeliveryChoice.objects.get(person=hidden).street == ""
    assert choice_of(left) == (Way.PAPER, HOME)
    assert forget(None, today + timedelta(days=1)) == 1
    assert choice_of(left) == (Way.DIGITAL, NO_ADDRESS)
    assert forget(None, today) == 0
