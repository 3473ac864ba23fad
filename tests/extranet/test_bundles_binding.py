"""The binding itself, without a site: tags that are kept, numbers that stand where they are read, leftovers."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from extranet.bundles.binding.book import TooLong, bind
from extranet.bundles.binding.single import mark
from intranet.pdf.typesetting import typeset
from tests.extranet.binding import changed, pdf

TAGGED = """
#set document(title: "Skrivelse")
#set text(lang: "en")
= Rubrik
Ett stycke med en #link("https://exempel.example")[länk].
- punkt
#pagebreak()
== Andra sidan
#table(columns: 2, table.header([a], [b]), [1], [2])
"""


def bound(folder: Path, papers: dict[str, bytes], **more: Any) -> pikepdf.Pdf:
    out = folder / "out.pdf"
    out.write_bytes(b"left behind by an earlier try" * 9999)
    listed = []
    for number, (title, data) in enumerate(papers.items()):
        path = folder / f"{number}.pdf"
        path.write_bytes(data)
        listed.append({"path": str(path), "title": title, "why": "", "marked": True})
    chapter = {"number": "1", "title": "Ärende", "note": "", "papers": listed}
    words = dict.fromkeys(("title", "kind", "body", "day", "place", "about"), "Ord")
    plan = {**words, "chapters": [chapter], "notes": [], "mark": "", "most_pages": 100, **more}
    assert list(bind(plan, str(out)))[-1][0] == -1
    assert not out.read_bytes().endswith(b"try")
    return pikepdf.open(out)


def elements(thing: Any, found: list[Any]) -> list[Any]:
    for kid in thing if isinstance(thing, pikepdf.Array) else [thing]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found.append(kid)
            elements(kid.get("/K", pikepdf.Array()), found)
    return found


def test_tags_are_kept_and_lead_to_the_pages_that_they_are_on(tmp_path):
    tagged = typeset(TAGGED, {})
    with bound(tmp_path, {"En": tagged, "Utan taggar": pdf("plan", 2), "Två": tagged}) as book:
        root = book.Root.StructTreeRoot
        assert book.Root.MarkInfo.Marked
        assert [str(kid.T) for kid in root.K[0].K] == ["Ord", "En", "Utan taggar", "Två"]
        assert str(root.K[0].K[1].Lang).startswith("en")
        kinds = [str(element.S) for element in elements(root.K, [])]
        assert kinds.count("/H1") >= 2
        assert kinds.count("/Table") == 2
        by_key = dict(pikepdf.NumberTree(root.ParentTree).items())
        assert root.ParentTreeNextKey > max(by_key)
        keys = [int(page.obj.StructParents) for page in book.pages]
        assert len(set(keys)) == len(keys)
        for page, key in zip(book.pages, keys, strict=True):
            above = [element for element in by_key[key] if element is not None]
            assert above
            assert all(_page_of(element) == page.obj.objgen for element in above)
            for note in page.obj.get("/Annots", ()):
                if "/StructParent" in note:
                    assert str(by_key[int(note.StructParent)].S) == "/Link"
        # Each element hangs below the whole: nothing leads back into a paper's old tree.
        for element in elements(root.K, []):
            while "/P" in element:
                element = element.P
            assert element.objgen == root.objgen


def _page_of(element: Any) -> Any:
    if "/Pg" in element:
        return element.Pg.objgen
    kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    return next(kid.Pg.objgen for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/Pg" in kid)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_number_stands_below_to_the_right_as_the_page_is_seen(tmp_path, turned):
    def turn(found: pikepdf.Pdf) -> None:
        found.pages[0].obj.Rotate = turned
        found.pages[0].obj.CropBox = pikepdf.Array([50, 100, 500, 700])
        # What a page leaves behind in the graphics state moves nothing.
        found.pages[0].contents_add(b"0.1 0 0 0.1 300 300 cm")

    with bound(tmp_path, {"Vriden": changed(pdf("vriden"), turn)}, mark="Lotta Lund") as book:
        out = io.BytesIO()
        book.save(out)
    places: list[tuple[float, float]] = []

    def visit(text: str, at: list[float], within: list[float], *_: Any) -> None:
        if text.strip().startswith("Sida 3"):
            places.append(
                (
                    at[4] * within[0] + at[5] * within[2] + within[4],
                    at[4] * within[1] + at[5] * within[3] + within[5],
                )
            )

    PdfReader(out).pages[2].extract_text(visitor_text=lambda text, cm, tm, *rest: visit(text, tm, cm))
    ((x, y),) = places
    seen = {0: (x - 50, y - 100), 90: (y - 100, 500 - x), 180: (500 - x, 700 - y), 270: (700 - y, x - 50)}
    right, up = seen[turned]
    width = 450 if turned in (0, 180) else 600
    assert width - 80 < right < width - 14
    assert 8 < up < 20


def test_too_many_pages_are_too_many(tmp_path):
    with pytest.raises(TooLong):
        bound(tmp_path, {"Lång": pdf("lång", 3)}, most_pages=2)


def test_a_mark_leaves_the_rest_of_a_paper_as_it_was(tmp_path):
    paper, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    paper.write_bytes(typeset(TAGGED, {}))
    out.touch()
    assert mark(str(paper), "Ćelić Šimić 2026-11-22 22.10", str(out)) == ""
    with pikepdf.open(out) as marked, pikepdf.open(paper) as before:
        kinds = [[str(e.S) for e in elements(pdf.Root.StructTreeRoot.K, [])] for pdf in (marked, before)]
        assert kinds[0] == kinds[1]
        assert str(marked.Root.Lang) == str(before.Root.Lang)
    pages = [page.extract_text() for page in PdfReader(out).pages]
    assert all("Ćelić Šimić" in page for page in pages)
    assert "Rubrik" in pages[0]
