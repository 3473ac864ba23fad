"""The design tokens can be read, and a page stays light on a poor line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from intranet.pages.contrast import contrast

STATIC = Path(__file__).parents[2] / "intranet" / "static" / "intranet"
TEXT, CONTROL = 4.5, 3.0  # WCAG 2.1: 1.4.3 and 1.4.11
GROUNDS = ("ground", "paper", "sunk", "soft")
TONES = ("ok", "warning", "stop", "info")

PAIRS = [
    *[(text, ground, TEXT) for text in ("ink", "ink-2", "link") for ground in GROUNDS],
    *[(text, f"{tone}-soft", TEXT) for text in ("ink", "link") for tone in TONES],
    *[(tone, f"{tone}-soft", TEXT) for tone in (*TONES, "neutral")],
    *[("stop", ground, TEXT) for ground in ("paper", "ground")],
    ("on-brand", "brand", TEXT),
    ("on-header", "header", TEXT),
    ("on-header-2", "header", TEXT),
    ("on-mark", "mark", TEXT),
    *[("control-line", ground, CONTROL) for ground in GROUNDS],
    *[("focus", ground, CONTROL) for ground in (*GROUNDS, *(f"{tone}-soft" for tone in TONES))],
    *[("brand", ground, CONTROL) for ground in ("paper", "ground", "soft", "neutral-soft")],
]


def tokens(scheme: str) -> dict[str, str]:
    """Name → #rrggbb. The dark set says only what differs from the light one."""
    light, dark = (STATIC / "css" / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", dark))
    return {
        name: value if len(value) == 7 else "#" + "".join(2 * c for c in value[1:])
        for name, value in found.items()
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_tokens_can_be_told_apart(scheme: str, front: str, back: str, least: float):
    colours = tokens(scheme)
    assert contrast(colours[front], colours[back]) >= least


def test_all_styles_and_scripts_together_leave_room_for_the_page():
    """150 kB is the limit of a page: most of it is for the content."""
    weight = sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file())
    assert weight < 75_000


def test_every_stylesheet_stands_in_a_layer():
    """A rule outside the layers would beat the municipality's colours and the print style."""
    for path in (STATIC / "css").glob("*.css"):
        outside = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        outside = re.sub(r"^@layer [\w, ]+;$", "", outside, flags=re.MULTILINE)
        outside = re.sub(r"^@layer \w+ \{.*?^\}$", "", outside, flags=re.MULTILINE | re.DOTALL)
        assert not outside.strip(), path.name
