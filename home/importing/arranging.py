"""Blocks in a row become an outline: title, short answer, sections, chapters."""

from __future__ import annotations

import re

from home.importing import inline
from home.importing.answer_heading import promises_answer
from home.importing.answering import take_answer
from home.importing.building import listed
from home.importing.checking import markup_of
from home.importing.fields import typed
from home.importing.outline import (
    DESCRIBE,
    NO_ALT,
    Block,
    Chapter,
    Heading,
    Items,
    Outline,
    Paragraph,
    Read,
    Remark,
    Section,
    Steps,
    Subheading,
    SystemLink,
)
from home.importing.prose.remarks import LINK_WITHIN
from home.importing.source import Source
from home.importing.telling import message_of
from home.importing.ticking import Fitting
from home.knowledge.base import KnowledgePage
from intranet.tables.reading import folded

Kind = KnowledgePage.Kind
LONGEST_HEADING = 120
TITLE_OF_HEADING = (
    "Rubriken ”{}” är filens enda på sin nivå och blev sidans titel. Ändra titeln om den är ett avsnitt."
)
_WITHIN = re.compile(r'<a href="#([^"]+)">(.*?)</a>')
BOXES_GONE = (
    "Rutor att bocka av blev vanliga punkter, utan rutor. Välj slaget Checklista om de ska gå att bocka av."
)


def arrange(source: Source) -> Outline:
    """The outline of a knowledge text."""
    fields, problems = typed(source.written, strict=source.strict)
    for problem in problems:
        problem.line = problem.line or _line_of_field(source, problem)
    outline = Outline(
        fields=fields,
        pictures=source.pictures,
        problems=[*source.problems, *([] if source.lenient else problems)],
        notes=[*source.notes, *(problems if source.lenient else [])],
    )
    kind = fields.setdefault("kind", Kind.ROUTINE.value)
    blocks = _titled(outline, source)
    fitting = Fitting() if kind == Kind.CHECKLIST and source.lenient else None
    if fitting is not None:
        blocks = [fitting.ticked(block) for block in blocks]
    if kind == Kind.HANDBOOK:
        outline.chapters, opening = _chapters(blocks)
        outline.sections = opening
    else:
        outline.sections = _sections(blocks)
        if fitting is not None:
            outline.sections = fitting.sections(outline.sections)
            outline.notes.extend(fitting.notes)
        if kind != Kind.CHECKLIST:
            take_answer(outline)
    if kind != Kind.CHECKLIST and any(isinstance(block, Items) for block in outline.blocks()):
        outline.notes.append(Remark(BOXES_GONE))
    _check_headings(outline, source)
    if source.lenient:
        _tell_of_links(outline)
    return outline


def _tell_of_links(outline: Outline) -> None:
    """Links within the text to what is no section of the page: they become their words."""
    places = outline.places()
    for html in markup_of(outline):
        for place, words in _WITHIN.findall(html):
            if place not in places:
                outline.notes.append(Remark(message_of(LINK_WITHIN, inline.plain(words))))


def arrange_article(source: Source, names: dict[str, tuple[str, ...]]) -> Outline:
    """The outline of news or of an ordinary page: sections only, numbered lists as lists."""
    fields, problems = typed(source.written, names=names, strict=source.strict)
    outline = Outline(fields=fields, problems=[*source.problems, *problems], notes=list(source.notes))
    outline.sections = _sections(_titled(outline, source))
    for section in outline.sections:
        section.blocks = [_as_list(block) for block in section.blocks]
    _check_headings(outline, source)
    outline.problems.extend(
        Remark(f"Bilden {picture.file} {NO_ALT}. {DESCRIBE}", source.line_of(picture.source))
        for picture in outline.wordless()
    )
    return outline


def _as_list(block: Block) -> Block:
    """News has no steps: a numbered list stays a list, a button becomes a link."""
    if isinstance(block, Steps):
        return listed(block)
    if isinstance(block, SystemLink):
        return Paragraph(f'<a href="system:{block.code}">{_escaped(block.label)}</a>')
    return block


def _escaped(text: str) -> str:
    from html import escape

    return escape(text, quote=False)


def _titled(outline: Outline, source: Source) -> list[Read]:
    """The blocks without the heading that is the title, which goes to the outline."""
    blocks = list(source.blocks)
    title = outline.fields.pop("title", "")
    first = blocks[0] if blocks and isinstance(blocks[0], Heading) else None
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=0)
    alone = first is not None and sum(isinstance(b, Heading) and b.level == top for b in blocks) == 1
    if (
        first is not None
        and first.level == top
        and alone
        and not promises_answer(first.text)
        and (not title or folded(first.text) == folded(title))
    ):
        # The only heading of its level, at the very top: the document's own title line.
        title = title or first.text
        blocks = blocks[1:]
        if source.lenient and not any(told.kind == "Titel" for told in source.told):
            outline.notes.append(Remark(TITLE_OF_HEADING.format(first.text)))
    outline.title = title or source.title or source.last_title
    if outline.title and not title and source.lenient:
        where = "egenskaper" if source.title else "namn"
        outline.notes.append(Remark(f"Titeln är tagen från filens {where}."))
    if not outline.title:
        outline.problems.append(Remark("Titel saknas. Skriv title i filhuvudet eller en rubrik överst."))
    return blocks


def _sections(blocks: list[Read]) -> list[Section]:
    """The highest level that is used opens sections; those below are subheadings inside them."""
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=0)
    sections = [Section()]
    for block in blocks:
        if isinstance(block, Heading):
            if block.level == top:
                sections.append(Section(block.text))
            else:
                sections[-1].blocks.append(Subheading(block.text))
        else:
            sections[-1].blocks.append(block)
    return [section for section in sections if section.heading or section.blocks]


def _chapters(blocks: list[Read]) -> tuple[list[Chapter], list[Section]]:
    """The chapters, and what stands before the first."""
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=0)
    opening: list[Read] = []
    chapters: list[tuple[str, list[Read]]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == top:
            chapters.append((block.text, []))
        else:
            (chapters[-1][1] if chapters else opening).append(block)
    return [Chapter(title, _sections(inside)) for title, inside in chapters], _sections(opening)


def _check_headings(outline: Outline, source: Source) -> None:
    sections = [*outline.sections, *(section for chapter in outline.chapters for section in chapter.sections)]
    titles = [*(section.heading for section in sections), *(chapter.title for chapter in outline.chapters)]
    outline.problems.extend(
        Remark(f"Rubriken ”{title[:60]} …” är längre än {LONGEST_HEADING} tecken.", source.line_of(title))
        for title in titles
        if len(title) > LONGEST_HEADING
    )
    if not outline.sections and not outline.chapters and not outline.answer:
        outline.problems.append(Remark("Filen har ingen text."))


def _line_of_field(source: Source, problem: Remark) -> int | None:
    for label in source.written:
        if f" {label} " in problem.message or f"”{label}”" in problem.message:
            return source.line_of(f"{label}:")
    return None
