"""Documents as the index knows them: one for each file, with its pages, sheets and headings as places inside it."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy, ngettext
from wagtail.models import Collection, Page

from intranet.access import files as access
from intranet.access.models import CollectionAudience, SectionAudience
from intranet.access.readership import Readership, Readerships
from intranet.access.scope import collection_key, page_key, section_key
from intranet.access.viewer import Viewer
from intranet.files import running
from intranet.files.attachments import Attachment
from intranet.files.capture import FAMILY
from intranet.files.documents import CustomDocument
from intranet.files.kinds import code_of, label_of
from intranet.files.places import place_of, position_of, words_of
from intranet.files.types import PDF
from intranet.files.validity import end_in_words
from intranet.files.versions import MOST_TEXT, DocumentVersion, Passage
from intranet.finding.chunks import chunks
from intranet.finding.documents import EVERY_UNIT, MOST_ALTERNATIVES, Alternative, IndexDocument, Part
from intranet.finding.results import Card, Spot
from intranet.finding.states import state_of
from intranet.organisation.models import Unit, lineage_paths

log = logging.getLogger(__name__)

CHUNK = 20
READ = (DocumentVersion.Text.READ, DocumentVersion.Text.PARTLY)
KIND = "dokument"


class DocumentSource:
    family = FAMILY
    kinds: Mapping[str, str | Promise] = {KIND: gettext_lazy("Dokument")}

    def count(self) -> int:
        return _findable().count()

    def iterate(self) -> Iterator[IndexDocument]:
        pks = _findable().order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)
        for some in chunks(pks, CHUNK):
            yield from self.documents([str(pk) for pk in some])

    def documents(self, pks: Several[str]) -> Iterable[IndexDocument]:
        for some in chunks(pks, CHUNK):
            found = list(_findable().filter(pk__in=[int(pk) for pk in some]).select_related("collection"))
            surroundings = _Surroundings(found)
            yield from (surroundings.document(document) for document in found)

    def below(self, pk: str) -> Iterable[str]:
        return [pk]

    def check(self, viewer: Viewer, pks: Several[str]) -> Mapping[str, Card]:
        newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
        documents = (
            access.found_by(viewer, CustomDocument.objects.all())
            .filter(pk__in=[int(pk) for pk in pks])
            .annotate(
                media_type=Subquery(newest.values("media_type")[:1]),
                pages=Subquery(newest.values("places")[:1]),
            )
        )
        return {str(document.pk): _card(document, viewer.today) for document in documents}


def pages_in_words(media_type: str, places: int | None) -> str:
    """How long it is, for what has pages."""
    if media_type != PDF or not places:
        return ""
    return ngettext("%(count)s sida", "%(count)s sidor", places) % {"count": places}


def spot(document: CustomDocument, media_type: str, place: str, label: str) -> Spot:
    """Where a place opens: a page in the PDF itself, anything else in the document's text."""
    words, position = words_of(place, label), position_of(place)
    address = reverse("document_text", args=[document.pk])
    text_url = f"{address}?{urlencode({'plats': place})}#{place}"
    if media_type == PDF and position is not None:
        return Spot(f"{document.url}#page={position}", words, text_url)
    return Spot(text_url, words)


def _findable() -> QuerySet[CustomDocument]:
    """Those that anybody could find: what hangs on no page and does not stand alone is a loose file."""
    return CustomDocument.objects.filter(withdrawn_at__isnull=True).exclude(
        stands_alone=False, attachments__isnull=True
    )


def _card(document: Any, today: date) -> Card:
    media_type = document.media_type or ""
    about = document.get_absolute_url()
    length = pages_in_words(media_type, document.pages)
    end = end_in_words(document, today)
    return Card(
        title=document.title,
        url=about,
        kind_label=gettext("Dokument"),
        state=state_of(document, today),
        detail=" · ".join(filter(None, [label_of(media_type), length, end[:1].lower() + end[1:]])),
        object=document,
        opens=lambda place, label: spot(document, media_type, place, label),
        about=about,
    )


class _Surroundings:
    """What lies round a few documents (collections, pages, units, subjects, texts), a query each."""

    def __init__(self, documents: list[CustomDocument]) -> None:
        pks = [document.pk for document in documents]
        collections = {
            path for document in documents for path in _paths(document.collection.path, Collection)
        }
        self.collections = dict(Collection.objects.filter(path__in=collections).values_list("path", "pk"))
        self.declared = set(CollectionAudience.objects.values_list("collection_id", flat=True))
        self.sections = set(SectionAudience.objects.values_list("page_id", flat=True))
        self.pages: dict[int, list[Page]] = defaultdict(list)
        attached = Attachment.objects.filter(document__in=pks, page__live=True).select_related("page")
        for each in attached.order_by("page__depth", "page__path"):
            self.pages[each.document_id].append(each.page)
        above = {path for pages in self.pages.values() for page in pages for path in _paths(page.path, Page)}
        self.ids = dict(Page.objects.filter(path__in=above).values_list("path", "pk"))
        self.units = _of(documents, "units__path")
        self.subjects = _of(documents, "subjects__slug")
        self.codes = dict(Unit.objects.values_list("path", "code")) if self.units else {}
        newest = DocumentVersion.objects.filter(document__in=pks).order_by("document", "number")
        self.versions = {version.document_id: version for version in newest}

    def document(self, document: CustomDocument) -> IndexDocument:
        places = [
            pk for path in _paths(document.collection.path, Collection) if (pk := self.collections.get(path))
        ]
        nearest = next((pk for pk in reversed(places) if pk in self.declared), None)
        units = self.units.get(document.pk, [])
        codes = {self.codes[path] for unit in units for path in lineage_paths(unit) if path in self.codes}
        version = self.versions.get(document.pk)
        return IndexDocument(
            family=FAMILY,
            pk=str(document.pk),
            kind=KIND,
            title=document.title,
            lead=document.summary,
            parts=tuple(_parts(version)) if version and version.text_state in READ else (),
            units=tuple(sorted(codes)) or (EVERY_UNIT,),
            own_units=tuple(sorted(self.codes[path] for path in units if path in self.codes)),
            subjects=tuple(sorted(self.subjects.get(document.pk, []))),
            file=code_of(version.media_type) if version else "",
            date=timezone.localdate(version.created_at) if version else None,
            valid_from=document.valid_from,
            valid_to=document.valid_to,
            review_by=document.review_by,
            audience=(collection_key(nearest),),
            within=tuple(collection_key(pk) for pk in places),
            alternatives=None if document.stands_alone else self.alternatives(document),
        )

    def alternatives(self, document: CustomDocument) -> tuple[Alternative, ...]:
        """The pages it hangs on, as places. Of too many those come first by which everybody finds it whom any of them
        lets find it: one for each kind of readers, but for kinds that are within another."""
        pages = {self._place(page): page for page in self.pages[document.pk]}
        if len(pages) <= MOST_ALTERNATIVES:
            return tuple(pages)
        known = Readerships()
        by_readers: dict[Readership, Alternative] = {}
        for place, page in pages.items():
            by_readers.setdefault(known.of_page(page.path), place)
        widest = [
            place
            for readers, place in by_readers.items()
            if not any(readers is not other and readers.is_within(other) for other in by_readers)
        ]
        if len(widest) > MOST_ALTERNATIVES:
            log.warning(
                "document %s hangs on pages for %s kinds of readers, of which the index holds %s",
                *(document.pk, len(widest), MOST_ALTERNATIVES),
            )
        return tuple(dict.fromkeys([*widest, *pages]))[:MOST_ALTERNATIVES]

    def _place(self, page: Page) -> Alternative:
        ids = [self.ids[path] for path in _paths(page.path, Page) if path in self.ids]
        section = next((pk for pk in reversed(ids) if pk in self.sections), None)
        return Alternative((section_key(section),), tuple(page_key(pk) for pk in ids))


def _parts(version: DocumentVersion) -> Iterator[Part]:
    """The text by place, as much of it as the index is to hold."""
    left = MOST_TEXT
    rows = Passage.objects.filter(version=version).order_by("position").iterator(chunk_size=200)
    first = list(islice(rows, running.SAMPLE))
    are_pages = bool(first) and first[0].kind == Passage.Kind.PAGE
    feet = running.running([(each.position, each.text) for each in first]) if are_pages else frozenset()
    for passage in chain(first, rows):
        if left <= 0:
            return
        # What stands on every page is found on the first, and quoted with no other.
        again = feet and passage is not first[0]
        text = (running.without(feet, passage.text, passage.position) if again else passage.text)[:left]
        left -= len(text)
        # The number of a page is no word to be found by.
        named = passage.kind in (Passage.Kind.SHEET, Passage.Kind.HEADING)
        yield Part(place_of(passage.kind, passage.position), passage.label if named else "", text)


def _paths(path: str, tree: type[Page] | type[Collection]) -> list[str]:
    """The tree paths of a place and of those above it: of pages without the root, which is nobody's page."""
    first = tree.steplen if tree is Collection else 2 * tree.steplen
    return [path[:end] for end in range(first, len(path) + 1, tree.steplen)]


def _of(documents: list[CustomDocument], field: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = CustomDocument.objects.filter(pk__in=[d.pk for d in documents], **{f"{field}__isnull": False})
    for pk, value in rows.order_by().values_list("pk", field):
        found[pk].append(value)
    return found
