"""What is written on bound pages: the number of the page in the whole, and whose copy it is."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from extranet.bundles.binding.sources import Box
from intranet.pdf.typesetting import typeset

SIZE, FROM_EDGE, AROUND = 8.0, 14.0, 3.0  # points
WORDS_WIDTH, DIGIT_WIDTH = 3.891, 0.556
"""Of Helvetica, in sizes of the type: "Sida  av " with its spaces, and any digit."""
FONT = Name("/BundleFont")
MARK_SOURCE = Path(__file__).with_name("mark.typ")
A4 = (595.28, 841.89)

_TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


@dataclass
class Stamper:
    """Writes on the pages of one PDF. `mark` is the text of its watermark, empty for none."""

    pdf: Pdf
    mark: str = ""
    _font: pikepdf.Object = field(init=False)
    _before: pikepdf.Object = field(init=False)
    _before_untagged: pikepdf.Object = field(init=False)
    _marks: dict[tuple[float, float], pikepdf.Object] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._font = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name.Helvetica,
                Encoding=Name.WinAnsiEncoding,
            )
        )
        # What a page leaves behind in the graphics state must not turn or colour what is written on it.
        self._before = Stream(self.pdf, b"q\n")
        self._before_untagged = Stream(self.pdf, b"q\n/P <</MCID 0>> BDC\n")

    def stamp(self, page: pikepdf.Page, box: Box, number: str, *, tagged: bool, marked: bool) -> None:
        """`number` as it is to be read ("Sida 7 av 40"), or nothing.

        What is written is no part of what the page says (Artifact).
        A page that is not `tagged` becomes one marked sequence, with the number 0, that a tag can name.
        """
        drawn = [_placed(box)]
        resources = _own(page.obj, "/Resources")
        if number:
            _own(resources, "/Font")[FONT] = self._font
            drawn.append(_number(box, number))
        if marked and self.mark:
            sheet = A4 if box.height >= box.width else A4[::-1]
            _own(resources, "/XObject")[_named(sheet)] = self._sheet(sheet)
            drawn.append(_covering(box, sheet))
        end = b"" if tagged else b"EMC\n"
        after = b"\n" + end + b"Q\n/Artifact <</Type /Pagination>> BDC\nq\n"
        after += "\n".join(drawn).encode("ascii") + b"\nQ\nEMC\n"
        before = self._before if tagged else self._before_untagged
        page.obj["/Contents"] = Array([before, *_contents(page), Stream(self.pdf, after)])

    def _sheet(self, size: tuple[float, float]) -> pikepdf.Object:
        if size not in self._marks:
            self._marks[size] = watermark(self.pdf, self.mark, size)
        return self._marks[size]


def watermark(pdf: Pdf, text: str, size: tuple[float, float]) -> pikepdf.Object:
    """A sheet that can be drawn over another, with the text across it and at its foot."""
    data = {"text": text, "width": size[0], "height": size[1]}
    sheet = typeset(MARK_SOURCE.read_text(encoding="utf-8"), data, tagged=False)
    with Pdf.open(io.BytesIO(sheet)) as made:
        return pdf.copy_foreign(made.pages[0].as_form_xobject())


def _own(holder: pikepdf.Object, name: str) -> pikepdf.Object:
    """A dictionary inside another, made if it is lacking."""
    found = holder.get(name)
    if not isinstance(found, Dictionary):
        holder[name] = Dictionary()
        found = holder[name]
    return found


def _contents(page: pikepdf.Page) -> Iterable[pikepdf.Object]:
    found = page.obj.get("/Contents")
    if isinstance(found, Stream):
        return [found]
    return [each for each in found if isinstance(each, Stream)] if isinstance(found, Array) else []


def _placed(box: Box) -> str:
    """From where one begins to read, as the page is seen: left to right, bottom to top."""
    x, y = {
        0: (box.left, box.bottom),
        90: (box.right, box.bottom),
        180: (box.right, box.top),
        270: (box.left, box.top),
    }[box.turned]
    a, b, c, d = _TURNS[box.turned]
    return f"{a} {b} {c} {d} {x:.2f} {y:.2f} cm"


def _number(box: Box, number: str) -> str:
    width = (WORDS_WIDTH + DIGIT_WIDTH * sum(map(len, number.split()[1::2]))) * SIZE
    x, y = box.width - FROM_EDGE - width, FROM_EDGE
    ground = f"{x - AROUND:.2f} {y - AROUND:.2f} {width + 2 * AROUND:.2f} {SIZE + AROUND + 1:.2f} re f"
    return f"q 1 g {ground} 0.25 g BT {FONT} {SIZE:g} Tf {x:.2f} {y:.2f} Td ({number}) Tj ET Q"


def _named(sheet: tuple[float, float]) -> Name:
    """Pages that share their resources may lie and stand."""
    return Name("/BundleMarkUpright" if sheet == A4 else "/BundleMarkLying")


def _covering(box: Box, sheet: tuple[float, float]) -> str:
    width, height = sheet
    scale = min(box.width / width, box.height / height)
    x, y = (box.width - width * scale) / 2, (box.height - height * scale) / 2
    return f"q {scale:.4f} 0 0 {scale:.4f} {x:.2f} {y:.2f} cm {_named(sheet)} Do Q"
