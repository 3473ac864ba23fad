"""How long a combined PDF takes, against a bare merge of the same papers; both in a confined child, as the worker's."""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from fpdf import FPDF
from PIL import Image, ImageDraw

from intranet.files.confined import run, stream
from intranet.pdf.typesetting import typeset
from tests.benchmarks.report import Figure

PAPERS, PAGES, ITEMS = 200, 10, 50
SCANNED = 10  # every tenth
LIMITS: dict[str, Any] = {"seconds": 600, "megabytes": 2000, "written_megabytes": 1000, "open_files": 600}
WORDS = (
    "Nämnden beslutar att anta förslaget och att ge förvaltningen i uppdrag att återkomma med en redovisning "
    "av kostnaderna före årets slut. Förslaget har beretts tillsammans med berörda förvaltningar. "
)
TAGGED = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Tjänsteskrivelse")
#set text(lang: "sv")
#for page in range(data.pages) [
  = Rubrik #page
  #for part in range(3) [== Avsnitt #part
    #data.words #data.words #data.words
    - punkt
    - punkt]
  #pagebreak(weak: true)
]
"""


def against_bare_merge(folder: Path, rounds: int) -> list[Figure]:
    untagged = _papers(folder / "untagged", lambda number: _scan() if number % SCANNED == 0 else _text())
    tagged = _papers(folder / "tagged", lambda _number: typeset(TAGGED, {"pages": PAGES, "words": WORDS}))
    plain, bare, pages = _measured(folder, untagged, rounds)
    carried, bare_of_tagged, _ = _measured(folder, tagged, max(3, rounds // 4))
    of_tagged = statistics.median(a / b for a, b in zip(carried, bare_of_tagged, strict=True))
    return [
        Figure(
            f"combined PDF of {PAPERS} papers, {PAPERS * PAGES} pages ÷ the same pages merged by qpdf",
            statistics.median(a / b for a, b in zip(plain, bare, strict=True)),
            2,
            at_least=False,
            details=(
                f"median {statistics.median(plain):.2f} s for {pages} pages",
                f"median {statistics.median(bare):.2f} s",
                f"with papers that are all tagged, whose tags a bare merge drops: {of_tagged:.2f}",
            ),
        )
    ]


def _measured(folder: Path, papers: list[Path], rounds: int) -> tuple[list[float], list[float], int]:
    """Seconds of a combined PDF and of a bare merge, turn by turn; pages of the former."""
    out = folder / "out.pdf"
    out.touch()
    names = [str(paper) for paper in papers]
    plan = _plan(names)
    bound: list[float] = []
    merged: list[float] = []
    pages = 0
    for _turn in range(rounds + 1):  # the first time is not counted: the papers come into memory
        begun = perf_counter()
        *_steps, (_, pages) = stream("extranet.bundles.binding.book.bind", plan, str(out), **LIMITS)
        between = perf_counter()
        run("tests.benchmarks.merging.bare", names, str(out), **LIMITS)
        bound.append(between - begun)
        merged.append(perf_counter() - between)
    return bound[1:], merged[1:], pages


def _plan(papers: list[str]) -> dict[str, Any]:
    each = PAPERS // ITEMS
    return {
        "title": "Kommunstyrelsen 3 december 2026",
        "kind": "Handlingar",
        "body": "Kommunstyrelsen",
        "day": "Torsdag 3 december 2026",
        "place": "Sessionssalen",
        "about": "Sidnumren går genom hela filen.",
        "notes": [],
        "mark": "",
        "most_pages": 10_000,
        "chapters": [
            {
                "number": str(number + 1),
                "title": f"Ärende {number + 1} på dagordningen",
                "note": "",
                "papers": [
                    {"path": path, "title": f"Handling {place}", "why": "", "marked": False}
                    for place, path in enumerate(papers[number * each : (number + 1) * each])
                ],
            }
            for number in range(ITEMS)
        ],
    }


def _papers(folder: Path, make: Callable[[int], bytes]) -> list[Path]:
    folder.mkdir()
    kinds: dict[bool, bytes] = {}
    found = []
    for number in range(PAPERS):
        kind = number % SCANNED == 0
        if kind not in kinds:
            kinds[kind] = make(number)
        paper = folder / f"{number}.pdf"
        paper.write_bytes(kinds[kind])
        found.append(paper)
    return found


def _text() -> bytes:
    paper = FPDF(format="A4")
    paper.set_font("helvetica", size=11)
    for _page in range(PAGES):
        paper.add_page()
        paper.multi_cell(0, 5.5, WORDS * 12)
    return bytes(paper.output())


def _scan() -> bytes:
    picture = Image.new("1", (1000, 1414), 1)
    draw = ImageDraw.Draw(picture)
    for line in range(40):
        draw.text((110, 90 + 30 * line), WORDS[:80].encode("ascii", "replace").decode(), fill=0)
    data = io.BytesIO()
    picture.save(data, "PDF", resolution=121, save_all=True, append_images=[picture] * (PAGES - 1))
    return data.getvalue()
