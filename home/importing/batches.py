"""Work in batches of about a second, each in a transaction of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction

from intranet.finding.outbox import gathering
from intranet.jobs.progress import Progress

T = TypeVar("T")
BATCH_SECONDS = 1.0


def in_batches(
    things: Sequence[T], do: Callable[[T], None], progress: Progress, seconds: float = BATCH_SECONDS
) -> None:
    """`do` each thing. Whoever else writes gets a turn between batches, and what is done stays done.

    What the index must know is announced with the batch that changed it.
    """
    place = 0
    while place < len(things):
        began = time.monotonic()
        with transaction.atomic(), gathering():
            while place < len(things):
                do(things[place])
                place += 1
                progress.advance()
                if time.monotonic() - began >= seconds:
                    break
