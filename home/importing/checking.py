"""An outline held against what the site knows: who owns it, what it is about, where its links go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from home.importing import inline
from home.importing.lookups import Lookups
from home.importing.outline import (
    DESCRIBE,
    NO_ALT,
    TEXT,
    Items,
    Notice,
    Outline,
    Paragraph,
    Remark,
    Steps,
    SystemLink,
)
from home.importing.outline import BulletList as Bullets
from home.importing.source import Source
from home.knowledge.base import KnowledgePage
from intranet.organisation.models import Unit
from intranet.people.models import Function
from intranet.subjects.models import Subject

NO_OWNER = "Ägare saknas. Välj en innan sidan skickas till granskning."


@dataclass(frozen=True)
class Defaults:
    """What the command line says for files that say nothing themselves."""

    owner: str = ""  # KIND@UNIT
    units: tuple[str, ...] = ()
    publish: bool = False
    decided_by: str = ""  # KIND@UNIT
    decided_on: date | None = None


@dataclass
class Resolved:
    """The fields of a file as objects of the site."""

    owner: Function | None = None
    units: list[Unit] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    related: list[str] = field(default_factory=list)  # slugs
    decided_by: Function | None = None
    decided_on: date | None = None
    linked: list[str] = field(default_factory=list)  # slugs of the pages that the text or its head names


class Check:
    """Looks at one file; what is wrong goes to the outline's problems and notes, with the line if known."""

    def __init__(
        self, outline: Outline, source: Source, lookups: Lookups, coming: Collection[str], defaults: Defaults
    ) -> None:
        self.outline = outline
        self.source = source
        self.lookups = lookups
        self.coming = coming
        self.defaults = defaults
        self.found = Resolved()

    def knowledge(self) -> Resolved:
        """Everything that a knowledge page needs. `coming` are the slugs of files read in together."""
        fields = self.outline.fields
        found = self.found
        found.owner = self._function("owner", fields.get("owner") or self.defaults.owner)
        found.units = self.units(fields.get("units") or self.defaults.units)
        found.subjects = self._subjects(fields.get("subjects", ()))
        found.related = list(fields.get("related", ()))
        self._decision()
        self._dates()
        self._pictures()
        self._opening()
        self._checklist()
        self.links()
        return found

    def links(self) -> Resolved:
        """Where links lead; those to pages that nobody has become text."""
        wanted = list(self.outline.fields.get("related", ()))
        addresses = [address for html in markup_of(self.outline) for address in inline.links(html)]
        if self.outline.system:
            addresses.append(f"system:{self.outline.system.code}")
        for block in self.outline.blocks():
            if isinstance(block, SystemLink):
                addresses.append(f"system:{block.code}")
            elif isinstance(block, Items):
                wanted.extend(item.link for item in block.items if item.link)
        for address in dict.fromkeys(addresses):
            scheme, _, rest = address.partition(":")
            if scheme == "rutin":
                wanted.append(rest.partition("#")[0])
            elif scheme == "system" and rest not in self.lookups.shortcuts:
                self._no_system(rest, address)
        for slug in dict.fromkeys(wanted):
            self.found.linked.append(slug)
            if slug not in self.lookups.pages and slug not in self.coming:
                self._note(f"Sidan {slug} finns inte än. Länken till den blev text.", slug)
        return self.found

    def units(self, codes: Collection[str]) -> list[Unit]:
        return self._known("Enheten", codes, self.lookups.units)

    def _subjects(self, slugs: Collection[str]) -> list[Subject]:
        by_name = {subject.name.casefold(): subject for subject in self.lookups.subjects.values()}
        return self._known("Ämnet", slugs, self.lookups.subjects | by_name)

    def _known(self, what: str, names: Collection[str], known: dict) -> list:
        found = []
        for name in names:
            if name in known:
                found.append(known[name])
            else:
                self._problem(f"{what} {name} finns inte.", name)
        return found

    def _function(self, name: str, code: str) -> Function | None:
        if not code:
            return None
        function = self.lookups.functions.get(code)
        if function is None:
            self._problem(f"Funktionen {code} ({name}) finns inte. Skriv den som chef@KLK-HR.", code)
        return function

    def _decision(self) -> None:
        if not self.defaults.publish:
            if self.found.owner is None:
                self._note(NO_OWNER)
            return
        if self.found.owner is None and not self.outline.fields.get("owner") and not self.defaults.owner:
            self._problem("Ägare saknas. Skriv owner i filhuvudet eller ge --owner.")
        fields = self.outline.fields
        code = fields.get("decided_by") or self.defaults.decided_by
        self.found.decided_by = self._function("decided_by", code)
        self.found.decided_on = fields.get("decided_on") or self.defaults.decided_on
        if not code:
            self._problem("Vem som beslutat saknas. Skriv decided_by i filhuvudet eller ge --decided-by.")
        if not self.found.decided_on:
            self._problem("Beslutsdatum saknas. Skriv decided_on i filhuvudet eller ge --decided-on.")
        elif self.found.decided_on > timezone.localdate():
            self._problem(f"Beslutsdatumet {self.found.decided_on} ligger i framtiden.", "decided_on")

    def _dates(self) -> None:
        fields = self.outline.fields
        start, end, review = (fields.get(name) for name in ("valid_from", "valid_to", "review_by"))
        if start and end and end < start:
            self._problem("Sista dagen (valid_to) ligger före den första (valid_from).", "valid_to")
        if start and review and review < start:
            self._problem("Översynen (review_by) ligger före den dag då texten börjar gälla.", "review_by")

    def _pictures(self) -> None:
        """A draft may wait for the words of its pictures; what is to be in force may not."""
        for picture in self.outline.wordless():
            missing = f"Bilden {picture.file} {NO_ALT}."
            if self.defaults.publish:
                self._problem(f"{missing} {DESCRIBE}", picture.source)
            else:
                self._note(
                    f"{missing} Skriv den vid bilden innan sidan skickas till granskning.", picture.source
                )

    def _opening(self) -> None:
        """Checklists and handbooks begin with plain text: what has no room there would be lost."""
        kind = self.outline.fields.get("kind")
        allowed: tuple[type, ...] = TEXT
        if kind == KnowledgePage.Kind.HANDBOOK:
            opening = self.outline.sections
            if not self.outline.chapters:
                self._problem("Handboken har inga kapitel. Skriv dem som rubriker på högsta nivån.")
            for section in opening:
                if section.heading:
                    self._problem(
                        f"Rubriken ”{section.heading}” står före det första kapitlet.", section.heading
                    )
        elif kind == KnowledgePage.Kind.CHECKLIST:
            opening, allowed = [s for s in self.outline.sections if not s.heading], (*TEXT, Items)
        else:
            return
        if not all(isinstance(block, allowed) for section in opening for block in section.blocks):
            self._problem(
                "Inledningen kan bara ha stycken och punktlistor. Flytta det andra till ett avsnitt."
            )

    def _checklist(self) -> None:
        is_checklist = self.outline.fields.get("kind") == KnowledgePage.Kind.CHECKLIST
        if not is_checklist:
            return
        titled = [section for section in self.outline.sections if section.heading]
        if not any(isinstance(block, Items) for section in self.outline.sections for block in section.blocks):
            self._problem("Checklistan har inga punkter. Skriv dem som - [ ] Beställ dator.")
        for section in titled:
            if not section.blocks or not all(isinstance(block, Items) for block in section.blocks):
                self._problem(
                    f"Avsnittet ”{section.heading}” har annat än punkter, eller inga. "
                    "Flytta texten till inledningen eller till en punkts hjälptext.",
                    section.heading,
                )
        for block in self.outline.blocks():
            for item in block.items if isinstance(block, Items) else ():
                if len(item.text) > 250:
                    self._problem(f"Punkten ”{item.text[:60]} …” är längre än 250 tecken.", item.text[:40])
                if item.function and item.function not in self.lookups.function_kinds:
                    self._problem(f"Funktionen {item.function} finns inte.", f"function: {item.function}")

    def _no_system(self, code: str, address: str) -> None:
        """Who wrote the file for us is told to mend it; who wrote it for people cannot be."""
        if self.source.lenient:
            self._note(f"Systemet {code} finns inte bland genvägarna. Länken till det blev text.", address)
        else:
            self._problem(f"Systemet {code} finns inte bland genvägarna.", address)

    def _problem(self, message: str, needle: str = "") -> None:
        self.outline.problems.append(Remark(message, self.source.line_of(needle)))

    def _note(self, message: str, needle: str = "") -> None:
        self.outline.notes.append(Remark(message, self.source.line_of(needle)))


def markup_of(outline: Outline) -> list[str]:
    """Every stretch of html in an outline."""
    found = [f"{step.html}{step.below}" for step in outline.answer]
    for block in outline.blocks():
        if isinstance(block, (Paragraph, Notice)):
            found.append(block.html)
        elif isinstance(block, Bullets):
            found.extend(block.items)
        elif isinstance(block, Steps):
            found.extend(f"{step.html}{step.below}" for step in block.steps)
        elif isinstance(block, Items):
            found.extend(item.html for item in block.items)
    return found
