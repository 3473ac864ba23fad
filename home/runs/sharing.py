"""Sharing out the items of a run by the functions that the checklist names."""

from __future__ import annotations

from dataclasses import dataclass

from home.runs import access
from home.runs.models import Run, RunItem
from home.runs.proposals import proposals
from intranet.access import people
from intranet.access.viewer import Viewer
from intranet.people.models import Person


@dataclass(frozen=True)
class Proposed:
    """An item that nobody has, and who holds its function; `title` is the function's."""

    item: RunItem
    person: Person
    title: str

    @property
    def value(self) -> str:
        """Names both, so that what was agreed to is what is done."""
        return f"{self.item.pk}-{self.person.pk}"


def proposed(run: Run, viewer: Viewer) -> list[Proposed]:
    """Whom the viewer may see and who may read the checklist; the others are left to be chosen by hand."""
    items = list(run.items.open().filter(assignee=None).exclude(function=""))
    answers = proposals(run, (item.function for item in items), viewer.today)
    held = {code: answer.person for code, answer in answers.items() if answer.person is not None}
    seen = [person for person in set(held.values()) if people.is_visible_to(viewer, person)]
    able = access.readers(seen, run.version.page.path, viewer.today)
    return [
        Proposed(item, held[item.function], answers[item.function].title)
        for item in items
        if item.function in held and held[item.function].pk in able
    ]
