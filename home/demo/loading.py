"""The order in which the site's demo is loaded."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from home.demo import articles, lists, runs, tree
from home.demo.documents.loading import load_documents
from home.importing.checking import Defaults
from home.importing.models import ImportedText
from home.importing.outcome import Outcome
from home.importing.quiet import wagtail_silent
from home.importing.routines import import_routines
from home.knowledge.notices import reviews as text_reviews
from home.roles import ensure_roles
from home.runs.telling import announce_overdue
from intranet.demo.people import DemoError
from intranet.files.notices import reviews as document_reviews
from intranet.jobs.progress import Progress

FOLDER = Path(__file__).resolve().parent
# What somebody who has just opened the site is likely to look for, from several professions.
FIRST = (
    "sjukanmalan",
    "vard-av-barn",
    "semester",
    "arbetsskada-tillbud",
    "losenord-och-konto",
    "bestalla-dator",
    "basal-hygien",
    "delegering-lakemedel",
    "franvaro-elev",
    "inkop-och-avrop",
    "personuppgiftsincident",
    "introduktion-nyanstalld",
    "checklista-ny-medarbetare",
    "checklista-delegering-av-lakemedel",
)
FIRST_NEWS = 8


def load_first(progress: Progress) -> None:
    """A start page with something on it, and the texts that are asked for most."""
    with wagtail_silent():
        tree.ensure_site()
    lists.load_subjects(FOLDER / "subjects.csv")
    lists.load_shortcuts(FOLDER / "shortcuts.csv")
    ensure_roles()
    articles.load_sections(FOLDER / "sections", progress)
    _load_earlier(progress)
    # Every page gets its place at once, so that the texts of the first can link to the others.
    _import_texts(progress, FIRST)
    articles.load_news(FOLDER / "news", progress, newest=FIRST_NEWS)
    lists.load_notices(FOLDER / "notices.csv")
    runs.load_runs(FOLDER / "runs.csv", progress)
    _tell()


def load_rest(progress: Progress) -> None:
    """All the other texts and news."""
    _import_texts(progress, None)
    articles.load_news(FOLDER / "news", progress)
    runs.load_runs(FOLDER / "runs.csv", progress)
    load_documents(progress)
    _tell()


def _tell() -> None:
    """What the clock does once a day: it has come round for today before everything was there."""
    today = timezone.localdate()
    for reviews in (text_reviews, document_reviews):
        reviews.announce(today, today)
    announce_overdue(today, today)


def _load_earlier(progress: Progress) -> None:
    """What applied before a text of the same name, so that readers can see what has changed. Links to no page."""
    for kind in ("routines", "checklists"):
        folder = FOLDER / "earlier" / kind
        mine = ImportedText.objects.filter(key__in=[f"{kind}/{file.name}" for file in folder.glob("*.md")])
        if mine.exclude(digest="").exists():
            continue  # the present ones may have been read in since
        _assert_read(import_routines(folder, defaults=Defaults(publish=True), progress=progress))
        # The present text comes from another folder, where the import would suspect another file of the same name.
        mine.update(folder=str(FOLDER / kind))


def _import_texts(progress: Progress, only: tuple[str, ...] | None) -> None:
    for name in ("routines", "checklists"):
        outcome = import_routines(
            FOLDER / name, defaults=Defaults(publish=True), only=only, progress=progress
        )
        _assert_read(outcome)


def _assert_read(outcome: Outcome) -> None:
    """Raises DemoError if one of our own files is in error."""
    if outcome.problems:
        raise DemoError("\n".join(outcome.problems))
