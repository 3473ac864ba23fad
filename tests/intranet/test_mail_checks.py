"""An installation that would write mail to its log does not start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.checks import run_checks

from intranet.mail.checks import mail_is_sent

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "intranet.settings.production",
    "SECRET_KEY": "only-for-this-test-and-long-enough-for-the-checks-of-a-deployment",
    "PERSON_NUMBER_KEY": "only-for-this-test",
    "NOTES_KEYS": "b25seS1mb3ItdGhpcy10ZXN0LW9ubHktZm9yLXRoaXM=",
    "ALLOWED_HOSTS": "intranat.kompasskoping.example",
    "SITE_URL": "https://intranat.kompasskoping.example",
    "DATABASE_URL": "sqlite://:memory:",
}


def manage(*command: str, **variables: str) -> tuple[int, str]:
    """Run a command as an installation would: production's settings, and nothing but these variables."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=kept | ENVIRONMENT | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_neither_the_check_nor_a_worker_starts_without_a_mail_server():
    code, said = manage("check")
    assert code != 0
    assert "mail.E001" in said
    assert "smtp+tls://" in said
    code, said = manage("db_worker", "--queue-name", "mail", "--batch")
    assert code != 0
    assert "mail.E001" in said


def test_with_a_mail_server_it_starts():
    code, said = manage("check", EMAIL_URL="smtp+tls://u:p@mail.kompasskoping.example:587")
    assert code == 0, said


@pytest.mark.parametrize(
    ("name", "refused"),
    [("console", True), ("filebased", True), ("locmem", True), ("dummy", False), ("smtp", False)],
)
def test_what_is_refused_outside_development_only(settings, name, refused):
    settings.MAIL_DELIVERY_BACKEND = f"django.core.mail.backends.{name}.EmailBackend"
    assert mail_is_sent(None) == []
    settings.DEVELOPMENT = False
    assert [error.id for error in mail_is_sent(None)] == (["mail.E001"] if refused else [])
    assert ("mail.E001" in {message.id for message in run_checks(tags=["security"])}) is refused
