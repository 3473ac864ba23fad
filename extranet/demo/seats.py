"""The demo's authorities, bodies and parties, and who sits where."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from extranet.bodies.models import Authority, Body
from extranet.mandates.importing.run import import_mandates
from extranet.mandates.models import Audit, Party
from extranet.meetings.models import AgendaItem
from intranet.demo.people import DemoError
from intranet.jobs.progress import Progress
from intranet.organisation.models import Unit
from intranet.people.models import Appointment
from intranet.tables.reading import read_table
from intranet.tables.rows import Heading, Row, Table

REGISTRATOR = "registrator"
FOLDER = Path(__file__).resolve().parent
AUTHORITY = ("code", "name", "registrators", "unit")
BODY = (
    *("slug", "authority", "kind", "name", "short_name", "parent", "from", "to", "unit"),
    *("substitutes", "recusal", "watermark", "offline", "audits"),
)


@transaction.atomic
def load_bodies() -> None:
    """What is there already is left as somebody may have changed it."""
    for row in _table("authorities.csv", AUTHORITY):
        _authority(row)
    for row in _table("parties.csv", ("code", "name")):
        Party.objects.get_or_create(code=row["code"], defaults={"name": row["name"]})
    rows = list(_table("bodies.csv", BODY))
    for row in rows:
        _body(row)
    for row in rows:
        _audits(row)


def load_mandates(progress: Progress) -> None:
    """Through the import that a municipality uses: it knows each mandate again by its id."""
    outcome = import_mandates(FOLDER / "mandates.csv", list(AgendaItem.Kind.choices), progress=progress)
    if outcome.refused:
        raise DemoError("\n".join(outcome.lines()))


def _table(name: str, headings: tuple[str, ...]) -> Table:
    table = read_table(FOLDER / name, tuple(Heading(heading, required=True) for heading in headings))
    if table.problems:
        raise DemoError("\n".join(f"{name}: {problem}" for problem in table.problems))
    return table


def _authority(row: Row) -> None:
    """Its registrators are a group, of whoever holds that function at its office when the demo comes."""
    group, made = Group.objects.get_or_create(name=row["registrators"])
    Authority.objects.get_or_create(code=row["code"], defaults={"name": row["name"], "registrators": group})
    if made:
        office = Appointment.objects.filter(
            function__kind__code=REGISTRATOR, function__unit__code=row["unit"]
        )
        for appointment in office.in_force(timezone.localdate()).select_related("person"):
            appointment.person.groups.add(group)


def _body(row: Row) -> None:
    Body.objects.get_or_create(
        slug=row["slug"],
        defaults={
            "authority": Authority.objects.get(code=row["authority"]),
            "kind": row["kind"],
            "name": row["name"],
            "short_name": row["short_name"],
            "parent": Body.objects.get(slug=row["parent"]) if row["parent"] else None,
            "active_from": row["from"] or None,
            "active_to": row["to"] or None,
            "unit": Unit.objects.filter(code=row["unit"]).first(),
            "substitutes_read_secret": row["substitutes"],
            "recusal_hides": row["recusal"],
            "watermark": row["watermark"],
            "offline": row["offline"],
        },
    )


def _audits(row: Row) -> None:
    for slug in filter(None, row["audits"].split(",")):
        Audit.objects.get_or_create(
            auditing=Body.objects.get(slug=row["slug"]), audited=Body.objects.get(slug=slug)
        )
