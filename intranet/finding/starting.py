"""The search's part of starting the site."""

from __future__ import annotations

from typing import IO

from django.core.management import call_command

from intranet.jobs import readiness


def prepare_index(stream: IO[str]) -> None:
    """Build the search index if there is none, or one of another engine or another make."""
    if readiness.check("search").problem:
        call_command("reindex", stdout=stream)
