"""Who finds and who opens a document: the queryset and the predicate say the same, and finding is the narrower."""

from __future__ import annotations

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from home.models import StandardPage
from intranet.access import files as access
from intranet.access.models import Audience, CollectionAudience
from intranet.access.viewer import viewer_of
from intranet.files.attachments import Attachment
from intranet.files.models import CustomDocument
from intranet.people.models import Person
from tests.factories import (
    declare_audience,
    make_elected,
    make_group,
    make_home,
    make_page,
    make_person,
    make_superuser,
)

pytestmark = pytest.mark.django_db

READERS = ("anställd", "röd", "vald", "ingen", "root")


def attached(*documents: CustomDocument) -> list[dict]:
    return [{"type": "attachment", "value": {"document": d.pk, "text": ""}} for d in documents]


def a_document(title: str = "Plan", **fields) -> CustomDocument:
    fields.setdefault("file", ContentFile(f"%PDF-1.4 {title}".encode(), name="plan.pdf"))
    return CustomDocument.objects.create(title=title, **fields)


def a_page(slug: str, *documents: CustomDocument, parent=None, **fields) -> StandardPage:
    page = make_page(StandardPage(title=slug, slug=slug, body=attached(*documents), **fields), parent)
    assert isinstance(page, StandardPage)
    page.save_revision().publish()
    return page


def a_reader(name: str) -> Person:
    if name == "root":
        return make_superuser("root")
    if name == "vald":
        return make_elected(name)
    return make_person(name, employed=name in ("anställd", "röd"), groups=("Röd",) if name == "röd" else ())


class Corpus:
    """Collections, pages and documents at random, restricted and declared at random."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.groups = [make_group("Röd"), make_group("Blå")]
        home = make_home()
        root = Collection.get_first_root_node()
        collections = [root]
        for number in range(6):
            parent = Collection.objects.get(pk=self.rng.choice(collections).pk)
            collections.append(parent.add_child(name=f"Samling {number}"))
        for collection in collections[1:]:
            if self.rng.random() < 0.4:
                declared = CollectionAudience.objects.create(
                    collection=collection, audience=self.rng.choice(Audience.values)
                )
                declared.groups.set(self.rng.sample(self.groups, 1))
            if self.rng.random() < 0.2:
                stop = CollectionViewRestriction.objects.create(
                    collection=collection, restriction_type="groups"
                )
                stop.groups.set(self.rng.sample(self.groups, 1))
        self.documents = [
            a_document(
                f"D{number}",
                collection=self.rng.choice(collections),
                stands_alone=self.rng.random() < 0.3,
                withdrawn_at=timezone.now() if self.rng.random() < 0.15 else None,
            )
            for number in range(30)
        ]
        pages: list[Page] = [home]
        for number in range(15):
            documents = self.rng.sample(self.documents, self.rng.randint(0, 5))
            page = a_page(f"s{number}", *documents, parent=self.rng.choice(pages[-5:]))
            pages.append(page)
            if self.rng.random() < 0.3:
                declare_audience(page, self.rng.choice(Audience.values), *self.rng.sample(self.groups, 1))
            if self.rng.random() < 0.25:
                kind = self.rng.choice(["groups", "login", "password"])
                stop = PageViewRestriction.objects.create(page=page, restriction_type=kind)
                stop.groups.set(self.rng.sample(self.groups, 1))
            if self.rng.random() < 0.2:
                StandardPage.objects.get(pk=page.pk).unpublish()


@pytest.mark.database
@pytest.mark.parametrize("seed", range(4))
def test_the_queryset_and_the_predicate_say_the_same(seed):
    Corpus(seed)
    told = set()
    viewers = [viewer_of(a_reader(name)) for name in READERS] + [viewer_of(AnonymousUser())]
    for viewer in viewers:
        found = set(access.found_by(viewer, CustomDocument.objects.all()).values_list("pk", flat=True))
        opened = set(access.open_to(viewer, CustomDocument.objects.all()).values_list("pk", flat=True))
        every = CustomDocument.objects.select_related("collection")
        assert found == {d.pk for d in every if access.is_found_by(viewer, d)}
        assert opened == {d.pk for d in every if access.is_open_to(viewer, d)}
        assert found <= opened
        told.add(frozenset(found))
    assert len(told) >= 3  # a corpus in which everybody is the same proves nothing


def found(reader: str) -> set[str]:
    documents = access.found_by(viewer_of(Person.objects.get(username=reader)), CustomDocument.objects.all())
    return set(documents.values_list("title", flat=True))


@pytest.fixture
def readers():
    make_home()
    for name in ("anställd", "röd"):
        a_reader(name)
    return make_group("Röd")


def test_an_attachment_is_found_by_whom_its_page_lets_in(readers):
    plan = a_document()
    page = a_page("sida", plan)
    declare_audience(page, Audience.GROUPS, readers)
    assert found("röd") == {"Plan"}
    assert found("anställd") == set()


def test_one_open_page_of_several_is_enough(readers):
    plan = a_document()
    declare_audience(a_page("stängd", plan), Audience.GROUPS, readers)
    open_page = a_page("öppen", plan)
    assert found("anställd") == {"Plan"}
    open_page.unpublish()
    assert found("anställd") == set()


def test_a_loose_file_is_found_by_nobody_and_one_that_stands_alone_by_all_of_its_collection(readers):
    plan = a_document()
    assert found("anställd") == set()
    plan.stands_alone = True
    plan.save()
    assert found("anställd") == {"Plan"}
    plan.withdrawn_at = timezone.now()
    plan.save()
    assert found("anställd") == set()


def test_links_in_texts_count_and_what_a_draft_says_does_not(readers):
    plan, other = a_document(), a_document("Annan")
    page = make_page(StandardPage(title="Sida", slug="sida"))
    page.body = [{"type": "text", "value": f'<p>Läs <a linktype="document" id="{plan.pk}">planen</a></p>'}]
    page.save_revision().publish()
    assert found("anställd") == {"Plan"}
    page = StandardPage.objects.get(pk=page.pk)
    page.body = attached(other)
    revision = page.save_revision()
    assert found("anställd") == {"Plan"}
    revision.publish()
    assert found("anställd") == {"Annan"}
    assert Attachment.objects.count() == 1


def test_a_page_that_is_deleted_takes_its_documents_out_of_sight(readers):
    page = a_page("sida", a_document())
    Page.objects.get(pk=page.pk).delete()
    assert found("anställd") == set()
