"""Putting right what was read in before each place had its own shelf: two collections held everything there was.

Each picture and document in them is moved to where exactly those are let in who may read the pages it stands on
(see `shelf`), never to where more people are let in than now. What lies narrower than its pages, stands on pages for
different people, behind a shared password or on no page is left, and told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from wagtail.models import Collection, Page

from intranet.access.readership import Readership, Readerships
from intranet.files import stricter
from intranet.files.models import CustomDocument, CustomImage
from intranet.finding.outbox import gathering
from intranet.jobs import batches
from intranet.jobs.progress import Progress

NAMES = ("Inlästa bilder", "Inlästa bilagor")
TOGETHER = 20
MOVED, RIGHT, NO_PAGE, DIFFERENT, PASSWORD, NARROWER = (
    *("moved", "right", "no page", "different", "password", "narrower"),
)
File = CustomDocument | CustomImage


@dataclass
class Outcome:
    """How many files came to what, and which need somebody to look: by kind and number, never by title."""

    counts: Counter[str] = field(default_factory=Counter)
    left: list[tuple[str, str, tuple[int, ...]]] = field(default_factory=list)
    """Why, the file, the pages that it stands on."""


def reshelve(progress: Progress, *, dry_run: bool = False) -> Outcome:
    """Move what can be moved, in batches; again does nothing. With `dry_run` only say what would be."""
    # As early imports made them: another collection that bears the name is somebody's own.
    old = Collection.get_first_root_node().get_children().filter(name__in=NAMES)
    files: list[tuple[type[File], int]] = [
        (model, pk)
        for model in (CustomDocument, CustomImage)
        for pk in model.objects.filter(collection__in=old).order_by("pk").values_list("pk", flat=True)
    ]
    outcome = Outcome()

    def do(some: Sequence[tuple[type[File], int]]) -> int:
        known = Readerships()
        for model, pk in some:
            # It may have been moved or deleted since the list was made.
            file = model.objects.select_related("collection").filter(pk=pk, collection__in=old).first()
            if file is not None:
                _one(file, known, outcome, dry_run=dry_run)
            progress.advance()
        return len(some)

    progress.begin("Filer", len(files))
    batches.in_batches(files, do, TOGETHER, around=gathering)
    progress.end()
    return outcome


def _one(file: File, known: Readerships, outcome: Outcome, *, dry_run: bool) -> None:
    pages = sorted(stricter.pages_with(file))
    paths = Page.objects.filter(pk__in=pages).values_list("path", flat=True)
    readers = list(dict.fromkeys(known.of_page(path) for path in paths))
    result = _result(file, readers, known)
    outcome.counts[result] += 1
    if result not in (MOVED, RIGHT):
        kind = "document" if isinstance(file, CustomDocument) else "image"
        outcome.left.append((result, f"{kind} {file.pk}", tuple(pages)))
    if result == MOVED and not dry_run:
        stricter.move([file], stricter.fitting_for(readers[0]) or stricter.make_for(readers[0]))


def _result(file: File, readers: list[Readership], known: Readerships) -> str:
    if not readers:
        return NO_PAGE
    first = readers[0]
    if not all(first.is_within(other) and other.is_within(first) for other in readers[1:]):
        return DIFFERENT
    if first.password:
        return PASSWORD
    lies = known.of_collection(file.collection.path)
    if not first.is_within(lies):
        return NARROWER
    return RIGHT if lies.is_within(first) else MOVED
