"""Writing, changing and removing one's own notes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from extranet.meetings.models import AgendaItem
from extranet.notes.models import Note
from extranet.notes.reading import about, page_of
from extranet.notes.sealing import Content, seal
from extranet.papers.models import PaperVersion
from intranet.people.models import Person

LONGEST, LONGEST_QUOTE = 4000, 600
"""Characters."""
MOST = 300
"""Notes that somebody may have on one item."""


class FullError(RuntimeError):
    """There are as many notes on the item as there may be."""


@dataclass(frozen=True)
class Written:
    """`page` is the one that somebody gave; without it, a quoted passage is looked for."""

    text: str
    quote: str = ""
    page: int | None = None


def write(person: int, item: AgendaItem, version: PaperVersion | None, written: Written) -> Note:
    """A new note on an item, or on a version of a paper there. The caller has asked the rule. Raises FullError."""
    with transaction.atomic():
        # Two that write at once wait for one another, so that neither goes past the limit.
        Person.objects.select_for_update().only("pk").get(pk=person)
        if Note.objects.filter(person=person, item=item).count() >= MOST:
            raise FullError
        note = Note(person_id=person, item=item, version=version)
        _fill(note, written)
        note.save()
    return note


def change(note: Note, written: Written) -> None:
    """In the version that it was written on: what has been changed since is told beside it."""
    _fill(note, written)
    note.changed_at = timezone.now()
    # One that was removed meanwhile is not made again.
    Note.objects.filter(pk=note.pk).update(sealed=note.sealed, page=note.page, changed_at=note.changed_at)


def _fill(note: Note, written: Written) -> None:
    quote = written.quote if note.version else ""
    note.page = None
    if note.version:
        note.page = written.page or page_of(note.version, quote)
    note.sealed = seal(Content(written.text, quote), note.person_id, about(note))
