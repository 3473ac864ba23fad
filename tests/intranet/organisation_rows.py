"""Rows of an organisation file, and a small municipality made of them."""

from __future__ import annotations

from intranet.people.organisation_import.run import import_organisation

HEADINGS = (
    "post;code;parent;name;kind;organisation_number;connected_from;phone;email;username;employee_number;"
    "first_name;last_name;active_from;active_to;protected;unit;workplace;title;share;from;to;primary;"
    "function;stand_in;amount_limit;person_number"
)

COLUMNS = HEADINGS.split(";")

NUMBER = "19121212" + "1212"


def row(post: str, **values: str) -> dict[str, str]:
    return {"post": post, **{name.rstrip("_"): value for name, value in values.items()}}


def organisation(**values: str) -> dict[str, str]:
    return (
        row("organisation", code="KK", name="Kommunen", kind="kommun", organisation_number="212000-9994")
        | values
    )


def unit(code: str, parent: str = "KK", **values: str) -> dict[str, str]:
    return row("unit", code=code, parent=parent, name=f"Enheten {code}", kind="enhet") | values


def person(username: str, **values: str) -> dict[str, str]:
    first, last = username.title().split(".")
    return row("person", username=username, first_name=first, last_name=last) | values


def employment(username: str, where: str = "A", **values: str) -> dict[str, str]:
    defaults = {"unit": where, "title": "Handläggare", "from": "2020-01-01", "primary": "ja"}
    return row("employment", username=username) | defaults | values


def function(kind: str, where: str, username: str, **values: str) -> dict[str, str]:
    defaults = {"unit": where, "function": kind, "from": "2020-01-01"}
    return row("function", username=username) | defaults | values


def csv(*rows: dict[str, str]) -> bytes:
    lines = [";".join(COLUMNS), *(";".join(r.get(name, "") for name in COLUMNS) for r in rows)]
    return "\n".join(lines).encode()


def municipality() -> list[dict[str, str]]:
    """Lines 2 to 11."""
    return [
        organisation(),
        unit("A", connected_from="2026-01-01"),
        unit("B"),
        unit("AA", "A", name="Ängen"),
        row("workplace", code="AP-1", name="Stadshuset", unit="A"),
        person("anna.berg", employee_number="1", email="anna@kompasskoping.example"),
        person("bo.dal", employee_number="2"),
        employment("anna.berg", workplace="AP-1"),
        employment("bo.dal", "AA", share="75"),
        function("chef", "A", "anna.berg", stand_in="bo.dal"),
    ]


def problems(*rows: dict[str, str]) -> list[str]:
    return [str(problem) for problem in import_organisation(csv(*rows)).problems]


def counts(outcome) -> dict[str, tuple[int, int, int, int]]:
    return {sort: (t.made, t.changed, t.unchanged, t.ended) for sort, t in outcome.tallies.items()}
