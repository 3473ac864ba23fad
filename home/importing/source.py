"""What a reader of one file format hands over: the fields as written, and the blocks in order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from home.importing.outline import Read, Remark
from home.importing.telling import Told


class UnreadableTextError(Exception):
    """The file cannot be read as a text; the message says what to do, in Swedish."""


@dataclass
class Source:
    written: Mapping[str, Any] = field(default_factory=dict)  # field label → value
    strict: bool = True  # an unknown label is an error (not in formats that carry labels of their own)
    title: str = ""  # the format's own title, if the fields have none
    blocks: list[Read] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    text: str = ""  # as it stands in the file, for finding the line of something; empty where it has no lines
    problems: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)  # the file paragraph by paragraph, where a reader tells it
    lenient: bool = (
        False  # its labels were written for people: a value that cannot be used is told, not refused
    )
    last_title: str = ""  # if nothing else says how it is called

    def line_of(self, needle: str) -> int | None:
        """The line on which something stands first, as words of its own."""
        if not needle or not self.text:
            return None
        found = re.search(rf"(?<![\w-]){re.escape(needle)}(?![\w-])", self.text)
        return self.text.count("\n", 0, found.start()) + 1 if found else None
