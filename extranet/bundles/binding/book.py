"""Papers bound into one PDF: cover, agenda, the papers in order, notes; with bookmarks, page numbers, tags.

What is to be bound is a plan in words of JSON, so that it can be handed to a confined child. A signed paper is
listed and left alone: to rewrite it would undo its signature.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from extranet.bundles.binding import sources
from extranet.bundles.binding.plan import BROKEN, LOCKED, SHORT, WHY, ChapterPlan, PaperPlan, Plan
from extranet.bundles.binding.sources import LeftOut
from extranet.bundles.binding.stamps import Stamper
from extranet.bundles.binding.tags import Tags
from intranet.pdf.typesetting import typeset

HERE = Path(__file__).parent
LANGUAGE, NOTES = "sv-SE", "Mina anteckningar"
PAGE = "https://page.invalid/"
"""How the agenda's links name a page, until they lead there."""


class TooLong(Exception):  # noqa: N818
    """It would have more pages than a bundle may."""


@dataclass
class Part:
    """A paper on its way into the book: its source if it is bound, why not if it is not.

    `first`: its first page, counted from the first that is a paper's; None if it has none.
    """

    paper: PaperPlan
    chapter: ChapterPlan
    source: sources.Source | None = None
    why: str = ""
    first: int | None = None

    @property
    def pages(self) -> int:
        if self.source is not None:
            return len(self.source.boxes)
        return 1 if self.why in (BROKEN, LOCKED) else 0


@dataclass(frozen=True)
class Run:
    """Pages that came from one PDF."""

    source: sources.Source
    title: str
    marked: bool = False


def bind(plan: Plan, out: str) -> Iterator[list[int]]:
    """Write the book to `out`, an empty file; tells `[paper]` before each paper is touched, at last `[-1, pages]`.

    Raises TooLong. What is wrong with a single paper is said on a page in its place.
    """
    with ExitStack() as stack:
        parts: list[Part] = []
        for chapter in plan["chapters"]:
            for paper in chapter["papers"]:
                yield [len(parts)]
                parts.append(_opened(Part(paper, chapter, why=paper["why"]), stack))
        _place(parts, plan["most_pages"])
        pdf = stack.enter_context(Pdf.new())
        runs = [Run(_typeset("front", _front_data(plan, parts), stack), plan["title"])]
        runs += [run for part in parts if (run := _run(part, stack))]
        if plan["notes"]:
            notes = {"title": NOTES, "groups": plan["notes"]}
            runs.append(Run(_typeset("notes", notes, stack), NOTES))
        for run in runs:
            pdf.pages.extend(run.source.pdf.pages)
        pages = list(pdf.pages)
        _finish_pages(pdf, pages, runs, plan["mark"])
        before = len(runs[0].source.boxes)
        _lead(pages, before)
        _bookmark(pdf, plan, parts, before)
        _describe(pdf, plan["title"])
        with Path(out).open("r+b") as file:  # it is there already, readable to its owner alone
            file.truncate()  # of what an earlier try has left
            pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        yield [-1, len(pages)]


def _opened(part: Part, stack: ExitStack) -> Part:
    if not part.why:
        try:
            part.source = sources.opened(part.paper["path"])
            stack.enter_context(part.source.pdf)
        except LeftOut as left:
            part.why = left.why
    return part


def _place(parts: list[Part], most: int) -> None:
    page = 0
    for part in parts:
        part.first = page if part.pages else None
        page += part.pages
    if page > most:
        raise TooLong


def _front_data(plan: Plan, parts: list[Part]) -> dict[str, Any]:
    chapters = []
    for chapter in plan["chapters"]:
        mine = [part for part in parts if part.chapter is chapter]
        papers = [
            {"title": part.paper["title"], "note": SHORT.get(part.why, ""), "to": part.first} for part in mine
        ]
        first = next((part.first for part in mine if part.first is not None), None)
        about = {key: chapter[key] for key in ("number", "title", "note")}
        chapters.append({**about, "papers": papers, "to": first})
    left = [
        {"title": part.paper["title"], "item": _named(part.chapter), "why": WHY[part.why]}
        for part in parts
        if part.why
    ]
    about = {key: plan[key] for key in ("title", "kind", "body", "day", "place", "about")}
    return {**about, "chapters": chapters, "left": left}


def _named(chapter: ChapterPlan) -> str:
    return f"{chapter['number']}. {chapter['title']}" if chapter["number"] else chapter["title"]


def _typeset(name: str, data: dict[str, Any], stack: ExitStack) -> sources.Source:
    made = typeset((HERE / f"{name}.typ").read_text(encoding="utf-8"), data)
    pdf = stack.enter_context(Pdf.open(io.BytesIO(made)))
    return sources.Source(pdf, [sources.box(page) for page in pdf.pages])


def _run(part: Part, stack: ExitStack) -> Run | None:
    title = part.paper["title"]
    if part.source is not None:
        return Run(part.source, title, part.paper["marked"])
    if part.pages:
        return Run(_typeset("missing", {"title": title, "why": WHY[part.why]}, stack), title)
    return None


def _finish_pages(pdf: Pdf, pages: Sequence[pikepdf.Page], runs: list[Run], mark: str) -> None:
    """Each page's number in the whole, written on all but the cover; the watermark; the tags of each source."""
    tags, stamper, place = Tags(pdf), Stamper(pdf, mark), 0
    for run in runs:
        mine = pages[place : place + len(run.source.boxes)]
        tagged = tags.carry(run.source.pdf, mine, run.title)
        if not tagged:
            tags.plain(mine, run.title)
        for page, box in zip(mine, run.source.boxes, strict=True):
            number = f"Sida {place + 1} av {len(pages)}" if place else ""
            stamper.stamp(page, box, number, tagged=tagged, marked=run.marked)
            place += 1
    tags.finish()


def _lead(pages: Sequence[pikepdf.Page], before: int) -> None:
    """The agenda's links lead to pages that were not there yet when it was typeset."""
    for page in pages[:before]:
        for note in page.obj.get("/Annots", ()):
            address = str(note.A.URI) if "/A" in note and "/URI" in note.A else ""
            if address.startswith(PAGE):
                target = pages[before + int(address.removeprefix(PAGE))]
                note.Dest = Array([target.obj, Name.XYZ, None, None, None])
                del note.A


def _bookmark(pdf: Pdf, plan: Plan, parts: list[Part], before: int) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Dagordning", 1, "Fit"))
        for chapter in plan["chapters"]:
            mine = [(p, before + p.first) for p in parts if p.chapter is chapter and p.first is not None]
            item = OutlineItem(_named(chapter), mine[0][1] if mine else 1, "Fit")
            item.children += [OutlineItem(part.paper["title"], first, "Fit") for part, first in mine]
            outline.root.append(item)
        if plan["notes"]:
            outline.root.append(OutlineItem(NOTES, before + sum(part.pages for part in parts), "Fit"))


def _describe(pdf: Pdf, title: str) -> None:
    root = pdf.Root
    root.Lang = String(LANGUAGE)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=1)]))
    with pdf.open_metadata(set_pikepdf_as_editor=False) as about:
        about["dc:title"] = title
        about["dc:language"] = {LANGUAGE}
    pdf.docinfo[Name.Title] = String(title)
