"""Documents in the search: one hit each, opening at its place, found by nobody but whom the rule lets find it."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from home.models import StandardPage
from intranet.access import files as access
from intranet.access.models import Audience, CollectionAudience, SectionAudience
from intranet.access.viewer import Viewer, viewer_of
from intranet.files import capture
from intranet.files.kinds import code_of
from intranet.files.models import CustomDocument, DocumentVersion, Passage
from intranet.files.source import MOST_TEXT, DocumentSource
from intranet.finding import ask, outbox
from intranet.finding.documents import MOST_ALTERNATIVES
from intranet.finding.draining import drain
from intranet.finding.rebuilding import rebuild
from intranet.finding.request import SearchRequest
from intranet.people.models import Person
from intranet.subjects.models import Subject
from tests.factories import (
    PASSWORD,
    declare_audience,
    make_elected,
    make_group,
    make_home,
    make_person,
    make_unit,
)
from tests.intranet.test_files_rule import a_document, a_page, attached

pytestmark = pytest.mark.django_db

WORD = "kompassros"


def read(document: CustomDocument, *texts: str, kind: str = Passage.Kind.PAGE, labels: tuple = ()) -> None:
    """What the reader of texts would have written."""
    version = document.versions.order_by("-number").first()
    names = labels or ("",) * len(texts)
    Passage.objects.bulk_create(
        Passage(version=version, position=number, kind=kind, label=label, text=text)
        for number, (text, label) in enumerate(zip(texts, names, strict=True), 1)
        if text
    )
    version.text_state, version.places = DocumentVersion.Text.READ, len(texts)
    version.save()


def answer(reader: str, text: str = WORD):
    return ask.search(SearchRequest(text=text, page_size=100), viewer_of(Person.objects.get(username=reader)))


class World:
    """A few collections, pages and documents that change at random."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.groups = [make_group("Röd"), make_group("Blå")]
        self.home = make_home()
        self.count = 0
        self.collections = [Collection.get_first_root_node()]
        for number in range(4):
            self.collections.append(
                Collection.objects.get(pk=self.rng.choice(self.collections).pk).add_child(name=f"S{number}")
            )
        for _ in range(14):
            self.add()
        self.pages = [
            a_page(f"s{n}", *self.some(), parent=Page.objects.get(pk=self.home.pk)).pk for n in range(6)
        ]
        self.readers = [
            make_person("anställd", make_unit("Norr")),
            make_person("röd", groups=("Röd",)),
            make_elected("vald"),
            make_person("ingen", employed=False),
        ]

    def viewers(self) -> list[Viewer]:
        people = [viewer_of(Person.objects.get(pk=person.pk)) for person in self.readers]
        return [*people, viewer_of(AnonymousUser())]

    def some(self) -> list[CustomDocument]:
        every = list(CustomDocument.objects.all())
        return self.rng.sample(every, min(len(every), self.rng.randint(0, 5)))

    def document(self) -> CustomDocument:
        return self.rng.choice(list(CustomDocument.objects.order_by("pk")))

    def page(self) -> StandardPage:
        return StandardPage.objects.get(pk=self.rng.choice(self.pages))

    def collection(self) -> Collection:
        return Collection.objects.get(pk=self.rng.choice(self.collections[1:]).pk)

    def add(self) -> None:
        self.count += 1
        document = a_document(
            f"{WORD} {self.count}",
            collection=Collection.objects.get(pk=self.rng.choice(self.collections).pk),
            stands_alone=self.rng.random() < 0.4,
            file=self.file(),
        )
        read(document, f"Hemlig {self.count}", f"{WORD} på sidan två")

    def file(self) -> ContentFile:
        """Of one kind or another, and never the same bytes twice."""
        start, name = self.rng.choice(
            [(b"%PDF-1.4", "a.pdf"), (b"Bara text", "b.txt"), (b"{\\rtf1", "c.rtf")]
        )
        return ContentFile(start + str(self.count).encode(), name=name)

    def change(self) -> str:
        names = (
            "add", "alone", "recollect", "withdraw", "replace", "remove", "rewrite", "unpublish", "publish",
            "move", "restrict", "free", "section", "unsection", "collection_audience", "collection_stop",
            "move_collection",
        )  # fmt: skip
        name = self.rng.choice(names)
        getattr(self, name)()
        return name

    def alone(self) -> None:
        document = self.document()
        document.stands_alone = not document.stands_alone
        document.save()

    def recollect(self) -> None:
        document = self.document()
        document.collection = Collection.objects.get(pk=self.rng.choice(self.collections).pk)
        document.save()

    def withdraw(self) -> None:
        document = self.document()
        document.withdrawn_at = None if document.withdrawn_at else timezone.now()
        document.save()

    def replace(self) -> None:
        document = self.document()
        self.count += 1
        document.file = self.file()
        document.save()

    def remove(self) -> None:
        if CustomDocument.objects.count() > 8:
            self.document().delete()

    def rewrite(self) -> None:
        page = self.page()
        page.body = attached(*self.some())
        page.save_revision().publish()

    def unpublish(self) -> None:
        self.page().unpublish()

    def publish(self) -> None:
        self.page().save_revision().publish()

    def move(self) -> None:
        page = self.page()
        others = StandardPage.objects.exclude(path__startswith=page.path)
        target = self.rng.choice([self.home.pk, *others.values_list("pk", flat=True)])
        page.move(Page.objects.get(pk=target), pos="last-child")

    def restrict(self) -> None:
        kind = self.rng.choice(["groups", "login", "password"])
        stop = PageViewRestriction.objects.create(page=self.page(), restriction_type=kind)
        stop.groups.set(self.rng.sample(self.groups, self.rng.randint(0, 1)))

    def free(self) -> None:
        for model in (PageViewRestriction, CollectionViewRestriction):
            stop = model.objects.order_by("?").first()
            if stop:
                stop.delete()

    def section(self) -> None:
        declared, _ = SectionAudience.objects.update_or_create(
            page=self.page(), defaults={"audience": self.rng.choice(Audience.values)}
        )
        declared.groups.set(self.rng.sample(self.groups, 1))

    def unsection(self) -> None:
        declared = SectionAudience.objects.order_by("?").first()
        if declared:
            declared.delete()

    def collection_audience(self) -> None:
        declared, made = CollectionAudience.objects.update_or_create(
            collection=self.collection(), defaults={"audience": self.rng.choice(Audience.values)}
        )
        declared.groups.set(self.rng.sample(self.groups, 1))
        if not made and self.rng.random() < 0.5:
            declared.delete()

    def collection_stop(self) -> None:
        stop = CollectionViewRestriction.objects.create(
            collection=self.collection(), restriction_type="groups"
        )
        stop.groups.set(self.rng.sample(self.groups, 1))

    def move_collection(self) -> None:
        mover = self.collection()
        others = Collection.objects.exclude(path__startswith=mover.path)
        mover.move(self.rng.choice(list(others)), "sorted-child")


def kinds_of(ids: set[str]) -> Counter:
    """How many there are of each kind of file, by what the database says of their newest files."""
    newest: dict[int, str] = {}
    for version in DocumentVersion.objects.filter(document__in=[key.split(":")[1] for key in ids]).order_by(
        "number"
    ):
        newest[version.document_id] = code_of(version.media_type)
    return Counter(newest.values())


def look(viewer: Viewer, *, caught_up: bool) -> None:
    documents = access.found_by(viewer, CustomDocument.objects.all())
    may = {f"document:{pk}" for pk in documents.values_list("pk", flat=True)}
    found = ask.search(SearchRequest(text=WORD, kinds=frozenset({"dokument"}), page_size=100), viewer)
    hits = {each.hit.id for each in found.found}
    assert hits <= may
    # The engine itself knows no more: nothing had to be dropped after it answered.
    assert found.total == len(hits)
    kinds = next(facet for facet in found.facets if facet.name == "kind")
    assert sum(value.count for value in kinds.values if value.value == "dokument") == len(hits)
    files = next(facet for facet in found.facets if facet.name == "file")
    counted = {value.value: value.count for value in files.values}
    assert counted == kinds_of(hits), "a facet that counts more than the hits tells of others"
    offered = {suggestion.id for suggestion, _ in ask.suggest(WORD[:6], viewer, limit=50)}
    assert {each for each in offered if each.startswith("document:")} <= may
    if caught_up:
        assert hits == may


@pytest.mark.parametrize("seed", range(3))
def test_nobody_finds_more_than_the_rule_lets_find_before_and_after_the_index(plugged, seed):
    world = World(seed)
    rebuild()
    drain()
    for viewer in world.viewers():
        look(viewer, caught_up=True)
    seen = []
    for _ in range(24):
        seen.append(world.change())
        for viewer in world.viewers():
            look(viewer, caught_up=False)
        drain()
        assert outbox.waiting() == 0
        for viewer in world.viewers():
            look(viewer, caught_up=True)
    assert len(set(seen)) >= 10, seen


def test_a_document_is_one_hit_and_opens_at_the_page_of_the_word(plugged):
    make_home()
    make_person("anställd")
    plan = a_document("Beredskapsplan", stands_alone=True)
    read(plan, *["Vanlig text om arbetet."] * 11, f"På sidan tolv står {WORD} en gång.", "Slut.")
    rebuild()
    found = answer("anställd")
    assert found.total == 1
    hit = found.found[0]
    assert hit.url == f"{plan.url}#page=12"
    assert hit.spot.words == "Sida 12"
    assert "<mark>" in hit.hit.excerpt_html
    assert hit.card.detail == "PDF · 13 sidor"
    assert hit.card.about == reverse("document", args=[plan.pk])


def test_what_is_no_pdf_opens_in_its_text_at_the_place(plugged, client):
    make_home()
    make_person("anställd")
    sheet = CustomDocument.objects.create(
        title="Budget", stands_alone=True, file=ContentFile(b"bara text", name="budget.txt")
    )
    read(sheet, "Annat", f"Här är {WORD}", kind=Passage.Kind.SHEET, labels=("Ett", "Kostnader"))
    rebuild()
    hit = answer("anställd").found[0]
    assert hit.url == f"/dokument/{sheet.pk}/text/?plats=blad-2#blad-2"
    assert hit.spot.words == "Bladet ”Kostnader”"
    assert client.login(username="anställd", password=PASSWORD)
    page = client.get(hit.url.partition("#")[0])
    assert 'id="blad-2"' in page.content.decode()
    shown = client.get(f"/sok/?q={WORD}").content.decode()
    assert "Dokument" in shown
    assert "Bladet ”Kostnader”" in shown
    assert f"/dokument/{sheet.pk}/" in shown


def test_a_large_file_is_bounded_and_one_on_many_pages_too():
    make_home()
    plan = a_document(stands_alone=True)
    read(plan, *[f"ord{number} " * 400 for number in range(500)])
    (large,) = DocumentSource().documents([str(plan.pk)])
    assert sum(len(part.text) for part in large.parts) <= MOST_TEXT
    many = a_document("Många")
    for number in range(MOST_ALTERNATIVES + 4):
        a_page(f"m{number}", many)
    declare_audience(a_page("sist", many), Audience.PUBLIC)
    (index,) = DocumentSource().documents([str(many.pk)])
    assert len(index.alternatives) == MOST_ALTERNATIVES
    # A page in a section of its own is not left out for one more of the same.
    assert len({place.audience for place in index.alternatives}) == 2


def test_the_outbox_names_no_titles_and_every_change_is_in_it():
    make_home()
    plan = a_document("Hemlig titel", stands_alone=True)
    outbox.OutboxEntry.objects.all().delete()

    def announced() -> set[str]:
        entries = {str(entry.change) for entry in outbox.OutboxEntry.objects.filter(family="document")}
        outbox.OutboxEntry.objects.all().delete()
        return entries

    plan.title = "Annan"
    plan.save()
    assert announced() == {"changed"}
    capture.text_was_read(plan.versions.get())
    assert announced() == {"changed"}
    plan.file = ContentFile(b"%PDF-1.4 ny", name="ny.pdf")
    plan.save()
    assert announced() == {"changed", "moved"}
    plan.subjects.add(Subject.objects.create(slug="it", name="IT"))
    assert announced() == {"changed"}
    plan.withdrawn_at = timezone.now()
    plan.save()
    assert "withdrawn" in announced()
    plan.delete()
    assert "deleted" in announced()
