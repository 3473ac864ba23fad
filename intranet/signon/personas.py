"""The demo's people, offered on the log-in page with one click. In development only."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from intranet.people.models import Person

FILE = Path(__file__).resolve().parent.parent / "demo" / "personas.csv"


@dataclass(frozen=True)
class Persona:
    username: str
    label: str
    description: str
    name: str = ""
    initials: str = ""


def shown() -> bool:
    """Asked by the page and by the view alike, so that the setting alone opens nothing in production."""
    return bool(settings.SIGNON_SHOW_PERSONAS and getattr(settings, "DEVELOPMENT", False))


def offered() -> list[Persona]:
    """The personas that this database holds, in the file's order; none unless shown."""
    if not shown():
        return []
    described = _described()
    people = Person.objects.filter(is_active=True).in_bulk(list(described), field_name="username")
    return [
        Persona(username, label, description, str(people[username]), people[username].initials)
        for username, (label, description) in described.items()
        if username in people
    ]


def person(username: str) -> Person | None:
    """The persona of a user name, if it is one that is offered."""
    if not shown() or username not in _described():
        return None
    return Person.objects.filter(is_active=True, username=username).first()


@cache
def _described() -> dict[str, tuple[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["username"]: (row["label"], row["description"]) for row in csv.DictReader(file, delimiter=";")
        }
