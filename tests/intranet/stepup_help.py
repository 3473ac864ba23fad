"""Addresses of the step-up and of what it proves, and ways to ask there; the fixtures stand in conftest."""

from __future__ import annotations

import json
from types import SimpleNamespace

from intranet.audit.models import Event
from intranet.signon.freshness import is_fresh
from tests.one_time import code_of

LOGIN, STEP_UP, AGAIN = "/konto/logga-in/", "/konto/bekrafta/", "/konto/bekrafta/losenord/"
SECOND_STEP = "/konto/logga-in/bekrafta/"
MINE, APP, CODES = "/konto/extra-skydd/", "/konto/extra-skydd/app/", "/konto/extra-skydd/koder/"
PASSKEY = "/konto/extra-skydd/passnyckel/"
MINUTE = 60
WANTED = "/kollegor/"
PARTS = ("clientDataJSON", "authenticatorData", "attestationObject", "signature")
NONSENSE = (
    *("", "{", "{}", "[]", "7", '"x"', '{"id": "x"}'),
    json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}),
    json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": dict.fromkeys(PARTS, "eA")}),
)


def fresh(client, person) -> bool:
    """What the next request of this browser would be told."""
    request = SimpleNamespace(user=person, session=client.session)
    return is_fresh(request)


def prove(client, person, clock, **more):
    return client.post(STEP_UP, {"code": code_of(person.secret, clock.now), **more})


def page(answer) -> str:
    return answer.content.decode()


def events() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))
