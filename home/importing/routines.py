"""Bringing in a folder of texts as knowledge pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from wagtail.models import Page

from home.importing.batches import in_batches, in_prepared_batches
from home.importing.checking import Defaults
from home.importing.claim import claimed, say
from home.importing.company import Reading, readings
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
    parents = _parents(under)
    if dry_run:
        lookups = Lookups.load()
        found = survey(folder, lookups, defaults, progress, replace_edited=replace_edited)
        waiting: set[str] = set()
    else:
        with claimed(folder) as claim, indexes_off():
            # What the site knows is asked for now, not while another import may still have been writing.
            lookups = Lookups.load()
            tell = _Told(claim.row)
            found = survey(
                folder, lookups, defaults, progress, replace_edited=replace_edited, tell=tell.survey
            )
            if found.has_wrong and not skip_wrong:
                outcome.stopped = claim.came_to_nothing = True
                waiting = found.writable
            else:
                outcome.went_on = claim.goes_on
                waiting = _Work(found, Writer(lookups, defaults, parents), tell, progress).write(only)
                _index(progress)
    for ticket in found.tickets:
        outcome.settle(ticket)
        if ticket.key in waiting:
            outcome.results[ticket.key] = "waiting"
    progress.end()
    return outcome


class _Told:
    """What the import's row is told on the way: now and then, not for each file."""

    def __init__(self, row: TextImport) -> None:
        self._row = row
        self._done = 0

    def survey(self, done: int, total: int) -> None:
        if done % TOLD_EVERY == 0:
            say(self._row, "survey", done, total)

    def begin(self, total: int) -> None:
        say(self._row, "pages", 0, total)

    def written(self, stage: str) -> None:
        self._done += 1
        if self._done % TOLD_EVERY == 0:
            say(self._row, stage, self._done)


class _Work:
    """The writing of one import."""

    def __init__(self, found: Survey, writer: Writer, tell: _Told, progress: Progress) -> None:
        self.found = found
        self.writer = writer
        self.tell = tell
        self.progress = progress

    def write(self, only: Collection[str] | None) -> set[str]:
        """Returns the keys of those that wait for a later run."""
        self.tell.begin(len(self.found.tickets))
        new = [ticket for ticket in self.found.tickets if ticket.action == Action.MAKE]
        if new:
            self.progress.begin("Sidor", len(new))
            in_batches(new, self._make, self.progress)
        due = [ticket for ticket in self.found.tickets if ticket.action in DUE]
        now = [ticket for ticket in due if only is None or ticket.slug in only]
        if now:
            self.progress.begin("Innehåll", len(now))
            with closing(readings(self.found.path(ticket) for ticket in now)) as coming:
                read = partial(self._read, coming)
                in_prepared_batches(now, read, self._fill, self.progress, lambda pair: pair[1].size)
        return {ticket.key for ticket in due} - {ticket.key for ticket in now}

    def _make(self, ticket: Ticket) -> None:
        self.writer.make_shell(ticket.key, ticket.slug, ticket.title, ticket.kind, ticket.owner)
        ticket.action = Action.FINISH
        self.tell.written("pages")

    def _read(self, coming: Iterator[Reading], ticket: Ticket) -> tuple[Ticket, Plan]:
        plan = self.found.again(ticket, next(coming), self.writer.lookups, self.writer.defaults)
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
        self.tell.written("content")


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
