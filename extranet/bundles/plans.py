"""From what somebody gets to the plan of a book, in words of JSON, for the child that binds it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from extranet.bundles.binding.plan import BROKEN, OTHER, ChapterPlan, PaperPlan, Plan
from extranet.bundles.contents import Chapter, Contents
from extranet.bundles.limits import PAGES
from extranet.notes.reading import Note
from intranet.files.types import PDF

KIND = "Handlingar till sammanträde"
ABOUT = (
    "Sammanställd av intranätet. Sidnumren längst ned till höger går genom hela filen. "
    "Ärenden och handlingar på dagordningen är länkar, och de finns bland bokmärkena."
)


def plan(
    contents: Contents, *, mark: str = "", notes: Sequence[Note] = (), broken: Collection[int] = ()
) -> Plan:
    """`mark`: what stands on papers that carry it; `broken`: those (by place) that have broken their reader before."""
    meeting = contents.meeting
    starts = timezone.localtime(meeting.starts)
    with override("sv"):
        day = date_format(starts, "l j F Y").capitalize()
        short = date_format(starts, "j F Y")
    place = 0
    chapters: list[ChapterPlan] = []
    for chapter in contents.chapters:
        papers: list[PaperPlan] = []
        for piece in chapter.pieces:
            version = piece.placement.version
            why = BROKEN if place in broken else "" if version.content_type == PDF else OTHER
            place += 1
            papers.append(
                {"path": version.file.path, "title": piece.title, "why": why, "marked": piece.marked}
            )
        chapters.append(
            {"number": _number(chapter), "title": chapter.title, "note": chapter.note, "papers": papers}
        )
    return {
        "title": f"{meeting.body.name} {short}",
        "kind": KIND,
        "body": meeting.body.name,
        "day": f"{day} klockan {starts:%H.%M}",
        "place": meeting.place,
        "about": ABOUT,
        "chapters": chapters,
        "notes": _notes(contents, notes),
        "mark": mark,
        "most_pages": PAGES,
    }


def _number(chapter: Chapter) -> str:
    return "" if chapter.number is None else str(chapter.number)


def _notes(contents: Contents, notes: Sequence[Note]) -> list[dict]:
    chapters = {chapter.item.pk: chapter for chapter in contents.chapters}
    titles = {piece.placement.pk: piece.title for piece in contents.pieces}
    order = {pk: place for place, pk in enumerate(chapters)}
    shown = sorted((note for note in notes if _is_of(note, chapters, titles)), key=lambda n: order[n.item])
    groups = []
    for item, mine in groupby(shown, key=lambda note: note.item):
        chapter = chapters[item]
        number = f"{chapter.number}. " if chapter.number is not None else ""
        groups.append(
            {
                "title": f"{number}{chapter.title}",
                "notes": [
                    {
                        "about": _about(note, titles),
                        "quote": note.quote,
                        "lines": [line for line in note.text.splitlines() if line.strip()],
                    }
                    for note in mine
                ],
            }
        )
    return groups


def _is_of(note: Note, chapters: dict[int, Chapter], titles: dict[int, str]) -> bool:
    """On an item, or on a paper, that is in the book itself: a title that is not there stands in no note either."""
    return note.item in chapters and (note.placement is None or note.placement in titles)


def _about(note: Note, titles: dict[int, str]) -> str:
    if note.placement is None:
        return "Om ärendet"
    page = f", sida {note.page_now}" if note.page_now else ""
    return f"{titles[note.placement]}{page}"
