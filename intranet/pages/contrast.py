"""Contrast between two colours, as WCAG 2.1 counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from intranet.pages.models import Brand

WHITE, PAPER, INK = "#ffffff", "#f5f4f0", "#15211f"
TEXT_RATIO = 4.5


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0–1. Source: WCAG 2.1, definition of relative luminance."""
    channels = []
    for start in (1, 3, 5):
        value = int(colour[start : start + 2], 16) / 255
        channels.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    red, green, blue = channels
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1–21. Source: WCAG 2.1, definition of contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def check_brand(brand: Brand) -> None:
    """Refuse colours that text on them, or in them, could not be read in (WCAG 2.1, 1.4.3).

    Raises ValidationError with a sentence for each such field.
    """
    pairs = {
        "brand": (WHITE, "vit text på huvudfärgen"),
        "header": (WHITE, "vit text i sidhuvudet"),
        "soft": (INK, "mörk text på den ljusa tonen"),
        "link": (PAPER, "länkar på sidans bakgrund"),
    }
    errors = {}
    for field, (other, what) in pairs.items():
        ratio = contrast(getattr(brand, field), other)
        if ratio < TEXT_RATIO:
            said = f"{ratio:.1f}".replace(".", ",")
            errors[field] = f"Kontrasten för {what} är {said}:1. Den behöver vara minst 4,5:1."
    if errors:
        raise ValidationError(errors)
