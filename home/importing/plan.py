"""One file, read and held against what the site knows."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.db import DatabaseError

from home.importing.arranging import arrange
from home.importing.checking import Check, Defaults, Resolved
from home.importing.company import CRASHED, Reading
from home.importing.lookups import Lookups
from home.importing.models import ImportedText
from home.importing.outline import Outline, Remark
from home.importing.pictures import Pictures
from home.importing.source import Source
from home.importing.wire import places_of
from home.knowledge.base import KnowledgePage
from home.knowledge.checklist import ChecklistPage
from home.knowledge.handbook import HandbookPage
from home.knowledge.routine import RoutinePage

log = logging.getLogger(__name__)


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


def read_plan(
    plan: Plan, reading: Reading, root: Path, lookups: Lookups, coming: Collection[str], defaults: Defaults
) -> None:
    """Fill in what the file says; what is wrong with it refuses it, and no other. Nothing is written."""
    plan.digest, plan.size = reading.digest, reading.size
    if reading.source is None:
        plan.refuse(reading.refused or CRASHED)
        return
    try:
        _look(plan, reading.source, root, lookups, coming, defaults)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001  # one file stops no other
        # The class and the place in the code, never the message: it may quote the file.
        log.warning("a file could not be arranged: %s at %s", type(error).__name__, places_of(error))
        plan.refuse(CRASHED)
    if plan.outline.problems:
        plan.action = Action.REFUSE


def _look(
    plan: Plan, source: Source, root: Path, lookups: Lookups, coming: Collection[str], defaults: Defaults
) -> None:
    plan.outline = arrange(source)
    plan.resolved = Check(plan.outline, source, lookups, coming, defaults).knowledge()
    plan.pictures = Pictures(plan.outline, plan.path.parent, root)
    plan.pictures.check()
