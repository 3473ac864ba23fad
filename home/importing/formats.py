"""What a picture is, by its content, and whether browsers show it."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image as PillowImage
from PIL import UnidentifiedImageError

FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


def picture_format(data: bytes) -> str:
    """As Pillow calls it; empty for what is no picture, a broken one or one of unreasonable size."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PillowImage.DecompressionBombWarning)
            with PillowImage.open(BytesIO(data)) as image:
                image.verify()
                return image.format or ""
    except (
        *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError),
        *(PillowImage.DecompressionBombError, PillowImage.DecompressionBombWarning),
    ):
        return ""


def is_shown(data: bytes) -> bool:
    """Whether every browser shows it."""
    return picture_format(data) in FORMATS
