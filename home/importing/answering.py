"""The short answer of a text: under its own heading, or, where somebody asks for it, the first list of the text."""

from __future__ import annotations

from collections.abc import Iterator

from home.importing import inline, nesting
from home.importing.answer_heading import HEADING, is_answer, promises_answer, says_the_same
from home.importing.markup import Markup
from home.importing.outline import (
    Block,
    BulletList,
    Items,
    Outline,
    Remark,
    Section,
    Step,
    Steps,
    Subheading,
    SystemLink,
)
from home.importing.telling import message_of
from home.knowledge.base import KnowledgePage

MISSING = f"Avsnittet ”{HEADING}” saknas. Skriv det korta svaret på sidan."
NOT_NUMBERED = f"”{HEADING}” har ingen numrerad lista och blev ett vanligt avsnitt."
HEADING_GONE = "Rubriken ”{}” togs bort: listan under den står under ”Det här gör du”."
HEADING_LEFT = (
    "Rubriken ”{}” står kvar utan text: listan under den står under ”Det här gör du”. "
    "Skriv något under rubriken eller ta bort den."
)
LISTS = (Steps, BulletList, Items)
_OTHERS = (KnowledgePage.Kind.CHECKLIST.value, KnowledgePage.Kind.HANDBOOK.value)


def has_answer(kind: str) -> bool:
    """Whether pages of a kind begin with a short answer, which they cannot be published without."""
    return kind not in _OTHERS


def take_answer(outline: Outline) -> None:
    """Move "Det här gör du" out of the sections: its steps, its button, and what else it says."""
    found = _own(outline)
    if found is not None:
        section, block = found
        _give(outline, _steps_of(block))
        _leave(outline, section, block)
    elif any(is_answer(section.heading) for section in outline.sections):
        outline.notes.append(Remark(NOT_NUMBERED))
    else:
        outline.notes.append(Remark(MISSING))


def _own(outline: Outline) -> tuple[Section, Block] | None:
    """The list that the file itself gives as its answer: the very heading's before that of one that says the same."""
    for heads in (is_answer, promises_answer):
        for section in outline.sections:
            for place, block in enumerate(section.blocks):
                if isinstance(block, LISTS) and heads(_directly_above(section, place)):
                    return section, block
            steps = next((block for block in section.blocks if isinstance(block, Steps)), None)
            if steps is not None and heads is is_answer and is_answer(section.heading):
                return section, steps
    return None


def _directly_above(section: Section, place: int) -> str:
    """The heading that nothing stands between and this block; empty for none."""
    if not place:
        return section.heading
    above = section.blocks[place - 1]
    return above.text if isinstance(above, Subheading) else ""


def _give(outline: Outline, steps: tuple[Step, ...]) -> None:
    outline.answer = steps
    told = [message_of(nesting.TO_ROWS, _words_of(step)) for step in steps if step.below]
    known = {note.message for note in outline.notes}
    outline.notes.extend(Remark(message) for message in told if message not in known)


def _words_of(step: Step) -> str:
    """What the file says in the step's line, as its reader tells it."""
    return inline.plain(f"{inline.escaped(step.title)} {step.html}")


def first_list(outline: Outline) -> tuple[Step, ...]:
    """What the text has that could be its short answer, if it has none: the steps; empty without a list."""
    found = None if outline.answer else _first(outline)
    return _steps_of(found[1]) if found else ()


def take_first_list(outline: Outline) -> None:
    """Make the first list of a text without a short answer that answer."""
    found = None if outline.answer else _first(outline)
    if not found:
        return
    section, block = found
    _give(outline, _steps_of(block))
    _leave(outline, section, block)
    outline.notes = [note for note in outline.notes if note.message not in (MISSING, NOT_NUMBERED)]


def _first(outline: Outline) -> tuple[Section, Block] | None:
    """The first list, one under a heading of the answer before any other."""
    lists = list(_lists(outline))
    for said in (is_answer, promises_answer):
        for heading, section, block in lists:
            if said(heading) or said(section.heading):
                return section, block
    return lists[0][1:] if lists else None


def _lists(outline: Outline) -> Iterator[tuple[str, Section, Block]]:
    """Every list, with the heading that it stands under, in reading order."""
    for section in outline.sections:
        heading = section.heading
        for block in section.blocks:
            if isinstance(block, Subheading):
                heading = block.text
            elif isinstance(block, LISTS):
                yield heading, section, block


def _steps_of(block: Block) -> tuple[Step, ...]:
    if isinstance(block, Steps):
        return block.steps
    if isinstance(block, Items):
        return tuple(Step(item.text, item.html) for item in block.items)
    return tuple(map(_step, block.items)) if isinstance(block, BulletList) else ()


def _step(html: str) -> Step:
    item = inline.soup(f"<ul><li>{html}</li></ul>").find("li")
    step = Markup().step(nesting.line(item) if item is not None else html)
    inner = nesting.lists(item) if item is not None else ""
    return Step(step.title, step.html, inner)


def _leave(outline: Outline, section: Section, taken: Block) -> None:
    """What is left of a section when its list has become the answer: no word but those that the answer says."""
    head, part = _part_of(section, taken)
    whole = is_answer(section.heading)
    if whole or (head is not None and is_answer(head.text)):
        among = section.blocks if whole else part
        outline.system = next((block for block in among if isinstance(block, SystemLink)), None)
    gone: list[Block | None] = [taken, outline.system]
    if head is not None and not _without(part, gone) and _goes(outline, head.text):
        gone.append(head)
    section.blocks = _without(section.blocks, gone)
    if section.blocks:
        section.heading = "" if whole else section.heading
    elif not section.heading or _goes(outline, section.heading):
        outline.sections = [one for one in outline.sections if one is not section]


def _part_of(section: Section, taken: Block) -> tuple[Subheading | None, list[Block]]:
    """The subheading that a block stands under, if there is one, and all that stands under that."""
    head: Subheading | None = None
    part: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Subheading):
            if any(one is taken for one in part):
                break
            head, part = block, []
        else:
            part.append(block)
    return head, part


def _without(blocks: list[Block], gone: list[Block | None]) -> list[Block]:
    return [block for block in blocks if not any(block is one for one in gone)]


def _goes(outline: Outline, heading: str) -> bool:
    """Whether a heading that nothing stands under any more goes: if the answer's says the same. It is told of."""
    if is_answer(heading):
        return True
    gone = says_the_same(heading)
    outline.notes.append(Remark((HEADING_GONE if gone else HEADING_LEFT).format(heading)))
    return gone
