"""Amounts as bars that the page draws: one below the other, as wide as the page has room for.

Positions are text with a point, ready for SVG whatever language the page is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROW, BAR, LABEL = 46, 16, 16
"""Heights in pixels: of a row, of its bar, and how far down in the row its label's base line stands."""
WIDEST = 80
"""Per cent of the width that the longest bar takes: its number stands beside it."""


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    width: str
    label_y: int
    bar_y: int
    value_y: int


@dataclass(frozen=True)
class Chart:
    key: str
    title: str
    bars: Sequence[Bar]

    @property
    def height(self) -> int:
        return ROW * len(self.bars)

    @property
    def bar_height(self) -> int:
        return BAR


def chart(key: str, title: str, values: Sequence[tuple[str, int]]) -> Chart:
    """`key` tells the charts of a page apart."""
    most = max((value for _label, value in values), default=0)
    bars = []
    for number, (label, value) in enumerate(values):
        top = number * ROW
        share = WIDEST * value / most if most else 0
        bars.append(
            Bar(label, value, f"{share:.2f}%", top + LABEL, top + LABEL + 6, top + LABEL + 6 + BAR - 3)
        )
    return Chart(key, title, bars)
