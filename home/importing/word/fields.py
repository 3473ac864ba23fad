"""Word's fields: which of what stands in one is text for a reader, and where a link of one leads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from home.importing.word.names import W, qn
from home.importing.word.tree import Element

CONTENTS = frozenset(("TOC", "TOA", "INDEX", "TOF"))
_SILENT = CONTENTS | {
    "PAGE",
    "NUMPAGES",
    "SECTIONPAGES",
    "SECTION",
    "XE",
    "TC",
    "RD",
    "FILENAME",
    "SAVEDATE",
    "PRINTDATE",
}
_SILENT |= {
    "MACROBUTTON",
    "GOTOBUTTON",
    "ADVANCE",
    "PRINT",
    "REVNUM",
    "EDITTIME",
    "NUMWORDS",
    "NUMCHARS",
    "FILESIZE",
}
_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_BEGIN, _SEPARATE, _END = "begin", "separate", "end"


@dataclass
class Field:
    """One field that is open: told what it is until its result begins."""

    instruction: str = ""
    shows: bool = False  # the result has begun
    form: Element | None = None

    @property
    def name(self) -> str:
        return self.instruction.split()[0].upper() if self.instruction.split() else ""


@dataclass
class Fields:
    """The fields that are open at a place in a story. `known` are the marks that have their fellows."""

    known: set[Element] = field(default_factory=set)
    open: list[Field] = field(default_factory=list)

    @classmethod
    def of(cls, story: Element) -> Fields:
        """A field that is never closed must not swallow the rest of the text."""
        found = cls()
        began: list[list[Element]] = []
        for mark in story.iter(f"{W}fldChar"):
            kind = mark.get(qn("w:fldCharType"))
            if kind == _BEGIN:
                began.append([mark])
            elif began:
                began[-1].append(mark)
                if kind == _END:
                    found.known.update(began.pop())
        return found

    def mark(self, mark: Element) -> str:
        """Go past one mark; returns text that the field itself shows (the box of a form)."""
        if mark not in self.known:
            return ""
        kind = mark.get(qn("w:fldCharType"))
        if kind == _BEGIN:
            self.open.append(Field(form=mark.find(qn("w:ffData"))))
        elif kind == _SEPARATE and self.open:
            self.open[-1].shows = True
        elif kind == _END and self.open:
            closed = self.open.pop()
            if closed.name == "FORMCHECKBOX" and not self.hidden:
                return "☒ " if _is_ticked(closed.form) else "☐ "
        return ""

    def instruct(self, text: str) -> None:
        if self.open and not self.open[-1].shows:
            self.open[-1].instruction += text

    @property
    def hidden(self) -> bool:
        """Whether text here is for the program, not for a reader."""
        return any(not one.shows or one.name in _SILENT for one in self.open)

    @property
    def in_contents(self) -> bool:
        return any(one.name in CONTENTS for one in self.open)

    @property
    def href(self) -> str:
        """Where the innermost link that is open leads."""
        for one in reversed(self.open):
            if one.shows and (found := link_of(one.instruction)):
                return found
        return ""


def _is_ticked(form: Element | None) -> bool:
    if form is None:
        return False
    box = form.find(qn("w:checkBox"))
    state = box.find(qn("w:checked")) if box is not None else None
    if state is None and box is not None:
        state = box.find(qn("w:default"))
    return state is not None and (state.get(qn("w:val")) or "1") not in ("0", "false", "off")


def is_silent(instruction: str) -> bool:
    return bool(instruction.split()) and instruction.split(maxsplit=1)[0].upper() in _SILENT


def link_of(instruction: str) -> str:
    """The address in the instruction of a field; `#name` for a bookmark, empty for none."""
    words = [(quoted or bare) for quoted, bare in _WORDS.findall(instruction)]
    if not words:
        return ""
    name, rest = words[0].upper(), words[1:]
    if name == "HYPERLINK":
        target, anchor = "", ""
        expects = False
        for word in rest:
            if word.lower() == "\\l":
                expects = True
            elif expects:
                anchor, expects = word, False
            elif not word.startswith("\\") and not target:
                target = word
        if target:
            return f"{target}#{anchor}" if anchor else target
        return f"#{anchor}" if anchor else ""
    if name in ("REF", "PAGEREF", "NOTEREF") and rest and "\\h" in [word.lower() for word in rest]:
        return f"#{rest[0]}"
    return ""
