"""Pages that are for fewer than their documents: which those documents are, and where they would lie right."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, CollectionViewRestriction, Page

from intranet.access.models import Audience, CollectionAudience
from intranet.access.readership import GROUPS, LOGIN, of_collection, of_page
from intranet.files.attachments import named_by
from intranet.files.documents import CustomDocument


def too_open(page: Page) -> list[CustomDocument]:
    """The documents that the page, as this object has it, names and that open for more than the page does."""
    named = named_by(page)
    if not named:
        return []
    readers = of_page(page)
    documents = CustomDocument.objects.filter(pk__in=named).select_related("collection").order_by("title")
    collections = {document.collection_id: document.collection for document in documents}
    open_ = {pk for pk, collection in collections.items() if not of_collection(collection).is_within(readers)}
    return [document for document in documents if document.collection_id in open_]


def fitting_collection(page: Page) -> Collection | None:
    """A collection that is for exactly those whom the page is for; None if there is none yet."""
    readers = of_page(page)
    for collection in Collection.objects.order_by("depth", "name"):
        theirs = of_collection(collection)
        if theirs.is_within(readers) and readers.is_within(theirs):
            return collection
    return None


def can_be_made(page: Page) -> bool:
    """Whether a collection can be for exactly the page's readers: not for those who share a password."""
    return not of_page(page).password


def name_for(page: Page) -> str:
    """What a new collection for the page's readers is called."""
    readers = of_page(page)
    label = Audience(readers.audience).label
    groups = Group.objects.filter(pk__in=readers.groups.union(*readers.stops)).order_by("name")
    names = ", ".join(groups.values_list("name", flat=True))
    return (names or label)[:255]


@transaction.atomic
def make_collection(page: Page) -> Collection:
    """A new collection for exactly those whom the page is for. Raises ValueError if there can be none."""
    if not can_be_made(page):
        raise ValueError("a shared password is no collection's")
    readers = of_page(page)
    collection = Collection.get_first_root_node().add_child(name=name_for(page))
    declared = CollectionAudience.objects.create(collection=collection, audience=readers.audience)
    declared.groups.set(readers.groups)
    if readers.signed_in:
        CollectionViewRestriction.objects.create(collection=collection, restriction_type=LOGIN)
    for stop in readers.stops:
        restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type=GROUPS)
        restriction.groups.set(stop)
    return collection


@transaction.atomic
def move(documents: Iterable[CustomDocument], collection: Collection) -> None:
    for document in documents:
        document.collection = collection
        document.save()
