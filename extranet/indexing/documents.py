"""A paper on an item as the index knows it: one document for each placement, its pages as places inside it.

Of a secret one the index has the neutral title and the registry number alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.utils import timezone

from extranet.indexing.names import FAMILY, around, audiences, item_key, of_secret_papers
from extranet.meetings.models import AgendaItem
from extranet.placements.models import Placement
from extranet.secrecy.models import secret_item, secret_placement
from extranet.texts.models import READ, PaperText
from intranet.files.kinds import code_of
from intranet.files.places import place_of
from intranet.files.types import PDF
from intranet.files.versions import MOST_TEXT, Passage
from intranet.finding.documents import Alternative, IndexDocument, Part

KIND = "handling"


def in_the_index(at: datetime) -> QuerySet[Placement]:
    """What readers could find at a moment: published, with its item, and not withdrawn. Whoever prepares does not
    search. `secret` says whether it is."""
    return Placement.objects.filter(
        published_at__lte=at, item__published_at__lte=at, withdrawn_at__isnull=True
    ).annotate(secret=ExpressionWrapper(secret_placement(), output_field=BooleanField()))


def documents(pks: Collection[int], at: datetime) -> Iterator[IndexDocument]:
    """Those of these placements that are to be found at a moment, as they are now; a few queries for all."""
    found = list(
        in_the_index(at)
        .filter(pk__in=pks)
        .select_related("item__meeting", "version__paper__matter", "version__text")
    )
    of_secret = AgendaItem.objects.filter(secret_item(), pk__in={placement.item_id for placement in found})
    secret_items = set(of_secret.values_list("pk", flat=True))
    for placement in found:
        yield _document(placement, at, item_is_secret=placement.item_id in secret_items)


def _document(placement: Any, at: datetime, *, item_is_secret: bool) -> IndexDocument:
    item, version, secret = placement.item, placement.version, placement.secret
    paper = version.paper
    names = audiences(item)
    public = placement.public_at is not None and placement.public_at <= at
    where: dict[str, Any] = {
        "family": FAMILY,
        "pk": str(placement.pk),
        "kind": KIND,
        "keywords": (paper.matter.registry_number,),
        "date": timezone.localdate(item.meeting.starts),
        "audience": names,
        "within": around(item),
        "item": item_key(item.pk),
        "public": public,
    }
    if secret:
        # Found by those alone who may read secret papers there, besides reaching it.
        allowed = (Alternative(audience=of_secret_papers(names)),)
        return IndexDocument(title=paper.neutral_title, alternatives=allowed, **where)
    # Whoever finds it must be one who sees the item's title: not so where something else on it is secret, or where
    # somebody recused finds it for its being public.
    titled = not item_is_secret and not public
    return IndexDocument(
        title=paper.title,
        lead=item.title if titled else item.neutral_title,
        parts=tuple(_parts(version)),
        file=code_of(version.content_type),
        **where,
    )


def _parts(version: Any) -> Iterator[Part]:
    """Page by page, as much as the index is to hold of a file."""
    reading = getattr(version, "text", None)
    if reading is None or reading.state not in READ:
        return
    left, paged = MOST_TEXT, version.content_type == PDF
    pages = PaperText.objects.filter(version=version.pk).order_by("page").values_list("page", "text")
    for page, text in pages.iterator(chunk_size=200):
        if left <= 0:
            return
        yield Part(place_of(Passage.Kind.PAGE, page) if paged else "", "", text[:left])
        left -= len(text)
