"""What a picture is, by its content, and whether browsers show it."""

from __future__ import annotations

import struct
import warnings
from io import BytesIO

from PIL import Image as PillowImage
from PIL import UnidentifiedImageError

FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


def picture_format(data: bytes) -> str:
    """As Pillow calls it, of those in FORMATS; empty for any other, a broken one or one of unreasonable size."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PillowImage.DecompressionBombWarning)
            # The readers of other formats fall over files that their writers never saw.
            with PillowImage.open(BytesIO(data), formats=tuple(FORMATS)) as image:
                image.verify()
                return image.format or ""
    except (
        *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError),
        *(ArithmeticError, LookupError, AttributeError, AssertionError, NotImplementedError, struct.error),
        *(PillowImage.DecompressionBombError, PillowImage.DecompressionBombWarning),
    ):
        return ""


def is_shown(data: bytes) -> bool:
    """Whether every browser shows it."""
    return picture_format(data) in FORMATS
