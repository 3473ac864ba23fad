"""Word's fields: which of what stands in one is text for a reader, and where a link of one leads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from home.importing.prose.symbols import symbol
from home.importing.word.names import W, qn
from home.importing.word.tree import Element, number

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
BUTTONS = frozenset(("MACROBUTTON", "GOTOBUTTON"))
# What Word counts or draws each time the file is opened, and keeps nowhere.
UNCOUNTED = frozenset(("EQ", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "BARCODE"))
_SILENT |= BUTTONS | {
    "ADVANCE",
    "PRINT",
    "REVNUM",
    "EDITTIME",
    "NUMWORDS",
    "NUMCHARS",
    "FILESIZE",
}
_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_TAKES_ONE = ("\\l", "\\o", "\\t")  # the place within, what is shown beside, the frame it opens in
_BEGIN, _SEPARATE, _END = "begin", "separate", "end"


@dataclass
class Field:
    """One field that is open: told what it is until its result begins."""

    instruction: str = ""
    shows: bool = False  # the result has begun
    form: Element | None = None
    heard: bool = False  # its result has had text

    @property
    def name(self) -> str:
        return name_of(self.instruction)

    @property
    def arguments(self) -> str:
        """The instruction without its name and, of a button, the macro's."""
        return " ".join(self.instruction.split()[2 if self.name in BUTTONS else 1 :])

    def said(self) -> str:
        """Text that the field itself shows: the box of a form, what is chosen in a list, a sign."""
        if self.name == "FORMCHECKBOX":
            return "☒ " if _is_ticked(self.form) else "☐ "
        if self.heard:
            return ""
        if self.name == "FORMDROPDOWN":
            return _chosen(self.form)
        return _sign(self.instruction) if self.name == "SYMBOL" else ""


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

    def mark(self, mark: Element) -> Field | None:
        """Go past one mark; returns the field that ends with it."""
        if mark not in self.known:
            return None
        kind = mark.get(qn("w:fldCharType"))
        if kind == _BEGIN:
            self.open.append(Field(form=mark.find(qn("w:ffData"))))
        elif kind == _SEPARATE and self.open:
            self.open[-1].shows = True
        elif kind == _END and self.open:
            return self.open.pop()
        return None

    def hear(self) -> None:
        """Text stands here."""
        for one in self.open:
            one.heard = one.heard or one.shows

    @property
    def shows(self) -> bool:
        """Whether the result of every field that is open has begun."""
        return all(one.shows for one in self.open)

    @property
    def instruction(self) -> str:
        """Of the field that keeps the text here from a reader."""
        return next((one.instruction for one in self.open if one.name in _SILENT), "")

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


def _chosen(form: Element | None) -> str:
    """What is chosen in a list of a form."""
    found = form.find(qn("w:ddList")) if form is not None else None
    if found is None:
        return ""
    entries = [entry.get(qn("w:val")) or "" for entry in found.findall(qn("w:listEntry"))]
    place = found.find(qn("w:result"))
    place = place if place is not None else found.find(qn("w:default"))
    at = number(place.get(qn("w:val")) if place is not None else None)
    return entries[at] if 0 <= at < len(entries) else ""


def _sign(instruction: str) -> str:
    """The character of SYMBOL 168 \\f Wingdings."""
    words = [quoted or bare for quoted, bare in _WORDS.findall(instruction)][1:]
    font = next((words[at + 1] for at, word in enumerate(words[:-1]) if word.lower() == "\\f"), "")
    code = words[0] if words else ""
    return symbol(font, code[2:] if code[:2].lower() == "0x" else f"{max(number(code), 0):x}")


def name_of(instruction: str) -> str:
    words = instruction.split(maxsplit=1)
    return words[0].upper() if words else ""


def is_silent(instruction: str) -> bool:
    return name_of(instruction) in _SILENT


def link_of(instruction: str) -> str:
    """The address in the instruction of a field; `#name` for a bookmark, empty for none."""
    words = [(quoted or bare) for quoted, bare in _WORDS.findall(instruction)]
    if not words:
        return ""
    name, rest = words[0].upper(), words[1:]
    if name == "HYPERLINK":
        target, anchor = "", ""
        expects = ""
        for word in rest:
            if expects:
                anchor, expects = (word if expects == "\\l" else anchor), ""
            elif word.lower() in _TAKES_ONE:
                expects = word.lower()
            elif not word.startswith("\\") and not target:
                target = word
        if target:
            return f"{target}#{anchor}" if anchor else target
        return f"#{anchor}" if anchor else ""
    if name in ("REF", "PAGEREF", "NOTEREF") and rest and "\\h" in [word.lower() for word in rest]:
        return f"#{rest[0]}"
    return ""
