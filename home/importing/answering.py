"""The short answer of a text: under its own heading, or, where somebody asks for it, the first list of the text."""

from __future__ import annotations

from home.importing import inline, nesting
from home.importing.markup import Markup
from home.importing.outline import Block, BulletList, Items, Outline, Remark, Section, Step, Steps, SystemLink
from home.importing.telling import message_of
from home.knowledge.base import KnowledgePage
from intranet.tables.reading import folded

HEADING = "Det här gör du"
ANSWER = folded(HEADING)
MISSING = f"Avsnittet ”{HEADING}” saknas. Skriv det korta svaret på sidan."
NOT_NUMBERED = f"”{HEADING}” har ingen numrerad lista och blev ett vanligt avsnitt."
HEADING_GONE = "Rubriken ”{}” togs bort: listan under den står under ”Det här gör du”."
_OTHERS = (KnowledgePage.Kind.CHECKLIST.value, KnowledgePage.Kind.HANDBOOK.value)


def has_answer(kind: str) -> bool:
    """Whether pages of a kind begin with a short answer, which they cannot be published without."""
    return kind not in _OTHERS


def take_answer(outline: Outline) -> None:
    """Move "Det här gör du" out of the sections: its steps, its button, and what else it says."""
    for section in outline.sections:
        if folded(section.heading) != ANSWER:
            continue
        steps = next((block for block in section.blocks if isinstance(block, Steps)), None)
        if steps is None:
            outline.notes.append(Remark(NOT_NUMBERED))
            return
        _give(outline, steps.steps)
        _leave(outline, section, steps)
        return
    outline.notes.append(Remark(MISSING))


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
    heading = section.heading
    _give(outline, _steps_of(block))
    _leave(outline, section, block)
    if section not in outline.sections and heading and folded(heading) != ANSWER:
        outline.notes.append(Remark(HEADING_GONE.format(heading)))
    outline.notes = [note for note in outline.notes if note.message not in (MISSING, NOT_NUMBERED)]


def _first(outline: Outline) -> tuple[Section, Block] | None:
    """The first list, that under the answer's own heading before any other."""
    own_first = sorted(outline.sections, key=lambda section: folded(section.heading) != ANSWER)
    for section in own_first:
        for block in section.blocks:
            if isinstance(block, (Steps, BulletList, Items)):
                return section, block
    return None


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
    """What is left of a section when its list has become the answer."""
    rest = [block for block in section.blocks if block is not taken]
    if folded(section.heading) == ANSWER:
        outline.system = next((block for block in rest if isinstance(block, SystemLink)), None)
        rest = [block for block in rest if block is not outline.system]
        section.heading = section.heading if not rest else ""
    section.blocks = rest
    if not rest:
        outline.sections = [one for one in outline.sections if one is not section]
