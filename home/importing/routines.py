"""Bringing in a folder of texts as knowledge pages."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from wagtail.models import Page

from home.importing.batches import in_batches
from home.importing.checking import Defaults
from home.importing.lookups import Lookups
from home.importing.models import ImportedText
from home.importing.outcome import Outcome
from home.importing.plan import Action, Plan, plans_of
from home.importing.quiet import index_pages, indexes_off
from home.importing.writing import Writer
from home.knowledge.index import KnowledgeIndexPage
from intranet.jobs.progress import Progress, Untold


class NoPlaceError(Exception):
    """There is no index page to put the texts under; the text says which was looked for."""


def import_routines(
    folder: Path,
    *,
    defaults: Defaults | None = None,
    under: str = "",
    only: Collection[str] | None = None,
    replace_edited: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Read and check every file, then write; files in error are refused and named, the others go in.

    `under` is the slug of the index page to put new pages under (else `rutiner`, and for checklists the
    index page that lists those). With `only`, every page is made but only those of these slugs get their
    content; the next run does the rest. Raises NoPlaceError.
    """
    progress = progress or Untold()
    defaults = defaults or Defaults()
    outcome = Outcome(dry_run=dry_run)
    lookups = Lookups.load()
    parents = _parents(under)
    plans = plans_of(folder, lookups, defaults, replace_edited=replace_edited)
    intended = {plan.key: plan.action for plan in plans}
    waiting: set[str] = set()
    if not dry_run:
        with indexes_off():
            waiting = _write(plans, Writer(lookups, defaults, parents), only, progress)
            _index(progress)
    for plan in plans:
        outcome.settle(plan, intended[plan.key])
        if plan.key in waiting:
            outcome.results[plan.key] = "waiting"
    progress.end()
    return outcome


def _write(plans: list[Plan], writer: Writer, only: Collection[str] | None, progress: Progress) -> set[str]:
    """Returns the keys of those that wait for a later run."""
    new = [plan for plan in plans if plan.action == Action.MAKE]
    if new:
        progress.begin("Sidor", len(new))
        in_batches(new, writer.make_shell, progress)
    due = [plan for plan in plans if plan.action in (Action.FINISH, Action.CHANGE, Action.DECIDE)]
    now = [plan for plan in due if only is None or plan.slug in only]
    if now:
        progress.begin("Innehåll", len(now))
        in_batches(now, writer.fill, progress)
    return {plan.key for plan in due} - {plan.key for plan in now}


def _index(progress: Progress) -> None:
    """Wagtail's own indexes, for whatever this run or an interrupted one has written."""
    rows = list(ImportedText.objects.filter(indexed=False).exclude(digest=""))
    if not rows:
        return

    def index(row: ImportedText) -> None:
        index_pages(Page.objects.filter(pk=row.page_id).specific())
        ImportedText.objects.filter(pk=row.pk).update(indexed=True)

    progress.begin("Register", len(rows))
    in_batches(rows, index, progress)


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
