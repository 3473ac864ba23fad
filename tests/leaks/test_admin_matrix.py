"""The admin, address by address: reading there needs the rule too, and whoever has no business in it has no address."""

from __future__ import annotations

import pytest

from tests.leaks import secrets
from tests.leaks.asking import Asker
from tests.leaks.personas import EVERYBODY, IN_ADMIN
from tests.leaks.routes import VERDICTS
from tests.leaks.routes_admin import ADMIN
from tests.leaks.secrets import ADMIN_READERS
from tests.leaks.test_matrix import AT_THE_DOOR, Faults, ask, frame
from tests.leaks.verdicts import Visit
from tests.leaks.walking import routes

pytestmark = pytest.mark.django_db

OUTSIDE = [persona for persona in EVERYBODY if persona not in IN_ADMIN]
# One gate stands before the whole admin: two try each address, the others a share each.
EVERY_ADDRESS = {"anonymous", "member"}
# Of those inside, the one with the widest permissions, the one with an editor's and the one who reads about people.
WHERE_NOTHING_IS = ("administrator", "editor", "handler")
# It is there to fail.
FAILS = {"wagtailadmin_error_test"}
# Ours stand before them, for everybody.
BEHIND_OURS = {
    name for name in ADMIN if name.startswith(("wagtailadmin_login", "wagtailadmin_password_reset"))
}


def test_every_route_has_a_verdict():
    known = {route.name for route in routes()}
    judged = VERDICTS.keys() | ADMIN.keys()
    assert not known - judged, f"routes without a verdict: {sorted(known - judged)}"
    assert not judged - known, f"verdicts on routes that are gone: {sorted(judged - known)}"
    assert not VERDICTS.keys() & ADMIN.keys()


@pytest.mark.parametrize("name", ADMIN)
def test_what_comes_out(name, asker: Asker, corpus):
    faults, came_out, twins = Faults(), set(), {}
    personas = sorted(IN_ADMIN) if ADMIN[name].gives else WHERE_NOTHING_IS
    for visit in ADMIN[name].visits(corpus):
        for persona in personas if not visit.about else sorted(IN_ADMIN):
            answer = ask(asker, persona, visit)
            allowed = secrets.allowed(visit.gives, persona, ADMIN_READERS)
            came_out |= answer.found & allowed
            surplus = answer.found - allowed
            if surplus or (answer.status == 500 and name not in FAILS):
                faults.add(persona, f"{visit.path}: {answer.status}, leaks {sorted(answer.words(surplus))}")
            if visit.about and persona not in ADMIN_READERS[visit.about]:
                known = (persona, visit.twin)
                twin = twins[known] = twins.get(known) or ask(asker, persona, Visit(visit.twin))
                if answer.said(visit.path) != twin.said(visit.twin):
                    faults.add(persona, f"{visit.path}: {answer.status}, {visit.twin}: {twin.status}")
    assert not faults.met, f"\n{faults}"
    assert bool(came_out) == bool(ADMIN[name].gives), f"came out: {sorted(came_out)}"


def test_posting_gets_no_more(asker: Asker, corpus):
    """Whatever is sent to whichever address; nothing of it stays."""
    faults = Faults()
    for verdict in ADMIN.values():
        for visit in list(verdict.visits(corpus))[:1]:
            for persona in ("editor", "reviewer"):
                answer = asker.ask(persona, visit.path, "POST", {})
                surplus = answer.found - secrets.allowed(visit.gives, persona, ADMIN_READERS)
                # That a view of Wagtail's fails on an empty form is its own matter; its error page is looked through.
                if surplus:
                    faults.add(
                        persona, f"{visit.path}: {answer.status}, leaks {sorted(answer.words(surplus))}"
                    )
    assert not faults.met, f"\n{faults}"


def test_there_is_no_admin_for_others(asker: Asker, corpus):
    """Signed in: missing. At the door: the log-in. For the admin's own addresses and for those of nothing alike."""
    faults = Faults()
    missing = {
        persona: asker.ask(persona, "/admin/finns-inte/").said("/admin/finns-inte/") for persona in OUTSIDE
    }
    for number, (name, verdict) in enumerate(ADMIN.items()):
        if name in BEHIND_OURS:
            continue
        visit = next(iter(verdict.visits(corpus)))
        for turn, persona in enumerate(OUTSIDE):
            if persona not in EVERY_ADDRESS and number % len(OUTSIDE) != turn:
                continue
            answer = ask(asker, persona, visit)
            if persona in AT_THE_DOOR:
                right = answer.status == 302 and answer.header("location").startswith("/konto/logga-in/")
            else:
                right = answer.said(visit.path) == missing[persona]
            if not right or answer.found - frame(persona) - {secrets.PERSON}:
                faults.add(persona, f"{visit.path}: {answer.status}")
    assert not faults.met, f"\n{faults}"
