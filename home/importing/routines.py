"""Bringing in a folder of texts as knowledge pages."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from wagtail.models import Page

from home.importing.batches import in_batches, in_prepared_batches
from home.importing.checking import Defaults
from home.importing.claim import claimed, say
from home.importing.lookups import Lookups
from home.importing.models import ImportedText, TextImport
from home.importing.outcome import Outcome
from home.importing.plan import Action, Plan
from home.importing.quiet import index_pages, indexes_off
from home.importing.survey import Survey, Ticket, survey
from home.importing.writing import Writer
from home.knowledge.index import KnowledgeIndexPage
from intranet.jobs.progress import Progress, Untold

DUE = (Action.FINISH, Action.CHANGE, Action.DECIDE)
TOLD_EVERY = 50  # files between two words in the import's row


class NoPlaceError(Exception):
    """There is no index page to put the texts under; the text says which was looked for."""


def import_routines(
    folder: Path,
    *,
    defaults: Defaults | None = None,
    under: str = "",
    only: Collection[str] | None = None,
    replace_edited: bool = False,
    skip_wrong: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Read and check every file, then write. If one is in error nothing is written, unless `skip_wrong`.

    `under` is the slug of the index page to put new pages under (else `rutiner`, and for checklists the
    index page that lists those). With `only`, every page is made but only those of these slugs get their
    content; the next run does the rest. Raises NoPlaceError, and BusyError if the folder is being read in.
    """
    progress = progress or Untold()
    defaults = defaults or Defaults()
    outcome = Outcome(dry_run=dry_run)
    lookups = Lookups.load()
    parents = _parents(under)
    found = survey(folder, lookups, defaults, progress, replace_edited=replace_edited)
    wrong = any(ticket.action == Action.REFUSE for ticket in found.tickets)
    waiting: set[str] = set()
    if wrong and not skip_wrong and not dry_run:
        outcome.stopped = True
        waiting = {
            ticket.key for ticket in found.tickets if ticket.action not in (Action.REFUSE, Action.KEEP)
        }
    elif not dry_run:
        with claimed(folder, len(found.tickets)) as (row, goes_on), indexes_off():
            outcome.went_on = goes_on
            work = _Work(found, Writer(lookups, defaults, parents), row, progress)
            waiting = work.write(only)
            _index(progress)
    for ticket in found.tickets:
        outcome.settle(ticket)
        if ticket.key in waiting:
            outcome.results[ticket.key] = "waiting"
    progress.end()
    return outcome


class _Work:
    """The writing of one import."""

    def __init__(self, found: Survey, writer: Writer, row: TextImport, progress: Progress) -> None:
        self.found = found
        self.writer = writer
        self.row = row
        self.progress = progress
        self.done = 0

    def write(self, only: Collection[str] | None) -> set[str]:
        """Returns the keys of those that wait for a later run."""
        new = [ticket for ticket in self.found.tickets if ticket.action == Action.MAKE]
        if new:
            self.progress.begin("Sidor", len(new))
            in_batches(new, self._make, self.progress)
        due = [ticket for ticket in self.found.tickets if ticket.action in DUE]
        now = [ticket for ticket in due if only is None or ticket.slug in only]
        if now:
            self.progress.begin("Innehåll", len(now))
            in_prepared_batches(now, self._read, self._fill, self.progress, lambda pair: pair[1].size)
        return {ticket.key for ticket in due} - {ticket.key for ticket in now}

    def _make(self, ticket: Ticket) -> None:
        self.writer.make_shell(ticket.key, ticket.slug, ticket.title, ticket.kind, ticket.owner)
        ticket.action = Action.FINISH
        self._tell("pages")

    def _read(self, ticket: Ticket) -> tuple[Ticket, Plan]:
        plan = self.found.read(ticket, self.writer.lookups, self.writer.defaults)
        if plan.action != Action.REFUSE:
            plan.action = ticket.action
        return ticket, plan

    def _fill(self, pair: tuple[Ticket, Plan]) -> None:
        ticket, plan = pair
        if plan.action != Action.REFUSE:
            plan.row = ImportedText.objects.select_related("page").get(key=ticket.key)
            self.writer.fill(plan)
        if plan.action == Action.REFUSE:
            ticket.action = Action.REFUSE
            ticket.problems = tuple(str(problem) for problem in plan.outline.problems)
        self._tell("content")

    def _tell(self, stage: str) -> None:
        self.done += 1
        if self.done % TOLD_EVERY == 0:
            say(self.row, stage, self.done)


def _index(progress: Progress) -> None:
    """Wagtail's own indexes, for whatever this run or an interrupted one has written."""
    rows = ImportedText.objects.filter(indexed=False).exclude(digest="").values_list("pk", "page_id")
    waiting = list(rows)
    if not waiting:
        return

    def index(row: tuple[int, int]) -> None:
        index_pages(Page.objects.filter(pk=row[1]).specific())
        ImportedText.objects.filter(pk=row[0]).update(indexed=True)

    progress.begin("Register", len(waiting))
    in_batches(waiting, index, progress)


def _parents(under: str) -> dict[str, KnowledgeIndexPage]:
    """The index page for each kind that has one of its own, and under "" the one for all others."""
    pages = KnowledgeIndexPage.objects.all()
    place = pages.filter(slug=under or "rutiner").first()
    if place is None:
        raise NoPlaceError(f"Ingen ingångssida har adressen {under or 'rutiner'}. Gör en, eller ge --under.")
    parents = {"": place}
    checklists = pages.filter(lists=KnowledgeIndexPage.Lists.CHECKLISTS).first()
    if checklists is not None and not under:
        parents["checklista"] = checklists
    return parents
