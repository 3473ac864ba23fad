"""Running heads and feet: the lines at the top and foot of nearly every page of a PDF, alike but for its number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_NUMBER = re.compile(r"[0-9]{1,6}")
SAMPLE, FEWEST_PAGES, NEARLY_ALL = 12, 4, 0.75
"""Pages looked at for what stands on each; with fewer, or on fewer, it may be what the text says."""
EDGE = 2  # lines at the top and at the foot
LONGEST = 120  # characters


def running(pages: Sequence[tuple[int, str]]) -> frozenset[str]:
    """What these lines come to, of the first pages (number, text) of a file; as `without` takes it."""
    if len(pages) < FEWEST_PAGES:
        return frozenset()
    seen = Counter(
        line
        for number, text in pages[:SAMPLE]
        for line in {each for edge in _looked_at(text) for each in _forms(edge, number)}
    )
    fewest = NEARLY_ALL * len(pages[:SAMPLE])
    return frozenset(line for line, count in seen.items() if count >= fewest)


def without(lines: frozenset[str], text: str, page: int) -> str:
    """The page without those lines at its edges; what stands between them is left alone."""
    gone = {number for number, line in _edges(text, EDGE).items() if _forms(line, page) & lines}
    return "\n".join(line for number, line in enumerate(text.split("\n")) if number not in gone).strip("\n")


def _looked_at(text: str) -> list[str]:
    """The lines at the edges of a page that says more than those: of a short page fewer of them."""
    written = sum(bool(line.strip()) for line in text.split("\n"))
    return list(_edges(text, min(EDGE, (written - 1) // 2)).values())


def _edges(text: str, most: int) -> dict[int, str]:
    """As many lines at the top and at the foot, by where they stand."""
    lines = {number: line for number, line in enumerate(text.split("\n")) if line.strip()}
    places = list(lines)
    edges = (*places[:most], *places[-most:]) if most > 0 else ()
    return {number: lines[number] for number in edges if len(lines[number]) <= LONGEST}


def _forms(line: str, page: int) -> set[str]:
    """The line as it stands, and with its first or last number told from that of the page: "Sida 3 av 9" is
    the same on every page, "Kapitel 3" is not."""
    line = " ".join(line.split())
    forms = {line}
    numbers = list(_NUMBER.finditer(line))
    for found in (*numbers[:1], *numbers[-1:]):
        forms.add(f"{line[: found.start()]}<{int(found.group()) - page}>{line[found.end() :]}")
    return forms
