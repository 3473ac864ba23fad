"""The values of cells: dates, numbers, yes and no, as people write them in Swedish files."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

YES = frozenset({"ja", "j", "1", "x", "sant", "true", "yes"})
NO = frozenset({"nej", "n", "0", "", "falskt", "false", "no"})


class CellError(ValueError):
    """A cell that does not hold what it should; the text says so in Swedish."""


def as_date(text: str, what: str) -> date | None:
    """A date written 2026-11-22 or 20261122; None for an empty cell. Raises CellError."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)(?: 00:00(?::00)?)?", text)
    try:
        if not found:
            raise ValueError
        year, month, day = (int(part) for part in found.groups())
        return date(year, month, day)
    except ValueError:
        raise CellError(f"{what} ”{text}” är inget datum. Skriv det som 2026-11-22.") from None


def as_flag(text: str, what: str) -> bool:
    """Ja or nej; an empty cell is nej. Raises CellError."""
    word = text.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellError(f"{what} ska vara ja eller nej, inte ”{text}”.")


def as_number(text: str, what: str) -> Decimal | None:
    """A number, with a decimal comma or point and spaces between thousands; None for an empty cell.

    Raises CellError.
    """
    if not text:
        return None
    plain = re.sub(r"[\s\u00a0]", "", text).removesuffix("%").replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise CellError(f"{what} ”{text}” är inget tal.") from None
    if not number.is_finite():
        raise CellError(f"{what} ”{text}” är inget tal.")
    return number
