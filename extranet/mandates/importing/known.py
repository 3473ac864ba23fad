"""What the rows name, looked up in the database: bodies, roles, parties, kinds of items, people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field

from extranet.bodies.models import Body
from extranet.mandates.importing.asked import Asked
from extranet.mandates.importing.records import MandateRecord
from extranet.mandates.models import STAFF_REPRESENTATIVE, Mandate, Party, Role
from intranet.people.models import Person
from intranet.tables.rows import Problem

HOW_TO_ADD = {
    True: "Skriv för- och efternamn för att lägga till personen.",
    False: "Be en systemadministratör lägga till personen.",
}


@dataclass(frozen=True)
class Known:
    """By what a file may call them, without case."""

    bodies: dict[str, Body]
    roles: dict[str, Role]
    parties: dict[str, Party]
    people: dict[str, Person]
    kinds: dict[str, str]
    asked: Asked
    hidden: frozenset[str]
    """User names that whoever asks may not know of: they count as missing, and can't be taken either."""
    objected: dict[int, str] = field(default_factory=dict)

    def object_to(self, line: int, mandate: Mandate) -> None:
        """Note by the row whether whoever asks may touch a mandate, while it is as it was before."""
        if mandate.pk is not None:
            self.objected[line] = self.asked.objection(mandate)


def look_up(records: Iterable[MandateRecord], kinds: Iterable[tuple[str, str]], asked: Asked) -> Known:
    """`kinds` are the kinds of agenda items, as (code, name): they belong to a room above this one."""
    wanted = {name for record in records for name in (record.username, record.substitute_for) if name}
    people = list(Person.objects.filter(username__in=wanted))
    return Known(
        bodies=_named((b, b.slug, b.name, b.short_name) for b in Body.objects.filter(asked.bodies)),
        roles=_named((r, r.code, r.name) for r in Role.objects.all()),
        parties=_named((p, p.code, p.name) for p in Party.objects.all()),
        people={p.username: p for p in people if asked.may_name(p)},
        kinds={word.casefold(): code for code, name in kinds for word in (code, str(name))},
        asked=asked,
        hidden=frozenset(p.username for p in people if not asked.may_name(p)),
    )


def problems_of(records: list[MandateRecord], known: Known) -> list[Problem]:
    """What is wrong between the rows and what is known: everything at once, so that it is mended at once."""
    new = (
        {r.username for r in records if r.first_name and r.last_name} if known.asked.may_add_people else set()
    )
    people = known.people.keys() | new
    problems = list(_twice(records))
    for record in records:
        said = (*_unknown(record, known, people), *_not_allowed(record, known))
        problems += [Problem(record.line, text) for text in said]
    return problems


def _unknown(record: MandateRecord, known: Known, people: Set[str]) -> Iterator[str]:
    if record.body.casefold() not in known.bodies:
        yield f"Organet ”{record.body}” finns inte."
    if record.role.casefold() not in known.roles:
        yield f"Rollen ”{record.role}” finns inte."
    if record.party and record.party.casefold() not in known.parties:
        yield f"Partiet ”{record.party}” finns inte."
    if record.username not in people:
        yield f"{record.username} finns inte. {HOW_TO_ADD[known.asked.may_add_people]}"
    elif record.username in known.hidden:
        yield "Användarnamnet går inte att använda. Fråga den som ansvarar för katalogen."
    if record.substitute_for and record.substitute_for not in people:
        yield f"{record.substitute_for} finns inte."
    for kind in record.kinds:
        if kind.casefold() not in known.kinds:
            yield f"Ärendeslaget ”{kind}” finns inte."


def _not_allowed(record: MandateRecord, known: Known) -> Iterator[str]:
    body, role = known.bodies.get(record.body.casefold()), known.roles.get(record.role.casefold())
    if record.substitute_for == record.username:
        yield "Ingen kan vara ersättare för sig själv."
    if role and role.scope == Role.Scope.KINDS and not record.kinds:
        yield f"Rollen {role.name} når vissa slag av ärenden. Skriv vilka i kolumnen kinds."
    if body and role and role.code == STAFF_REPRESENTATIVE and body.kind == Body.Kind.EXECUTIVE:
        yield "Personalföreträdare får inte delta i kommunstyrelsens ärenden (7 kap. 14 § kommunallagen)."


def _twice(records: list[MandateRecord]) -> Iterator[Problem]:
    mandates: dict[tuple, int] = {}
    ids: dict[str, int] = {}
    for record in records:
        same = (record.username, record.body.casefold(), record.role.casefold(), record.start)
        if same in mandates:
            yield Problem(record.line, f"Samma uppdrag står på rad {mandates[same]}.")
        if record.external_id and record.external_id in ids:
            yield Problem(record.line, f"Samma id står på rad {ids[record.external_id]}.")
        mandates.setdefault(same, record.line)
        ids.setdefault(record.external_id, record.line)


def _named(rows: Iterable[tuple]) -> dict:
    return {name.casefold(): thing for thing, *names in rows for name in names if name}
