"""Whether the numbers on an agenda may be shown to somebody who may not know all of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def is_without_gaps(numbers: Sequence[int | None]) -> bool:
    """Whether numbers run from one, each the next; items without a number stand between them as they like.

    A gap would tell of what is left out.
    """
    given = [0, *(number for number in numbers if number is not None)]
    return all(after == before + 1 for before, after in pairwise(given))
