"""Every persona × every address outside the admin: what comes out is what the rule gives, no less and no more."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.leaks import secrets
from tests.leaks.asking import Answer, Asker, Look, looked
from tests.leaks.page_visits import MENU
from tests.leaks.personas import EVERYBODY, PROTECTED
from tests.leaks.routes import VERDICTS
from tests.leaks.secrets import PERSON
from tests.leaks.verdicts import Visit

pytestmark = pytest.mark.django_db

# Who is not signed in, or is signed out at the door.
AT_THE_DOOR = {"anonymous", "unconnected"}
FILES = ("wagtaildocs_serve", "document_by_id", "document_version", "document_text", "document", "media")


def frame(persona: str) -> frozenset[str]:
    """What menu and footer hold for them on every page."""
    return secrets.allowed(MENU, persona)


def due(visit: Visit, persona: str) -> frozenset[str]:
    keys = visit.gives if persona in visit.audience else ()
    return secrets.allowed(keys, persona)


def seen(found: frozenset[str], persona: str) -> frozenset[str]:
    """Their own name stands at the top of every page of the protected person."""
    return found - {PERSON} if persona == PROTECTED else found


class Faults:
    """What went wrong, told once for all personas that met the same."""

    def __init__(self) -> None:
        self.met: dict[str, list[str]] = defaultdict(list)

    def add(self, persona: str, what: str) -> None:
        self.met[what].append(persona)

    def __str__(self) -> str:
        return "\n".join(f"{what}\n    to {', '.join(personas)}" for what, personas in self.met.items())


def ask(asker: Asker, persona: str, visit: Visit, method: str = "GET", **headers: str) -> Answer:
    method = method if visit.data is None else "POST"
    return asker.ask(persona, visit.path, method, visit.data, visit.echo, **headers)


def look(asker: Asker, persona: str, visit: Visit) -> Look:
    """What is sent is sent each time; a plain visit is made once."""
    if visit.data is None:
        return asker.look(persona, visit.path, visit.echo)
    return looked(ask(asker, persona, visit), visit.path)


@pytest.mark.parametrize("name", VERDICTS)
def test_what_comes_out(name, asker: Asker, corpus):
    faults, came_out = Faults(), set()
    for visit in VERDICTS[name].visits(corpus):
        for persona in EVERYBODY:
            answer = look(asker, persona, visit)
            found, wanted = seen(answer.found, persona), seen(due(visit, persona), persona)
            surplus = found - wanted - frame(persona)
            lacking = wanted - found if visit.exact else frozenset()
            came_out |= found
            if surplus or lacking or answer.status == 500:
                told = ", ".join(sorted(ask(asker, persona, visit).words(surplus)))
                faults.add(persona, f"{visit.path}: {answer.status}, leaks [{told}], lacks {sorted(lacking)}")
    assert not faults.met, f"\n{faults}"
    missing = VERDICTS[name].gives - came_out
    assert not missing, f"nobody who is entitled got {sorted(missing)}"


@pytest.mark.parametrize("name", VERDICTS)
def test_what_may_not_be_known_answers_like_what_is_missing(name, asker: Asker, corpus):
    """To the last byte and header; at the door alike for everything."""
    faults = Faults()
    for visit in VERDICTS[name].visits(corpus):
        if not visit.hidden:
            continue
        missing = Visit(visit.twin, data=visit.data)
        for persona in EVERYBODY:
            if due(visit, persona):
                continue
            answer, twin = look(asker, persona, visit), look(asker, persona, missing)
            if differ(persona, answer.said, twin.said):
                faults.add(persona, f"{visit.path}: {answer.status}, {visit.twin}: {twin.status}")
            if persona in AT_THE_DOOR and not answer.location.startswith("/konto/logga-in/"):
                faults.add(persona, f"{visit.path}: {answer.status}, not led to the log-in")
    assert not faults.met, f"\n{faults}"


def differ(persona: str, one: tuple, other: tuple) -> bool:
    """Who is signed out with each request gets a new session and a new message each time."""
    if persona == "unconnected":
        one, other = ((said[0], said[1], said[3]) for said in (one, other))
    return one != other


# Other ways of asking meet the same views: here one of each kind of viewer stands for those with the same rights.
ONE_OF_EACH = (
    "anonymous",
    "unconnected",
    "stranger",
    "employee",
    "elected",
    "outside member",
    "administrator",
    PROTECTED,
)

OTHERWISE = {
    "HEAD": ("HEAD", {}),
    "range": ("GET", {"range": "bytes=0-10"}),
    "known version": ("GET", {"if-none-match": "*"}),
    "not changed since": ("GET", {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}),
    "another method": ("OPTIONS", {}),
    "posted": ("POST", {}),
}


@pytest.mark.parametrize("way", OTHERWISE)
@pytest.mark.parametrize("name", [*FILES, "person", "page_by_id"])
def test_no_other_way_of_asking_gets_more(name, way, asker: Asker, corpus):
    """What a GET does not give, no other method, range or condition gives; nor does it tell that there is something."""
    method, headers = OTHERWISE[way]
    faults, twins = Faults(), {}
    for visit in VERDICTS[name].visits(corpus):
        if not visit.hidden or visit.data is not None:
            continue
        for persona in ONE_OF_EACH:
            if due(visit, persona):
                continue
            answer = ask(asker, persona, visit, method, **headers)
            if (persona, visit.twin) not in twins:
                twins[persona, visit.twin] = ask(asker, persona, Visit(visit.twin), method, **headers)
            twin = twins[persona, visit.twin]
            alike = not differ(persona, answer.said(visit.path), twin.said(visit.twin))
            if seen(answer.found, persona) - frame(persona) or not alike:
                faults.add(persona, f"{way} {visit.path}: {answer.status}, {visit.twin}: {twin.status}")
    assert not faults.met, f"\n{faults}"
