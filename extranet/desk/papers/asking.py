"""What is worked on at the desk's pages of papers: one's own, or it does not exist."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from extranet.access import desk, placements
from extranet.access.rights import Rights
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from extranet.placements.uploads import Upload

UPLOADS = Upload.objects.select_related("meeting__body", "item")


def placed(rights: Rights, among: QuerySet[Placement]) -> QuerySet[Placement]:
    """Those that one may change and see the name of."""
    return placements.visible_to(rights, desk.placements(rights, among))


def placement_at_desk(rights: Rights, pk: int) -> Placement:
    """Raises Http404."""
    every = Placement.objects.select_related(
        "item__meeting__body", "item__matter", "version__paper__matter__authority", "replaces"
    )
    found = placed(rights, every).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def upload_at_desk(rights: Rights, key: str) -> Upload:
    """One's own, to a meeting that one still prepares. Raises Http404."""
    mine = desk.meetings(rights, Meeting.objects.all())
    found = UPLOADS.filter(person=rights.person, meeting__in=mine, key=key).first()
    if found is None:
        raise Http404
    return found


def items_of(rights: Rights, meeting: Meeting) -> list[AgendaItem]:
    """Those of a meeting that one may put papers on, in order."""
    return list(
        desk.items(rights, AgendaItem.objects.filter(meeting=meeting))
        .select_related("matter")
        .order_by("order", "pk")
    )
