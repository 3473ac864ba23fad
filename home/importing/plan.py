"""One file, read and held against what the site knows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from home.importing.arranging import arrange
from home.importing.checking import Check, Defaults, Resolved
from home.importing.lookups import Lookups
from home.importing.models import ImportedText
from home.importing.outline import Outline, Remark
from home.importing.pictures import Pictures
from home.importing.reading import read_bytes, read_source
from home.importing.source import UnreadableTextError
from home.knowledge.base import KnowledgePage
from home.knowledge.checklist import ChecklistPage
from home.knowledge.handbook import HandbookPage
from home.knowledge.routine import RoutinePage


class Action(StrEnum):
    MAKE = "make"  # there is no page yet
    FINISH = "finish"  # an earlier run was interrupted: the page is a shell
    CHANGE = "change"  # the file says something else than last time
    DECIDE = "decide"  # read in as a draft before, now to be in force
    KEEP = "keep"
    REFUSE = "refuse"


@dataclass
class Plan:
    """One file with all that it says. Many of these at once take much memory: see `survey`."""

    path: Path
    key: str
    folder: str
    slug: str
    digest: str = ""
    size: int = 0  # bytes
    outline: Outline = field(default_factory=Outline)
    resolved: Resolved = field(default_factory=Resolved)
    pictures: Pictures | None = None
    row: ImportedText | None = None
    action: Action = Action.MAKE

    @property
    def page_class(self) -> type[KnowledgePage]:
        return class_for(self.outline.fields.get("kind", ""))

    def refuse(self, message: str) -> None:
        self.outline.problems.append(Remark(message))
        self.action = Action.REFUSE


def class_for(kind: str) -> type[KnowledgePage]:
    """The class of the pages of a kind."""
    if kind == KnowledgePage.Kind.CHECKLIST:
        return ChecklistPage
    return HandbookPage if kind == KnowledgePage.Kind.HANDBOOK else RoutinePage


def read_plan(plan: Plan, root: Path, lookups: Lookups, coming: Collection[str], defaults: Defaults) -> None:
    """Fill in what the file says; what is wrong with it refuses it. Nothing is written."""
    try:
        data = read_bytes(plan.path)
        plan.digest, plan.size = hashlib.sha256(data).hexdigest(), len(data)
        source = read_source(plan.path, data)
    except UnreadableTextError as error:
        plan.refuse(str(error))
        return
    plan.outline = arrange(source)
    plan.resolved = Check(plan.outline, source, lookups, coming, defaults).knowledge()
    plan.pictures = Pictures(plan.outline, plan.path.parent, root)
    plan.pictures.check()
    if plan.outline.problems:
        plan.action = Action.REFUSE
