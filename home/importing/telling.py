"""What has been read, told paragraph by paragraph, for whoever compares the file with what it became."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    KEPT = "kept"
    UNSURE = "unsure"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Told:
    """One paragraph, table, picture of the file: what it was taken for, and why that is unsure."""

    kind: str
    text: str
    remark: str = ""
    state: str = State.KEPT


LONGEST = 2_000  # signs of one paragraph, which is what a comparison needs
