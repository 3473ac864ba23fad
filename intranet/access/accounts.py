"""Whose account somebody may open or hand to others.

With a code, an e-mail address or a role goes all that the account can do. So nobody gives, or gets their hands
on, a power that they lack themselves.
"""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from intranet.people.models import Person

# What is worth having somebody else's account for.
POWERS = (
    "access.handle_protected",
    "access.assign_roles",
    "people.change_person",
    "signon.add_activationcode",
)


def may_open(giver: Person, person: Person) -> bool:
    """Whether `giver` may change how `person` gets in: never where that account can do more than their own."""
    if giver.is_superuser:
        return True
    if person.is_superuser:
        return False
    return all(giver.has_perm(power) for power in POWERS if person.has_perm(power))


def stronger_than(giver: Person) -> QuerySet[Person]:
    """Those whose account `giver` may not open, to be used inside a query; `may_open` for all at once."""
    if giver.is_superuser:
        return Person.objects.none()
    stronger = Q(is_superuser=True)
    for power in _lacking(giver):
        stronger |= Q(pk__in=Person.objects.with_perm(power).values("pk"))
    return Person.objects.filter(stronger).values("pk")


def grantable(giver: Person) -> QuerySet[Group]:
    """The groups that `giver` may put somebody in: those that give no power that they lack."""
    groups = Group.objects.all()
    if giver.is_superuser:
        return groups
    for power in _lacking(giver):
        app, codename = power.split(".")
        groups = groups.exclude(permissions__content_type__app_label=app, permissions__codename=codename)
    return groups


def _lacking(giver: Person) -> list[str]:
    return [power for power in POWERS if not giver.has_perm(power)]
