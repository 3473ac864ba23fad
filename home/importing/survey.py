"""What is to be done with each file of a folder: found out for all of them before anything is written.

Every file is read here once and forgotten again, but for a ticket with what the writing needs to know: a folder
may hold ten thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from home.importing.checking import Defaults
from home.importing.company import Reading, readings
from home.importing.incoming.models import IncomingText
from home.importing.inline import slug_of
from home.importing.lookups import Lookups
from home.importing.models import ImportedText
from home.importing.plan import Action, Plan, class_for, read_plan
from home.importing.reading import text_files
from home.knowledge.base import KnowledgePage
from home.knowledge.index import KnowledgeIndexPage
from intranet.jobs.progress import Progress

CHUNK = 500  # rows that are asked for at a time


@dataclass(slots=True)
class Ticket:
    """One file."""

    name: str  # its path in the folder
    key: str
    slug: str
    digest: str = ""
    action: Action = Action.MAKE
    planned: Action = Action.MAKE  # what the survey came to, whatever happened since
    title: str = ""
    kind: str = ""
    owner: int | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return self.name.rpartition("/")[2]

    def refuse(self, message: str) -> None:
        self.problems = (*self.problems, message)
        self.action = Action.REFUSE


@dataclass(frozen=True, slots=True)
class _Others(Set[str]):
    """All slugs but a file's own, without a copy of ten thousand for each file."""

    all: Set[str]
    own: str

    def __contains__(self, slug: object) -> bool:
        return slug != self.own and slug in self.all

    def __iter__(self) -> Iterator[str]:
        return (slug for slug in self.all if slug != self.own)

    def __len__(self) -> int:
        return len(self.all) - (self.own in self.all)


@dataclass
class Survey:
    root: Path
    tickets: list[Ticket]
    coming: Set[str]  # the slugs of all files

    @property
    def folder(self) -> str:
        return str(self.root.resolve())[:500]

    @property
    def has_wrong(self) -> bool:
        return any(ticket.action == Action.REFUSE for ticket in self.tickets)

    @property
    def writable(self) -> set[str]:
        """The keys of the files that there is something to write of."""
        return {t.key for t in self.tickets if t.action not in (Action.REFUSE, Action.KEEP)}

    def path(self, ticket: Ticket) -> Path:
        return self.root / ticket.name

    def plan(self, ticket: Ticket, reading: Reading, lookups: Lookups, defaults: Defaults) -> Plan:
        """What a file says, by what came of reading it."""
        plan = Plan(self.path(ticket), ticket.key, self.folder, ticket.slug)
        read_plan(plan, reading, self.root, lookups, _Others(self.coming, ticket.slug), defaults)
        return plan

    def again(self, ticket: Ticket, reading: Reading, lookups: Lookups, defaults: Defaults) -> Plan:
        """A file once more, to be written. One that has changed meanwhile has not been checked, and is refused."""
        plan = self.plan(ticket, reading, lookups, defaults)
        if plan.digest != ticket.digest:
            plan.outline.problems.clear()
            plan.refuse("Filen ändrades medan mappen lästes in. Läs in mappen igen.")
        return plan


def survey(
    folder: Path,
    lookups: Lookups,
    defaults: Defaults,
    progress: Progress,
    *,
    replace_edited: bool = False,
    tell: Callable[[int, int], None] | None = None,
) -> Survey:
    """A ticket for every file of the folder, those that cannot be read in refused with the reason.

    `tell` hears after each file how many have been looked at, and of how many.
    """
    root = folder if folder.is_dir() else folder.parent
    named = root.resolve().name
    names = [path.relative_to(root).as_posix() for path in text_files(folder)]
    tickets = [Ticket(name, f"{named}/{name}"[:300], slug_of(Path(name).stem)) for name in names]
    found = Survey(root, tickets, frozenset(ticket.slug for ticket in tickets))
    _refuse_doubles(tickets)
    progress.begin("Kontroll", len(tickets))
    to_read = [ticket for ticket in tickets if ticket.action != Action.REFUSE]
    progress.advance(len(tickets) - len(to_read))
    with closing(readings(found.path(ticket) for ticket in to_read)) as coming:
        for done, (ticket, reading) in enumerate(zip(to_read, coming, strict=True), 1):
            _look(found, ticket, reading, lookups, defaults)
            progress.advance()
            if tell is not None:
                tell(done, len(to_read))
    _decide_all(found, lookups, defaults, replace_edited)
    for ticket in tickets:
        ticket.planned = ticket.action
    return found


def _refuse_doubles(tickets: list[Ticket]) -> None:
    first: dict[str, Ticket] = {}
    for ticket in tickets:
        if not ticket.slug:
            ticket.refuse("Filnamnet ger ingen adress. Byt namn på filen.")
        elif ticket.slug in first:
            other = first[ticket.slug].file
            ticket.refuse(f"Filen {other} ger samma adress, {ticket.slug}. Byt namn på en av dem.")
        else:
            first[ticket.slug] = ticket


def _look(found: Survey, ticket: Ticket, reading: Reading, lookups: Lookups, defaults: Defaults) -> None:
    plan = found.plan(ticket, reading, lookups, defaults)
    ticket.digest, ticket.action = plan.digest, plan.action
    ticket.title, ticket.kind = plan.outline.title, plan.outline.fields.get("kind", "")
    ticket.owner = plan.resolved.owner.pk if plan.resolved.owner else None
    ticket.problems = tuple(str(problem) for problem in plan.outline.problems)
    ticket.notes = tuple(str(note) for note in plan.outline.notes)


def _decide_all(found: Survey, lookups: Lookups, defaults: Defaults, replace_edited: bool) -> None:
    readable = [ticket for ticket in found.tickets if ticket.action != Action.REFUSE]
    targets = lookups.pages.keys() | {ticket.slug for ticket in readable}
    for chunk in _chunks(readable):
        rows = {
            row["key"]: row
            for row in ImportedText.objects.filter(key__in=[ticket.key for ticket in chunk]).values(
                *("key", "digest", "folder", "decided", "missing", "revision_id"),
                *("page__content_type_id", "page__latest_revision_id"),
            )
        }
        _tell_of_doubles([ticket for ticket in chunk if ticket.key not in rows])
        # A page of news or the start page may share an address's last part; a link to knowledge may not.
        knowledge = Page.objects.type(KnowledgePage, KnowledgeIndexPage)
        slugs = [ticket.slug for ticket in chunk]
        taken = set(knowledge.filter(slug__in=slugs).values_list("slug", flat=True))
        for ticket in chunk:
            row = rows.get(ticket.key)
            if row is not None:
                _decide(found, ticket, row, targets, defaults, replace_edited)
            elif ticket.slug in taken:
                ticket.refuse(
                    f"Det finns redan en sida med adressen {ticket.slug}, som inte kommer från den här filen."
                )


def _tell_of_doubles(tickets: list[Ticket]) -> None:
    """The same file, by its content, may have come in under another name, or been sent in by an editor."""
    new = [ticket for ticket in tickets if ticket.action == Action.MAKE]
    came: dict[str, str] = {}
    for model in (ImportedText, IncomingText):
        pages = model.objects.filter(digest__in=[ticket.digest for ticket in new], page__isnull=False)
        came |= dict(pages.order_by().values_list("digest", "page__slug"))
    for ticket in new:
        if ticket.digest in came:
            told = f"Samma fil har lästs in förut och blev sidan med adressen {came[ticket.digest]}."
            ticket.notes = (*ticket.notes, told)


def _chunks(tickets: list[Ticket]) -> Iterator[list[Ticket]]:
    for start in range(0, len(tickets), CHUNK):
        yield tickets[start : start + CHUNK]


def _decide(
    found: Survey,
    ticket: Ticket,
    row: dict[str, Any],
    targets: Set[str],
    defaults: Defaults,
    replace_edited: bool,
) -> None:
    """Which action the database's state asks for; `targets` are the pages that a link can lead to."""
    became = ContentType.objects.get_for_id(row["page__content_type_id"]).model_class()
    if became is not class_for(ticket.kind):
        ticket.refuse("Filen är av ett annat slag än sidan som den blev. Gör en ny fil med ett annat namn.")
    elif not row["digest"]:
        ticket.action = Action.FINISH
    elif row["digest"] == ticket.digest and not any(slug in targets for slug in row["missing"]):
        ticket.action = Action.DECIDE if defaults.publish and not row["decided"] else Action.KEEP
    else:
        ticket.action = Action.CHANGE
    if ticket.action == Action.CHANGE and found.folder != row["folder"] and not replace_edited:
        ticket.refuse(
            f"Sidan lästes in från en fil med samma namn i {row['folder']}. "
            "Byt namn på filen, eller ge --replace-edited om det är samma text."
        )
        return
    edited = row["page__latest_revision_id"] != row["revision_id"]
    if edited and ticket.action in (Action.CHANGE, Action.DECIDE) and not replace_edited:
        ticket.refuse(
            "Sidan har ändrats på webbplatsen sedan filen lästes in. "
            "Ta bort filen ur mappen, eller ge --replace-edited för att skriva över."
        )
