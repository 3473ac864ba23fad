"""Taking up what a body's committee has dealt with: its words, and the exact versions of its papers.

Only what whoever takes it up may see and open by the rule where it was dealt with: of another body's treatment a
body sees what is delivered to it, and this is how it is delivered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from extranet.access import items, placements
from extranet.access.rights import Rights
from extranet.bodies.models import Body
from extranet.desk.meetings.items import add_item
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from extranet.placements.placing import place
from extranet.secrecy.models import Secrecy, is_secret_item
from intranet.people.models import Person

MOST = 60
"""Items offered at once, the newest first."""
TREATED = (Meeting.State.HELD, Meeting.State.ATTESTED, Meeting.State.CLOSED)
COPIED = (
    "matter",
    "kind",
    "neutral_title",
    "title",
    "proposal",
    "rapporteur",
    "doors",
    "exercises_authority",
)


class LockedError(Exception):
    """A secret paper of it is not opened without a step-up, and it is not taken up without its papers."""


class TakenUpError(Exception):
    """It stands on an agenda of the body already, or may not be taken up (any more)."""


@dataclass(frozen=True)
class Offer:
    """An item that may be taken up, with how many papers; `locked`: a step-up must be made first."""

    item: AgendaItem
    papers: int
    locked: bool


@dataclass(frozen=True)
class Treated:
    """A meeting of a committee with what may be taken up from it."""

    meeting: Meeting
    offers: Sequence[Offer]

    @property
    def locked(self) -> bool:
        return any(offer.locked for offer in self.offers)


def offered(rights: Rights, body: Body) -> list[Treated]:
    """What the body's committees have dealt with and it has not, the newest meeting first; a handful of queries."""
    found = list(_waiting(rights, body).order_by("-meeting__starts", "meeting", "order", "pk")[:MOST])
    papers = _papers(rights, [item.pk for item in found])
    by_meeting: dict[int, list[Offer]] = defaultdict(list)
    meetings: dict[int, Meeting] = {}
    for item in found:
        of_it = papers[item.pk]
        meetings[item.meeting_id] = item.meeting
        by_meeting[item.meeting_id].append(Offer(item, len(of_it), not all(may for _pk, may in of_it)))
    return [Treated(meeting, by_meeting[pk]) for pk, meeting in meetings.items()]


def has_committees(body: Body) -> bool:
    return body.children.exists()


@transaction.atomic
def take_up(rights: Rights, meeting_pk: int, item_pks: Iterable[int], by: Person) -> list[AgendaItem]:
    """Put them last on the meeting's agenda, in the order in which they were dealt with.

    Raises TakenUpError if one of them may not be taken up, LockedError for want of a step-up, NoLongerError once
    the meeting has been held; then nothing has been taken up.
    """
    # Two who take up the same at once, also for different meetings, do so one after the other.
    body = Body.objects.select_for_update(no_key=True).get(meetings=meeting_pk)
    wanted = set(item_pks)
    found = list(_waiting(rights, body).filter(pk__in=wanted).order_by("meeting__starts", "order", "pk"))
    if not wanted or len(found) != len(wanted):
        raise TakenUpError
    papers = _papers(rights, [item.pk for item in found])
    if not all(may for of_it in papers.values() for _pk, may in of_it):
        raise LockedError
    return [_take(meeting_pk, item, [pk for pk, _may in papers[item.pk]], by) for item in found]


def _take(meeting_pk: int, source: AgendaItem, papers: Sequence[int], by: Person) -> AgendaItem:
    values = {field: getattr(source, field) for field in COPIED}
    item = add_item(meeting_pk, values, by, came_from=source)
    for lying in Placement.objects.filter(pk__in=papers).select_related("version").order_by("order", "pk"):
        placed = place(item, lying.version, by=by)
        _mark_as(lying, placed)
    if is_secret_item(source) and not is_secret_item(item):
        # What made it secret did not come along, so nothing here would close its title.
        item.title, item.proposal = item.neutral_title, ""
        item.save(update_fields=["title", "proposal"])
    return item


def _mark_as(lying: Placement, placed: Placement) -> None:
    """A marking of one placement says nothing of another: it is put there, too, before anybody else sees it."""
    for marking in Secrecy.objects.standing().filter(placement=lying):
        Secrecy.objects.create(
            placement=placed,
            chapter=marking.chapter,
            section=marking.section,
            authority_id=marking.authority_id,
            marked_on=marking.marked_on,
            handled_by=marking.handled_by,
            marked_by_id=marking.marked_by_id,
            marked_at=timezone.now(),
        )


def _waiting(rights: Rights, body: Body) -> QuerySet[AgendaItem]:
    """Of the committees' items those that the body has not taken up, as far as whoever asks sees what they are."""
    treated = AgendaItem.objects.filter(
        Q(meeting__state__in=TREATED) | Q(decided_at__lte=rights.at),
        meeting__body__parent=body,
        matter__isnull=False,
    )
    here = AgendaItem.objects.filter(meeting__body=body)
    taken = here.filter(came_from=OuterRef("pk"))
    # Also if it was put on the agenda by hand, at the same time or later.
    again = here.filter(matter=OuterRef("matter"), meeting__starts__gte=OuterRef("meeting__starts"))
    left = treated.filter(~Exists(taken), ~Exists(again)).select_related("meeting__body", "matter")
    return items.visible_to(rights, left)


def _papers(rights: Rights, of: Sequence[int]) -> dict[int, list[tuple[int, bool]]]:
    """Of each item the placements that come along, the newest of each paper, with whether they may be opened now."""
    newer = Placement.objects.filter(
        replaces=OuterRef("pk"), published_at__lte=rights.at, withdrawn_at__isnull=True
    )
    newest = Placement.objects.filter(~Exists(newer), item__in=of, withdrawn_at__isnull=True)
    seen = placements.visible_to(rights, newest.filter(published_at__lte=rights.at))
    opened = set(placements.open_to(rights, seen).values_list("pk", flat=True))
    found: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for pk, item in seen.order_by("order", "pk").values_list("pk", "item"):
        found[item].append((pk, pk in opened))
    return found
