"""Pages that are for fewer than their files: which documents and pictures those are, and where they would lie right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Collection, CollectionViewRestriction, Page, ReferenceIndex

from intranet.access.models import Audience, CollectionAudience
from intranet.access.readership import GROUPS, LOGIN, Readership, Readerships, of_collection, of_page
from intranet.files.attachments import named_of
from intranet.files.documents import CustomDocument
from intranet.files.images import CustomImage

File = CustomDocument | CustomImage


def files_of(page: Page) -> list[File]:
    """The documents, then the pictures, that the page, as this object has it, names; with their collections."""
    named = named_of(page, CustomDocument, CustomImage)
    return [
        file
        for model in (CustomDocument, CustomImage)
        if named[model]
        for file in model.objects.filter(pk__in=named[model]).select_related("collection").order_by("title")
    ]


def too_open(page: Page) -> list[File]:
    """The files that the page, as this object has it, names and that open for more than the page does."""
    files = files_of(page)
    if not files:
        return []
    readers = of_page(page)
    collections = {file.collection_id: file.collection for file in files}
    open_ = {pk for pk, collection in collections.items() if not of_collection(collection).is_within(readers)}
    return [file for file in files if file.collection_id in open_]


def pages_with(file: File) -> set[int]:
    """Primary keys of the pages that show it, published or not."""
    pages = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(file).filter(base_content_type=pages)
    found = {int(pk) for pk in references.values_list("object_id", flat=True)}
    if isinstance(file, CustomDocument):
        found |= set(file.attachments.values_list("page_id", flat=True))
    return found


def fits(collection: Collection, page: Page) -> bool:
    """Whether the collection is for exactly those whom the page is for."""
    return is_for(collection, of_page(page))


def is_for(collection: Collection, readers: Readership) -> bool:
    """Whether the collection is for exactly these."""
    return _same(of_collection(collection), readers)


def fitting_collection(page: Page) -> Collection | None:
    """A collection that is for exactly those whom the page is for; None if there is none yet."""
    return fitting_for(of_page(page))


def collection_for(page: Page) -> Collection:
    """One that fits the page, made if there is none. Raises ValueError if there can be none."""
    readers = of_page(page)
    return fitting_for(readers) or make_for(readers)


def fitting_for(readers: Readership) -> Collection | None:
    """A collection that is for exactly these; None if there is none yet."""
    known = Readerships()
    collections = Collection.objects.order_by("depth", "name")
    return next((each for each in collections if _same(known.of_collection(each.path), readers)), None)


def _same(one: Readership, other: Readership) -> bool:
    return one.is_within(other) and other.is_within(one)


def can_be_made(page: Page) -> bool:
    """Whether a collection can be for exactly the page's readers: not for those who share a password."""
    return not of_page(page).password


def name_for(page: Page) -> str:
    """What a new collection for the page's readers is called."""
    return name_of(of_page(page))


def name_of(readers: Readership) -> str:
    """What a new collection for these readers is called."""
    label = Audience(readers.audience).label
    groups = Group.objects.filter(pk__in=readers.groups.union(*readers.stops)).order_by("name")
    names = ", ".join(groups.values_list("name", flat=True))
    return (names or label)[:255]


@transaction.atomic
def make_for(readers: Readership) -> Collection:
    """A new collection for exactly these. Raises ValueError if there can be none."""
    if readers.password:
        raise ValueError("a shared password is no collection's")
    collection = Collection.get_first_root_node().add_child(name=name_of(readers))
    declared = CollectionAudience.objects.create(collection=collection, audience=readers.audience)
    declared.groups.set(readers.groups)
    if readers.signed_in:
        CollectionViewRestriction.objects.create(collection=collection, restriction_type=LOGIN)
    for stop in readers.stops:
        restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type=GROUPS)
        restriction.groups.set(stop)
    return collection


@transaction.atomic
def move(files: Iterable[File], collection: Collection) -> None:
    for file in files:
        file.collection = collection
        file.save()


@transaction.atomic
def move_to_fit(files: Mapping[File, Readership | None]) -> list[Collection]:
    """Each to a collection for its readers, made if there is none; what is for nobody in particular stays."""
    by_readers: dict[Readership, list[File]] = {}
    for file, readers in files.items():
        if readers is not None and not readers.password:
            by_readers.setdefault(readers, []).append(file)
    targets = []
    for readers, theirs in by_readers.items():
        targets.append(fitting_for(readers) or make_for(readers))
        move(theirs, targets[-1])
    return targets
