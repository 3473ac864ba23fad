"""Whether somebody wants the papers digitally or on paper, and where the post goes. Digital unless they say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from extranet.delivery.models import DeliveryChoice, Way
from intranet.people.models import Person


@dataclass(frozen=True)
class Address:
    street: str = ""
    postal_code: str = ""
    town: str = ""
    care_of: str = ""


NO_ADDRESS = Address()


def way_of(people: Iterable[int]) -> dict[int, Way]:
    """How each of these people (primary keys) wants their papers; one query."""
    ways = dict.fromkeys(people, Way.DIGITAL)
    for person, way in DeliveryChoice.objects.filter(person__in=ways).values_list("person", "way"):
        ways[person] = Way(way)
    return ways


def choice_of(person: Person) -> tuple[Way, Address]:
    """What somebody has chosen. Never the address of who is protected, even where one is still kept."""
    kept = DeliveryChoice.objects.filter(person=person).first()
    if kept is None:
        return Way.DIGITAL, NO_ADDRESS
    return Way(kept.way), address_of(person, kept)


def address_of(person: Person, kept: DeliveryChoice) -> Address:
    """Where the post goes to somebody; nothing for who is protected."""
    if person.protected:
        return NO_ADDRESS
    return Address(kept.street, kept.postal_code, kept.town, kept.care_of)


def choose(person: Person, way: Way, address: Address, now: datetime) -> None:
    """Keep what somebody has chosen: an address only where the post needs one."""
    kept = address if way == Way.PAPER and not person.protected else NO_ADDRESS
    fields = {"way": way, "chosen_at": now, **vars(kept)}
    DeliveryChoice.objects.update_or_create(person=person, defaults=fields)
