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


def message_of(remark: str, text: str) -> str:
    """A remark with the words that it is about, as a report says it."""
    short = f"{text[:60]} …" if len(text) > 60 else text
    return f"{remark}: ”{short}”." if short else f"{remark}."


LONGEST = 2_000  # signs of one paragraph, which is what a comparison needs
