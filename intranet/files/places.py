"""The places inside a file: how each is named in addresses and in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from intranet.files.versions import Passage

_NAMES: dict[str, str] = {
    Passage.Kind.PAGE: "sida",
    Passage.Kind.SLIDE: "bild",
    Passage.Kind.SHEET: "blad",
    Passage.Kind.HEADING: "avsnitt",
}
_KINDS = {name: kind for kind, name in _NAMES.items()}
LONGEST_POSITION = 9  # figures


def place_of(kind: str, position: int) -> str:
    """The name of a place, which is its anchor too: `sida-12`. Empty for a file that is one whole."""
    return f"{_NAMES[kind]}-{position}" if kind in _NAMES else ""


def position_of(place: str) -> int | None:
    """The position that a place names; None for what names none."""
    name, _dash, number = place.rpartition("-")
    if name not in _KINDS or not number.isdecimal() or not number.isascii() or len(number) > LONGEST_POSITION:
        return None
    return int(number)


def words_of(place: str, label: str = "") -> str:
    """What the place is called: "Sida 12", "Bladet ”Budget”"; empty for what names none."""
    position = position_of(place)
    if position is None:
        return ""
    match _KINDS[place.rpartition("-")[0]]:
        case Passage.Kind.PAGE:
            return _("Sida %(number)s") % {"number": position}
        case Passage.Kind.SLIDE:
            return _("Bild %(number)s") % {"number": position}
        case Passage.Kind.SHEET:
            return (
                _("Bladet ”%(name)s”") % {"name": label}
                if label
                else _("Blad %(number)s") % {"number": position}
            )
    return _("Under ”%(heading)s”") % {"heading": label} if label else ""
