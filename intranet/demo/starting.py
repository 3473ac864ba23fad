"""The demo's part of starting the site: its first part, and whom one can be there."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import IO

from django.contrib.auth import get_user_model
from django.core.management import call_command

from intranet.jobs.models import Job

FIRST_PART = "demo.first"
PERSONAS = Path(__file__).resolve().parent / "personas.csv"
PASSWORD = "kompass-demo-2026"  # noqa: S105  # of the invented people, printed for whoever tries the demo


def load_first_part(stream: IO[str]) -> bool:
    """Load what the first page needs into an empty database; whether there was anything to do.

    A database with people in it that no demo has been begun in is somebody's own, and left alone.
    """
    begun = Job.objects.filter(key=FIRST_PART).first()
    if begun is None:
        if get_user_model().objects.exists():
            return False
        begun = Job.objects.create(key=FIRST_PART, name="Läsa in demons första del", state=Job.State.RUNNING)
    if begun.state == Job.State.DONE:
        return False
    call_command("load_demo", first=True, stdout=stream)
    Job.objects.filter(pk=begun.pk).update(state=Job.State.DONE)
    return True


def personas() -> list[tuple[str, str]]:
    """(user name, who it is) of the demo's people to log in as."""
    with PERSONAS.open(encoding="utf-8", newline="") as file:
        return [(row["username"], row["label"]) for row in csv.DictReader(file, delimiter=";")]


def who_one_can_be() -> list[str]:
    return [
        f"Log in with one click there, or with a user name and {PASSWORD}:",
        *(f"  {username:<16} {label}" for username, label in personas()),
    ]
