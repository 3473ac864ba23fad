"""What is to be done with each file: found out for all of them before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Set
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from wagtail.models import Page

from home.importing.arranging import arrange
from home.importing.checking import Check, Defaults, Resolved
from home.importing.inline import slug_of
from home.importing.lookups import Lookups
from home.importing.models import ImportedText
from home.importing.outline import Outline, Remark
from home.importing.pictures import Pictures
from home.importing.reading import read_bytes, read_source, text_files
from home.importing.source import UnreadableTextError
from home.knowledge.base import KnowledgePage
from home.knowledge.checklist import ChecklistPage
from home.knowledge.handbook import HandbookPage
from home.knowledge.index import KnowledgeIndexPage
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
    """One file."""

    path: Path
    key: str
    folder: str
    slug: str
    digest: str = ""
    outline: Outline = field(default_factory=Outline)
    resolved: Resolved = field(default_factory=Resolved)
    pictures: Pictures | None = None
    row: ImportedText | None = None
    action: Action = Action.MAKE

    @property
    def page_class(self) -> type[KnowledgePage]:
        kind = self.outline.fields.get("kind")
        if kind == KnowledgePage.Kind.CHECKLIST:
            return ChecklistPage
        return HandbookPage if kind == KnowledgePage.Kind.HANDBOOK else RoutinePage

    def refuse(self, message: str) -> None:
        self.outline.problems.append(Remark(message))
        self.action = Action.REFUSE


def plans_of(
    folder: Path, lookups: Lookups, defaults: Defaults, *, replace_edited: bool = False
) -> list[Plan]:
    """A plan for every file of the folder, those that cannot be read in refused with the reason."""
    root = folder if folder.is_dir() else folder.parent
    plans = [_plan(path, root) for path in text_files(folder)]
    _refuse_doubles(plans)
    coming = {plan.slug for plan in plans}
    rows = {
        row.key: row
        for row in ImportedText.objects.filter(key__startswith=f"{root.resolve().name}/").select_related(
            "page"
        )
    }
    # A page of news or the start page may share an address's last part; a link to knowledge may not.
    knowledge = Page.objects.type(KnowledgePage, KnowledgeIndexPage)
    taken = dict(knowledge.filter(slug__in=coming).values_list("slug", "pk"))
    for plan in plans:
        if plan.action != Action.REFUSE:
            _read(plan, root, lookups, coming - {plan.slug}, defaults)
    readable = [plan for plan in plans if plan.action != Action.REFUSE]
    targets = lookups.pages.keys() | {plan.slug for plan in readable}
    for plan in readable:
        plan.row = rows.get(plan.key)
        _decide(plan, taken, targets, defaults, replace_edited)
    return plans


def _plan(path: Path, root: Path) -> Plan:
    key = f"{root.resolve().name}/{path.relative_to(root).as_posix()}"
    return Plan(path, key[:300], str(root.resolve())[:500], slug_of(path.stem))


def _refuse_doubles(plans: list[Plan]) -> None:
    first: dict[str, Plan] = {}
    for plan in plans:
        if not plan.slug:
            plan.refuse("Filnamnet ger ingen adress. Byt namn på filen.")
        elif plan.slug in first:
            plan.refuse(
                f"Filen {first[plan.slug].path.name} ger samma adress, {plan.slug}. Byt namn på en av dem."
            )
        else:
            first[plan.slug] = plan


def _read(plan: Plan, root: Path, lookups: Lookups, coming: set[str], defaults: Defaults) -> None:
    try:
        data = read_bytes(plan.path)
        plan.digest = hashlib.sha256(data).hexdigest()
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


def _decide(
    plan: Plan, taken: dict[str, int], targets: Set[str], defaults: Defaults, replace_edited: bool
) -> None:
    """Which action the database's state asks for; `targets` are the pages that a link can lead to."""
    row = plan.row
    if row is None:
        if plan.slug in taken:
            plan.refuse(
                f"Det finns redan en sida med adressen {plan.slug}, som inte kommer från den här filen."
            )
        return
    if row.page.specific_class is not plan.page_class:
        plan.refuse("Filen är av ett annat slag än sidan som den blev. Gör en ny fil med ett annat namn.")
    elif not row.digest:
        plan.action = Action.FINISH
    elif row.digest == plan.digest and not any(slug in targets for slug in row.missing):
        plan.action = Action.DECIDE if defaults.publish and not row.decided else Action.KEEP
    else:
        plan.action = Action.CHANGE
    if plan.action == Action.CHANGE and plan.folder != row.folder and not replace_edited:
        plan.refuse(
            f"Sidan lästes in från en fil med samma namn i {row.folder}. "
            "Byt namn på filen, eller ge --replace-edited om det är samma text."
        )
        return
    edited = row.page.latest_revision_id != row.revision_id
    if edited and plan.action in (Action.CHANGE, Action.DECIDE) and not replace_edited:
        plan.refuse(
            "Sidan har ändrats på webbplatsen sedan filen lästes in. "
            "Ta bort filen ur mappen, eller ge --replace-edited för att skriva över."
        )
