"""How much one bundle may hold, how much one person may ask for at a time, and how long it is kept."""

from __future__ import annotations

from datetime import timedelta

PAPERS, PAGES, MEGABYTES = 500, 10_000, 1_000
"""Of a combined PDF."""
ZIP_MEGABYTES = 4_000
AT_A_TIME = 3
"""Orders of one person that wait or are made."""
KEPT = timedelta(minutes=10)
"""What was made for one person alone, after it was made."""
REMEMBERED = timedelta(days=1)
"""That somebody asked for something."""
SECONDS = 600
"""That one may take to make."""
DEAD_AFTER = timedelta(seconds=SECONDS + 120)
TRIES = 3
MEMORY = 768
"""Megabytes of address space beside the papers themselves, which are mapped into it."""
MARKED_AT_ONCE = 30
"""Megabytes of a single paper that is given its reader's name while they wait; a larger one is made as a bundle."""
MARK_SECONDS = 20
