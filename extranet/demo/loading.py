"""The order in which the extranet's demo is loaded."""

from __future__ import annotations

from extranet.demo import seats
from intranet.jobs.progress import Progress


def load_first(progress: Progress) -> None:
    """Bodies and mandates: an elected official can log in and is one."""
    seats.load_bodies()
    seats.load_mandates(progress)


def load_rest(progress: Progress) -> None:
    """The meetings around today."""
