"""Characters that Word keeps in fonts of their own, as the characters that everybody has."""

from __future__ import annotations

# By their place in the font (0xF000 is added where they stand in ordinary text).
_SYMBOL = {
    0xB7: "•", 0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xDE: "⇒", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB9: "≠",
    0xB0: "°", 0xB4: "×", 0xB8: "÷", 0xA5: "∞", 0xD6: "√", 0xE5: "∑", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ",
    0x6D: "µ", 0x70: "π", 0x57: "Ω", 0x44: "Δ", 0x2D: "−", 0x2B: "+",
}  # fmt: skip
_WINGDINGS = {
    0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x71: "❑",
    0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    0x46: "☞", 0x21: "✏", 0x22: "✂", 0x36: "⌛", 0x38: "🖰", 0x3A: "🖳", 0x3C: "🖫",
}  # fmt: skip
_WINGDINGS_2 = {
    0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x98: "●", 0x97: "•",
    0x30: "☐", 0x2A: "☐", 0x2B: "☐",
}  # fmt: skip
_WINGDINGS_3 = {0x75: "►", 0x7D: "►", 0x74: "◄", 0x67: "▲", 0x66: "►"}
_WEBDINGS = {0x61: "✓", 0x72: "✗", 0x69: "ℹ", 0x34: "►", 0x63: "☐", 0x67: "■", 0xC9: "☎"}
_FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}
_BOXES = frozenset("☐□❑❒▢◻⬜☑☒")
_CONTROLS = "\u00ad\u200b\u2060\ufeff\u200e\u200f"
_PRIVATE = range(0xF000, 0xF100)
_SUPERSCRIPT = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")


def symbol(font: str, code: str) -> str:
    """The character of a `w:sym`; empty for one that nobody knows."""
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    known = _FONTS.get(font.strip().lower())
    if place in _PRIVATE:
        return (known or {}).get(place - 0xF000, "")
    if known and place < 0x100:
        return known.get(place, "")
    return chr(place) if 0x20 <= place <= 0x10FFFF and not 0xD800 <= place <= 0xDFFF else ""


def is_box(font: str, bullet: str) -> bool:
    """Whether a bullet is a box to tick."""
    bullet = bullet.strip()
    return (symbol(font, f"{ord(bullet):x}") if len(bullet) == 1 else bullet) in _BOXES


def ordinary(text: str, font: str) -> str:
    """Text without characters that only its font can show, and without signs that only control a line."""
    font = font.strip().lower()
    known = _FONTS.get(font) or _SYMBOL
    # Of a font that has nothing but pictures, letters are pictures too.
    pictures = font.startswith(("wingdings", "webdings"))
    return "".join(
        known.get(ord(sign) - 0xF000, "")
        if ord(sign) in _PRIVATE
        else known.get(ord(sign), sign)
        if pictures
        else sign
        for sign in text
        if sign not in _CONTROLS
    )


def has_words(text: str) -> bool:
    """Whether there is more in it than signs that only control a line."""
    return any(sign not in _CONTROLS for sign in text.strip())


def shifted(text: str, align: str) -> str:
    """m² and CO₂ keep their meaning without the small print. `align` is superscript, subscript or nothing."""
    table = {"superscript": _SUPERSCRIPT, "subscript": _SUBSCRIPT}.get(align)
    words = text.strip()
    if table and words and all(ord(sign) in table for sign in words):
        return text.translate(table)
    return text
