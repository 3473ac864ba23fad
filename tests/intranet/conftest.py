"""What the tests of this folder ask for by name."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from intranet.files.extract.reader import read
from tests.factories import PASSWORD, make_person


@pytest.fixture
def told(tmp_path):
    """[position, kind, label, text] of each place of a file with this content and name, and its end."""

    def tell(content: bytes, name: str, **options) -> tuple[list, dict]:
        path = tmp_path / "file"
        path.write_bytes(content)
        *found, end = read(str(path), name, **options)
        return found, end

    return tell


@pytest.fixture
def clock(monkeypatch):
    """The time that sessions and codes are judged by; moved by hand."""
    clock = SimpleNamespace(now=1_790_000_000.0)
    monkeypatch.setattr(time, "time", lambda: clock.now)
    return clock


@pytest.fixture
def person(db):
    person = make_person("vald.person")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def with_app(person):
    """The person, with an app; their secret is on it."""
    person.secret = generate_totp_secret()
    TOTP.activate(person, person.secret)
    person.codes = RecoveryCodes.activate(person).generate_codes()
    return person


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client
