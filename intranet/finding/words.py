"""What the forms of a word have in common. The search knows its language and registers how it finds that out."""

from __future__ import annotations

from collections.abc import Callable

Stem = Callable[[str], str]


def _as_written(word: str) -> str:
    return word


_stem: Stem = _as_written


def register_stem(stem: Stem) -> None:
    """Called once, from the AppConfig.ready of the app that keeps the search."""
    global _stem  # noqa: PLW0603  # the one language
    _stem = stem


def stem_of(word: str) -> str:
    """What all forms of a lower-case word share; often its beginning, never more than a label."""
    return _stem(word)
