"""Papers for the search: the documents that there are, and which of them a viewer may see at this moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from extranet.access import placements as access
from extranet.indexing.documents import KIND, documents, in_the_index
from extranet.indexing.names import FAMILY
from extranet.indexing.scope import rights_now
from extranet.placements.models import Placement
from intranet.access.viewer import Viewer
from intranet.files.places import position_of, words_of
from intranet.files.types import PDF
from intranet.finding.chunks import chunks
from intranet.finding.documents import IndexDocument
from intranet.finding.results import Card, Spot

CHUNK = 20


class PaperSource:
    family = FAMILY
    kinds: Mapping[str, str | Promise] = {KIND: gettext_lazy("Handlingar")}

    def count(self) -> int:
        return in_the_index(timezone.now()).count()

    def iterate(self) -> Iterator[IndexDocument]:
        pks = in_the_index(timezone.now()).order_by("pk").values_list("pk", flat=True)
        for some in chunks(pks.iterator(chunk_size=2000), CHUNK):
            yield from self.documents([str(pk) for pk in some])

    def documents(self, pks: Collection[str]) -> Iterable[IndexDocument]:
        for some in chunks(pks, CHUNK):
            yield from documents([int(pk) for pk in some], timezone.now())

    def below(self, pk: str) -> Iterable[str]:
        return [pk]

    def check(self, viewer: Viewer, pks: Collection[str]) -> Mapping[str, Card]:
        """By the rule, asked now. A step-up is asked for when a secret paper is opened: its card is neutral."""
        at = timezone.now()
        rights = rights_now(viewer, at)
        if rights is None:
            return {}
        newer = access.visible_to(rights, in_the_index(at).filter(replaces=OuterRef("pk")))
        shown = (
            access.visible_to(rights, in_the_index(at).filter(pk__in=[int(pk) for pk in pks]))
            .select_related("item__meeting__body", "version__paper")
            .annotate(replaced=Exists(newer))
        )
        return {str(placement.pk): _card(placement) for placement in shown}


def _card(placement: Any) -> Card:
    item, paper = placement.item, placement.version.paper
    meeting = item.meeting
    day = date_format(timezone.localtime(meeting.starts), "DATE_FORMAT")
    said = [meeting.body.name, gettext("sammanträde %(day)s") % {"day": day}]
    if item.number:
        said.append(gettext("ärende %(number)s") % {"number": item.number})
    if placement.replaced:
        said.append(gettext("ersatt av en senare handling"))
    return Card(
        title=paper.neutral_title if placement.secret else paper.title,
        url=reverse("paper", args=[placement.pk]),
        kind_label=gettext("Handling"),
        detail=" · ".join(said),
        object=placement,
        opens=partial(_spot, placement),
    )


def _spot(placement: Placement, place: str, label: str) -> Spot:
    """A page opens in the file itself; anything else at the paper's own page."""
    page = position_of(place)
    if page is None or placement.version.content_type != PDF:
        return Spot(reverse("paper", args=[placement.pk]))
    return Spot(f"{reverse('paper_file', args=[placement.pk])}#page={page}", words_of(place, label))
