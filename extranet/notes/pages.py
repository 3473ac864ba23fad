"""What the pages of notes show: the notes of an item or a paper, those of a meeting, and where one has any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from extranet.access import items as item_rule
from extranet.access import meetings as meeting_rule
from extranet.access import placements as paper_rule
from extranet.access.rights import Rights
from extranet.meetings.models import AgendaItem, Meeting
from extranet.notes import drafts
from extranet.notes.forms import NoteForm
from extranet.notes.reading import Mine, Note, mine, own
from extranet.placements.models import Placement


@dataclass(frozen=True)
class Section:
    """One's own notes on a page. `form` is None where one can read a name but nothing to write about."""

    mine: Mine
    action: str
    whose: str
    form: NoteForm | None
    of_paper: bool = False


@dataclass(frozen=True)
class OfItem:
    item: AgendaItem
    notes: Sequence[Note]


@dataclass(frozen=True)
class OfMeeting:
    meeting: Meeting
    count: int


def of_item(rights: Rights, item: AgendaItem, form: NoteForm | None = None) -> Section | None:
    """On an item that somebody knows of; None for those whom its title is refused: they have nothing to write on."""
    if not item_rule.visible_to(rights, AgendaItem.objects.filter(pk=item.pk)).exists():
        return None
    return Section(
        mine(rights, [item.pk]),
        reverse("item_notes", args=[item.pk]),
        drafts.sign(rights.person),
        form or NoteForm(version=None),
    )


def of_paper(rights: Rights, placement: Placement, form: NoteForm | None = None) -> Section | None:
    """On a paper that somebody may see; None for what is withdrawn, and where the item's title is refused.

    While the step-up is lacking nothing can be written: what would be quoted is locked.
    """
    item = AgendaItem.objects.filter(pk=placement.item_id)
    if placement.withdrawn_at is not None or not item_rule.visible_to(rights, item).exists():
        return None
    opens = paper_rule.open_to(rights, Placement.objects.filter(pk=placement.pk)).exists()
    return Section(
        mine(rights, [placement.item_id], at=placement),
        reverse("paper_notes", args=[placement.pk]),
        drafts.sign(rights.person),
        (form or NoteForm(version=placement.version)) if opens else None,
        of_paper=True,
    )


def of_meeting(rights: Rights, meeting: Meeting) -> tuple[list[OfItem], Mine]:
    """All that somebody has written at a meeting and may read now, by item in the order of the agenda."""
    noted = own(rights).filter(item__meeting=meeting).values("item")
    found = mine(rights, AgendaItem.objects.filter(pk__in=noted).values_list("pk", flat=True))
    by_item: dict[int, list[Note]] = {}
    for note in found.notes:
        by_item.setdefault(note.item, []).append(note)
    listed = AgendaItem.objects.filter(pk__in=by_item).order_by("order", "pk")
    return [OfItem(item, by_item[item.pk]) for item in listed], found


def by_meeting(rights: Rights) -> tuple[list[OfMeeting], list[int]]:
    """The meetings at which somebody has notes on items that they may read, the newest first; and which notes
    (by primary key) are on items that they may not. Nothing is unsealed."""
    readable = item_rule.visible_to(rights, AgendaItem.objects.all()).values("pk")
    rows = own(rights)
    counts = dict(
        rows.filter(item__in=readable).order_by().values_list("item__meeting").annotate(count=Count("pk"))
    )
    known = meeting_rule.known_to(rights, Meeting.objects.filter(pk__in=counts))
    listed = known.select_related("body").order_by("-starts", "-pk")
    hidden = rows.exclude(item__in=readable).order_by("pk").values_list("pk", flat=True)
    return [OfMeeting(meeting, counts[meeting.pk]) for meeting in listed], list(hidden)
