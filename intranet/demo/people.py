"""The demo's organisation and people, through the importer that a municipality uses."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from intranet.jobs.progress import Progress
from intranet.people.models import Person
from intranet.people.organisation_import.run import import_organisation
from intranet.tables.reading import read_table
from intranet.tables.rows import Heading

FOLDER = Path(__file__).resolve().parent
PASSWORD = "kompass-demo-2026"  # noqa: S105  # of invented people, in the open
ADMINISTRATORS = "Systemadministratörer"
PERSONAS = (
    Heading("username", required=True),
    Heading("label", required=True),
    Heading("description", required=True),
    Heading("groups", required=True),
)


class DemoError(Exception):
    """The demo's own sources are in error."""


def load_people(progress: Progress) -> None:
    """The organisation, and the personas' passwords and groups. Everybody else has no password."""
    outcome = import_organisation(FOLDER / "organisation.csv", progress=progress)
    if outcome.refused:
        raise DemoError("\n".join(outcome.lines()))
    for row in read_table(FOLDER / "personas.csv", PERSONAS):
        person = Person.objects.get(username=row["username"])
        names = [name.strip() for name in row["groups"].split(",") if name.strip()]
        if not person.has_usable_password():
            # Once: whoever tries out a change of password keeps what they chose.
            person.password = make_password(PASSWORD)
            person.is_superuser = ADMINISTRATORS in names
            person.save(update_fields=["password", "is_superuser"])
        person.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in names))
