"""What an import came to: counts by sort, what was wrong, and what is worth knowing."""

from __future__ import annotations

from dataclasses import dataclass, field

from intranet.tables.rows import Problem
from intranet.tables.writing import as_lines

SORTS = {
    "organisations": "Juridiska personer",
    "units": "Enheter",
    "workplaces": "Arbetsplatser",
    "people": "Personer",
    "employments": "Anställningar",
    "appointments": "Funktioner",
}


@dataclass
class Tally:
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0  # people deactivated; employments and appointments given a last day

    def count(self, made: bool, changed: bool) -> None:
        if made:
            self.made += 1
        elif changed:
            self.changed += 1
        else:
            self.unchanged += 1


@dataclass
class Outcome:
    tallies: dict[str, Tally] = field(default_factory=lambda: {sort: Tally() for sort in SORTS})
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dry_run: bool = False

    @property
    def refused(self) -> bool:
        return bool(self.problems)

    @property
    def changes(self) -> int:
        return sum(tally.made + tally.changed + tally.ended for tally in self.tallies.values())

    def lines(self) -> list[str]:
        """The table that ends a run, and one line that says what it means."""
        if self.refused:
            return [*(str(p) for p in self.problems), "", f"{len(self.problems)} fel. Inget har lästs in."]
        rows = [
            (SORTS[sort], tally.made, tally.changed, tally.unchanged, tally.ended)
            for sort, tally in self.tallies.items()
        ]
        done = "Provkörning, inget har ändrats: " if self.dry_run else ""
        return [
            *as_lines(("", "Nya", "Ändrade", "Oförändrade", "Avslutade"), rows),
            *self.notes,
            "",
            f"{done}{self.changes} {'ändring' if self.changes == 1 else 'ändringar'}.",
        ]
