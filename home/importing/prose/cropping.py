"""Pictures that somebody has cut in the text: what was cut away is in the file still, and is not for the page."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image as PillowImage

from home.importing.formats import FORMATS, picture_format

_LEAST = 0.002  # of the picture's side: less is a matter of rounding


@dataclass(frozen=True)
class Cut:
    """How much is cut away at each side, as parts of the picture's width and height."""

    left: float = 0
    top: float = 0
    right: float = 0
    bottom: float = 0

    @property
    def is_one(self) -> bool:
        """Whether anything is cut away."""
        return max(self.left, self.top, self.right, self.bottom) > _LEAST


def cropped(data: bytes, cut: Cut) -> bytes | None:
    """The picture as it is seen in the text, in its own format; None if that cannot be made."""
    kind = picture_format(data)
    if kind not in FORMATS:
        return None
    try:
        with PillowImage.open(BytesIO(data), formats=(kind,)) as image:
            width, height = image.size
            box = (
                round(max(cut.left, 0) * width),
                round(max(cut.top, 0) * height),
                round((1 - max(cut.right, 0)) * width),
                round((1 - max(cut.bottom, 0)) * height),
            )
            if box[2] <= box[0] or box[3] <= box[1]:
                return None
            stream = BytesIO()
            image.crop(box).save(stream, kind)
            return stream.getvalue()
    except (
        OSError,
        ValueError,
        ArithmeticError,
        LookupError,
        SyntaxError,
        PillowImage.DecompressionBombError,
    ):
        return None
