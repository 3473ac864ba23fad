"""One paper's file, opened and judged: whether it can be bound at all, and why not."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from extranet.bundles.binding.plan import BROKEN, LOCKED, SIGNED

SIGNATURES_EXIST = 1
"""The first bit of an interactive form's SigFlags (ISO 32000-1, 12.7.2)."""


@dataclass(frozen=True)
class Box:
    """What is shown of a page, in points of its own, and by how many degrees it is turned clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turned: int

    @property
    def width(self) -> float:
        """As it is seen."""
        return self.top - self.bottom if self.turned in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turned in (90, 270) else self.top - self.bottom


@dataclass(frozen=True)
class Source:
    pdf: pikepdf.Pdf
    boxes: list[Box]


class LeftOut(Exception):  # noqa: N818
    """It is not bound; `why` is one of the codes of `plan`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def opened(path: str) -> Source:
    """A PDF that can be bound, to be closed by the caller. Raises LeftOut."""
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError as locked:
        raise LeftOut(LOCKED) from locked
    except (pikepdf.PdfError, OSError, ValueError, RuntimeError) as broken:
        raise LeftOut(BROKEN) from broken
    try:
        if pdf.is_encrypted:  # what its maker has forbidden is not undone here
            raise LeftOut(LOCKED)
        if is_signed(pdf):
            raise LeftOut(SIGNED)
        boxes = [box(page) for page in pdf.pages]
        if not boxes:
            raise LeftOut(BROKEN)
    except LeftOut:
        pdf.close()
        raise
    except (pikepdf.PdfError, ArithmeticError, LookupError, TypeError, ValueError, RuntimeError) as broken:
        pdf.close()
        raise LeftOut(BROKEN) from broken
    return Source(pdf, boxes)


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether somebody has signed it, or certified it: a change would make that worthless."""
    if "/Perms" in pdf.Root:
        return True
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return False
    flags = form.get("/SigFlags")
    return isinstance(flags, int) and bool(flags & SIGNATURES_EXIST)


def box(page: pikepdf.Page) -> Box:
    """What is shown of a page. Raises ValueError for one that is no page."""
    media = pikepdf.Rectangle(page.mediabox)
    shown = media
    if "/CropBox" in page.obj:
        # What lies outside the sheet is not shown, whatever the crop says.
        shown = pikepdf.Rectangle(page.cropbox) & media or media
    if shown.width <= 0 or shown.height <= 0:
        raise ValueError("a page of no size")
    turned = int(page.obj.get("/Rotate", 0)) % 360 // 90 * 90
    return Box(shown.llx, shown.lly, shown.urx, shown.ury, turned)
