"""Moments written relative to the loading: -4d, +12h."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_UNITS = {"d": "days", "h": "hours"}


def moment(text: str, now: datetime) -> datetime:
    """Raises ValueError for what is not a sign, a number and d or h."""
    found = re.fullmatch(r"([+-])(\d+)([dh])", text.strip())
    if not found:
        raise ValueError(f"{text!r} is no moment: write -4d or +12h")
    sign, number, unit = found.groups()
    return now + timedelta(**{_UNITS[unit]: int(sign + number)})
