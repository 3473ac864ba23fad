"""The admin, address by address: reading there needs the rule too, and whoever has no business in it has no address."""

from __future__ import annotations

import pytest

from tests.leaks import secrets
from tests.leaks.asking import Asker
from tests.leaks.personas import EVERYBODY, IN_ADMIN, PROTECTED
from tests.leaks.routes import VERDICTS
from tests.leaks.routes_admin import ADMIN
from tests.leaks.secrets import ADMIN_READERS
from tests.leaks.test_matrix import Faults, ask, seen
from tests.leaks.walking import routes

pytestmark = pytest.mark.django_db

OUTSIDE = [persona for persona in EVERYBODY if persona not in IN_ADMIN]
# It is there to fail.
FAILS = {"wagtailadmin_error_test"}


def test_every_route_has_a_verdict():
    known = {route.name for route in routes()}
    judged = VERDICTS.keys() | ADMIN.keys()
    assert not known - judged, f"routes without a verdict: {sorted(known - judged)}"
    assert not judged - known, f"verdicts on routes that are gone: {sorted(judged - known)}"
    assert not VERDICTS.keys() & ADMIN.keys()


@pytest.mark.parametrize("name", ADMIN)
def test_what_comes_out(name, asker: Asker, corpus):
    faults, came_out = Faults(), set()
    for visit in ADMIN[name].visits(corpus):
        for persona in sorted(IN_ADMIN):
            answer = ask(asker, persona, visit)
            allowed = secrets.allowed(visit.gives, persona, ADMIN_READERS)
            came_out |= answer.found & allowed
            surplus = answer.found - allowed
            if surplus or (answer.status == 500 and name not in FAILS):
                faults.add(persona, f"{visit.path}: {answer.status}, leaks {sorted(answer.words(surplus))}")
    assert not faults.met, f"\n{faults}"
    assert bool(came_out) == bool(ADMIN[name].gives), f"came out: {sorted(came_out)}"
