"""Whether a session is fresh: it has proved a second factor, itself, lately."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.models import AnonymousUser
from django.core.checks import run_checks

from intranet.signon.freshness import is_fresh
from tests.factories import make_person

RECORDS, WHOSE = "account_authentication_methods", "account_authentication_methods_user"
MINUTE = 60
NOW = 1_790_000_000.0


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The time that sessions are judged by; moved by hand."""
    clock = SimpleNamespace(now=NOW)
    monkeypatch.setattr(time, "time", lambda: clock.now)
    return clock


@pytest.fixture
def person(db):
    return make_person("vald.person")


@pytest.fixture
def request_of(person, rf):
    """A request in a session that holds these records."""

    def request_of(*records, whose=None, user=person):
        request = rf.get("/")
        request.user = user
        request.session = {RECORDS: list(records), WHOSE: str(person.pk) if whose is None else whose}
        return request

    return request_of


def proof(at=NOW, **fields):
    return {"method": "mfa", "type": "totp", "id": 1, "at": at} | fields


class TestIsFresh:
    @pytest.mark.parametrize("kind", ["totp", "webauthn", "recovery_codes"])
    def test_a_second_factor_lasts_its_minutes_and_not_a_second_more(self, request_of, clock, kind):
        request = request_of(proof(type=kind))
        assert is_fresh(request)
        clock.now = NOW + 15 * MINUTE
        assert is_fresh(request)
        clock.now += 1
        assert not is_fresh(request)

    def test_how_long_is_the_installations_to_say(self, request_of, clock, settings):
        settings.STEP_UP_MINUTES = 2
        clock.now = NOW + 3 * MINUTE
        assert not is_fresh(request_of(proof()))
        settings.STEP_UP_MINUTES = 3
        assert is_fresh(request_of(proof()))

    def test_a_password_is_not_enough_not_even_one_given_anew(self, request_of):
        assert not is_fresh(request_of({"method": "password", "at": NOW, "reauthenticated": True}))
        assert not is_fresh(request_of({"method": "code", "at": NOW}, {"method": "persona", "at": NOW}))

    def test_a_password_given_later_takes_nothing_away(self, request_of):
        assert is_fresh(request_of(proof(), {"method": "password", "at": NOW, "reauthenticated": True}))

    @pytest.mark.parametrize(
        "record",
        [
            proof(at=NOW + 1),
            proof(at=float("inf")),
            proof(at=float("nan")),
            proof(at=True),
            proof(at=str(NOW)),
            proof(at=None),
            proof(at=10**400),
            proof(type="password"),
            proof(type=["totp"]),
            {"method": "mfa", "at": NOW},
            {"method": "mfa", "type": "totp"},
            "mfa",
            None,
        ],
        ids=repr,
    )
    def test_what_does_not_look_as_it_should_proves_nothing(self, request_of, record):
        assert not is_fresh(request_of(record))

    def test_a_session_without_records_has_proved_nothing(self, request_of):
        request = request_of()
        assert not is_fresh(request)
        for session in ({}, {RECORDS: "mfa", WHOSE: str(request.user.pk)}, {RECORDS: [proof()]}):
            request.session = session
            assert not is_fresh(request)

    def test_somebody_elses_proof_is_not_mine(self, request_of, person):
        other = make_person("annan.vald")
        assert not is_fresh(request_of(proof(), user=other))
        assert not is_fresh(request_of(proof(), whose=str(other.pk)))

    def test_nobody_signed_in_is_fresh(self, request_of):
        """As between the password and the code at the log-in, where a proof may already stand."""
        assert not is_fresh(request_of(proof(), user=AnonymousUser()))

    def test_reads_what_allauth_writes(self, request_of, person, clock):
        request = request_of()
        record_authentication(request, person, "mfa", id=7, type="totp", reauthenticated=True)
        assert is_fresh(request)


@pytest.mark.parametrize(("minutes", "found"), [(0, True), (-5, True), (1, False), (720, False), (721, True)])
def test_minutes_that_would_never_or_always_do_stop_the_start(settings, minutes, found):
    settings.STEP_UP_MINUTES = minutes
    ids = {error.id for error in run_checks(tags=["security"])}
    assert ("signon.E004" in ids) is found
