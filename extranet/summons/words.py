"""What in an open text ought not to be there: personal identity numbers, and words that speak of secrecy."""

from __future__ import annotations

import re
from datetime import date

from intranet.organisation.numbers import luhn_sum

# Ten or twelve digits; not inside a longer number.
NUMBER = re.compile(r"(?<![\d-])(?:(18|19|20)[ -]?)?(\d{2})(\d{2})(\d{2})[ ]?[-+–]?[ ]?(\d{4})(?![\d-])")
COORDINATION = 60
"""Added to the day in a coordination number (samordningsnummer)."""

SECRECY = re.compile(
    r"\b(?:sekretess(?!frist)\w*|hemligstäm\w+|skyddade?\s+(?:person)?uppgift\w*|skyddad\s+folkbokföring|"
    r"OSL|offentlighets-\s*och\s+sekretesslag\w*)\b",
    re.IGNORECASE,
)
DENIED = re.compile(r"\b(?:inte|ej|ingen|inga|utan)\b[^.]{0,60}$", re.IGNORECASE)
"""What stands before the word in its sentence: "omfattas inte av sekretess" speaks of none."""


def has_person_number(text: str) -> bool:
    """Whether a personal identity number or coordination number with a right check digit stands in it.

    The check digit is Luhn's over the nine digits before it (Skatteverket, SKV 704 and 707).
    """
    return any(_is_person_number(found) for found in NUMBER.finditer(text))


def _is_person_number(found: re.Match[str]) -> bool:
    _century, year, month, day, last = found.groups()
    days = int(day)
    days -= COORDINATION if days > COORDINATION else 0
    try:
        date(2000 + int(year) % 4, int(month), days)  # a day that some year of that kind has
    except ValueError:
        return False
    return luhn_sum(year + month + day + last) % 10 == 0


def speaks_of_secrecy(text: str) -> bool:
    return any(
        not DENIED.search(text[max(0, found.start() - 80) : found.start()].rpartition(".")[2])
        for found in SECRECY.finditer(text)
    )
