"""Every persona × every address of the URL configuration: what comes out is what the rule gives, no less and no more."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.leaks import secrets
from tests.leaks.asking import Answer, Asker
from tests.leaks.personas import EVERYBODY, PROTECTED
from tests.leaks.routes import MENU, VERDICTS
from tests.leaks.secrets import PERSON
from tests.leaks.verdicts import Visit

pytestmark = pytest.mark.django_db


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


def ask(asker: Asker, persona: str, visit: Visit, **headers: str) -> Answer:
    return asker.ask(
        persona, visit.path, "GET" if visit.data is None else "POST", visit.data, visit.echo, **headers
    )


@pytest.mark.parametrize("name", VERDICTS)
def test_what_comes_out(name, asker: Asker, corpus):
    faults, came_out = Faults(), set()
    for visit in VERDICTS[name].visits(corpus):
        for persona in EVERYBODY:
            answer = ask(asker, persona, visit)
            found, wanted = seen(answer.found, persona), seen(due(visit, persona), persona)
            surplus = found - wanted - frame(persona)
            lacking = wanted - found if visit.exact else frozenset()
            came_out |= found
            if surplus or lacking or answer.status == 500:
                told = ", ".join(sorted(answer.words(surplus)))
                faults.add(persona, f"{visit.path}: {answer.status}, leaks [{told}], lacks {sorted(lacking)}")
    assert not faults.met, f"\n{faults}"
    missing = VERDICTS[name].gives - came_out
    assert not missing, f"nobody who is entitled got {sorted(missing)}"
