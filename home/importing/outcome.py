"""What an import of texts came to, file by file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from home.importing.plan import Action
from home.importing.survey import Ticket
from intranet.tables.writing import as_lines

WORDS = {
    "made": "Nya",
    "changed": "Ändrade",
    "decided": "Beslutade",
    "unchanged": "Oförändrade",
    "waiting": "Väntar",
    "refused": "Inte inlästa",
}
_BY_ACTION = {
    Action.MAKE: "made",
    Action.FINISH: "made",
    Action.CHANGE: "changed",
    Action.DECIDE: "decided",
    Action.KEEP: "unchanged",
    Action.REFUSE: "refused",
}


@dataclass
class Outcome:
    """`results` says for each file (by its key) which of `WORDS` it came to."""

    results: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dry_run: bool = False
    stopped: bool = False  # a file is wrong, so nothing was written
    went_on: bool = False  # an interrupted import was taken up

    def count(self, result: str) -> int:
        return Counter(self.results.values())[result]

    @property
    def changes(self) -> int:
        return self.count("made") + self.count("changed") + self.count("decided")

    @property
    def all_refused(self) -> bool:
        """Whether there were files and none of them could be read in."""
        return bool(self.results) and self.count("refused") == len(self.results)

    def settle(self, ticket: Ticket) -> None:
        """A file may have been refused since it was planned."""
        refused = ticket.action == Action.REFUSE
        self.results[ticket.key] = _BY_ACTION[Action.REFUSE if refused else ticket.planned]
        self.problems.extend(f"{ticket.file}: {problem}" for problem in ticket.problems)
        if not refused and ticket.planned != Action.KEEP:
            self.notes.extend(f"{ticket.file}: {note}" for note in ticket.notes)

    def lines(self) -> list[str]:
        rows = [
            (word, self.count(result))
            for result, word in WORDS.items()
            if self.count(result) or result != "waiting"
        ]
        done = "Provkörning, inget har ändrats: " if self.dry_run else ""
        parts = ["Fortsatte där den förra inläsningen slutade.", ""] if self.went_on else []
        if self.problems:
            parts += ["Inte inlästa, med skäl:", *(f"  {problem}" for problem in self.problems), ""]
        if self.notes:
            parts += ["Att se över:", *(f"  {note}" for note in self.notes), ""]
        return [*parts, *as_lines(("Filer", "Antal"), rows), "", f"{done}{self._sum()}"]

    def _sum(self) -> str:
        """The last line, which is all that many read."""
        if self.stopped:
            return "Inget är inläst, eftersom filer har fel. Rätta dem, eller ge --skip-wrong för att läsa in de andra."
        changes = f"{self.changes} {'ändring' if self.changes == 1 else 'ändringar'}."
        refused = self.count("refused")
        if not refused:
            return changes
        files = "fil lästes" if refused == 1 else "filer lästes"
        return f"{changes} {refused} {files} inte in: skälen står överst."
