"""Giving a text with choices its words: the same seed gives the same words, always."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

from extranet.demo.sources import words

# fmt: off
MONTHS = ("", "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
          "november", "december")
# fmt: on
_CHOICE = re.compile(r"\[([^\[\]]+)\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_SENTENCE = re.compile(r"(^|[.!?] )([a-zåäö])")


class Wording:
    """One matter's words: what {skola} stands for is the same in all its papers."""

    def __init__(self, seed: str, day: date) -> None:
        self.random = Random(seed)  # noqa: S311  # variety, no secret
        before = day.replace(day=1) - timedelta(days=1)
        self._said = {
            "år": str(day.year),
            "nästa_år": str(day.year + 1),
            "förra_månaden": f"{MONTHS[before.month]} {before.year}",
        }

    def say(self, text: str) -> str:
        """Raises KeyError for a {name} that words.csv lacks."""
        text = _CHOICE.sub(lambda found: self.random.choice(found[1].split("|")), text)
        text = _SLOT.sub(lambda found: self._slot(found[1]), text)
        return _SENTENCE.sub(lambda found: found[1] + found[2].upper(), text)

    def _slot(self, name: str) -> str:
        if name not in self._said:
            self._said[name] = self.random.choice(words()[name])
        return self._said[name]
