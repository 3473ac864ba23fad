"""The one clock: who has something due registers here, `manage.py run_due` asks them all every minute.

What is due is found from the database's own state each time; nothing is remembered between rounds, so a
stopped clock loses nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from intranet.jobs.models import Tick

log = logging.getLogger(__name__)
_due: dict[str, Callable[[datetime], int]] = {}


@dataclass(frozen=True)
class Round:
    name: str
    done: int
    error: str = ""


def register(name: str, find_and_do: Callable[[datetime], int]) -> None:
    """`find_and_do(now)` does, or queues, what is due at `now` and returns how many things that was."""
    _due[name] = find_and_do


def run_due(now: datetime | None = None) -> list[Round]:
    """One round. What fails is logged and does not keep the others from their turn."""
    now = now or timezone.now()
    rounds = []
    for name, find_and_do in _due.items():
        try:
            rounds.append(Round(name, find_and_do(now)))
        except Exception as error:
            log.exception("due work %s failed", name)
            rounds.append(Round(name, 0, f"{type(error).__name__}: {error}"))
    Tick.objects.update_or_create(pk=1, defaults={"last": now})
    return rounds


def lateness(now: datetime | None = None) -> timedelta | None:
    """How long since the clock last came round; None if it never has."""
    tick = Tick.objects.filter(pk=1).first()
    return (now or timezone.now()) - tick.last if tick else None
