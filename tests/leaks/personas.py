"""Who asks. Each is made once, with the corpus; those whose roles come with later apps are struck out with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from home import roles
from intranet.organisation.models import Unit
from intranet.people.models import Person
from tests.factories import make_elected, make_employment, make_person, make_superuser

CIRCLE = "Krisledning"  # the named group that restricted places are for


@dataclass(frozen=True)
class World:
    """The units that the personas work at."""

    here: Unit
    elsewhere: Unit
    waiting: Unit  # not connected


def _person(name: str, unit: Unit | None, *groups: str, **fields) -> Person:
    person = make_person(f"persona.{name}", unit, employed=unit is not None, **fields)
    person.email = f"{name}@kompasskoping.example"
    person.save()
    person.groups.set([Group.objects.get_or_create(name=group)[0] for group in groups])
    return person


def _elected(name: str) -> Person:
    return make_elected(f"persona.{name}", email=f"{name}@kompasskoping.example")


def _employed_from_to(name: str, unit: Unit, start: int, end: int | None) -> Person:
    """Employed from and to a day, told in days from today."""
    today = timezone.localdate()
    person = _person(name, None)
    make_employment(
        person,
        unit,
        start=today + timedelta(days=start),
        end=None if end is None else today + timedelta(days=end),
        primary=True,
    )
    return person


MAKERS: dict[str, Callable[[World], Person | None]] = {
    "anonymous": lambda world: None,
    "stranger": lambda world: _person("stranger", None),
    "employee": lambda world: _person("employee", world.here),
    "other unit": lambda world: _person("otherunit", world.elsewhere),
    "member": lambda world: _person("member", world.here, CIRCLE),
    "outside member": lambda world: _person("outside", None, CIRCLE),  # in the group, employed nowhere
    "elected": lambda world: _elected("elected"),
    "buyer": lambda world: _person("buyer", world.here, roles.BUYERS),
    "secretary": lambda world: _person("secretary", world.here, roles.SECRETARIES),
    "editor": lambda world: _person("editor", world.here, roles.EDITORS),
    "inside editor": lambda world: _person("inside", world.here, roles.EDITORS, CIRCLE),
    "reviewer": lambda world: _person("reviewer", world.here, roles.REVIEWERS),
    "decider": lambda world: _person("decider", world.here, roles.DECIDERS),
    "administrator": lambda world: _person("administrator", world.here, roles.ADMINISTRATORS),
    "superuser": lambda world: make_superuser("persona.superuser"),
    "ended": lambda world: _employed_from_to("ended", world.here, -400, -1),
    "starting": lambda world: _employed_from_to("starting", world.here, 2, None),
    "unconnected": lambda world: _person("unconnected", world.waiting),
    "assignee": lambda world: _person("assignee", world.elsewhere),  # of an item in somebody's run
    "handler": lambda world: _person("handler", world.here, roles.PROTECTED_HANDLERS),
    "password": lambda world: _person(
        "password", world.here
    ),  # has given the shared password in this session
}

PERSONAS = tuple(MAKERS)

# The object of path 13, who is also a reader: of themselves.
PROTECTED = "protected"
EVERYBODY = (*PERSONAS, PROTECTED)

EMPLOYEES = frozenset(
    {
        "employee",
        "other unit",
        "assignee",
        "member",
        "buyer",
        "secretary",
        "editor",
        "inside editor",
        "reviewer",
        "decider",
        "administrator",
        "superuser",
        "handler",
        "password",
        PROTECTED,
    }
)
IN_CIRCLE = frozenset({"member", "inside editor", "superuser", "outside member"})
WITH_ROLE = EMPLOYEES | {"outside member", "elected"}
SIGNED_IN = WITH_ROLE | {"stranger", "ended", "starting"}
IN_ADMIN = frozenset(
    {"editor", "inside editor", "reviewer", "decider", "administrator", "superuser", "handler", "secretary"}
)
WRITERS = frozenset({"editor", "inside editor", "reviewer", "decider", "administrator", "superuser"})
EDITORS_OF_FILES = frozenset({"editor", "inside editor", "administrator", "superuser"})

assert set(EVERYBODY) >= SIGNED_IN

# Those who have to do with the bodies try their addresses in test_extranet_matrix (extranet_corpus.PERSONAS). The rest:
# not silently missing.
STRUCK = {
    "procurer": "comes with the framework agreements; `buyer` has the group and nothing to look after",
}
