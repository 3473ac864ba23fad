"""What a file that was read in brings along, to each persona: of a draft at a closed place, of one where employees
are, and of published texts. Told by the file's words, its status and its bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Page

from home.importing.incoming.models import Delivery, IncomingPicture, IncomingText
from home.importing.incoming.reviewing import Entered, plan_of, save_draft
from home.importing.lookups import Lookups
from home.importing.outline import Attachment, Heading, Paragraph, Picture
from home.importing.source import Source
from home.importing.wire import to_wire
from intranet.files.models import CustomDocument, CustomImage
from intranet.people.models import Function
from tests.leaks.asking import Asker
from tests.leaks.corpus import Corpus
from tests.leaks.personas import EDITORS_OF_FILES, EMPLOYEES, EVERYBODY, IN_ADMIN
from tests.leaks.secrets import CIRCLE, READERS, RENDITION, SECTION
from tests.leaks.texts import decided

pytestmark = pytest.mark.django_db

WORD = "medhavd"  # stands in the title of the attachment and of the picture, and nowhere else
BYTES = b"medhavda bytes"
ROUTINES = "routines"
WHO = {SECTION: READERS[SECTION], CIRCLE: READERS[CIRCLE], ROUTINES: EMPLOYEES}


@dataclass
class Brought:
    page: Page
    document: CustomDocument
    image: CustomImage
    readers: frozenset[str]


def read_in(corpus: Corpus, where: str, *, published: bool) -> Brought:
    """A file with a picture and an attachment, sent in for the place and saved through the review."""
    place = (corpus.planted.tops.get(where) or corpus.pages[where]).specific
    blocks = [
        *(Heading(1, "Text"), Paragraph("Ord.")),
        *(Picture("bild:a.png", f"{WORD} bild"), Attachment("bild:b.emf", f"{WORD} bilaga")),
    ]
    text = IncomingText(
        delivery=Delivery.objects.create(place=place),
        name="fil.docx",
        state=IncomingText.State.READY,
        source=to_wire(Source(blocks=blocks, lenient=True)),
    )
    text.save()
    picture = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(picture, "PNG")
    for name, data in (("bild:a.png", picture.getvalue()), ("bild:b.emf", BYTES)):
        row = IncomingPicture(text=text, name=name)
        row.file.save(name.partition(":")[2], ContentFile(data))
    lookups = Lookups.load()
    entered = Entered(title="Inläst", slug="inlast", alts={"bild:a.png": f"{WORD} bild"})
    page = save_draft(text, plan_of(text, entered, lookups), lookups, corpus.people["inside editor"]).specific
    if published:
        page = page.get_latest_revision_as_object()
        page.owner_function = Function.objects.first()
        page = decided(page)
    document = CustomDocument.objects.get(title__contains=WORD)
    document.file = ContentFile(b"%PDF-1.4 nytt", name="ny.pdf")
    document.save()  # so that it has an old version too
    image = CustomImage.objects.get(title__contains=WORD)
    image.get_rendition(RENDITION)
    return Brought(page, document, image, WHO[where])


@pytest.fixture(
    params=[(SECTION, False), (CIRCLE, False), (ROUTINES, False), (CIRCLE, True), (ROUTINES, True)],
    ids=lambda case: f"{case[0]}-{'published' if case[1] else 'draft'}",
)
def brought(request: pytest.FixtureRequest, corpus: Corpus) -> Brought:
    where, published = request.param
    return read_in(corpus, where, published=published)


def test_the_file_its_page_and_its_text(asker: Asker, brought: Brought):
    document = brought.document
    for persona in EVERYBODY:
        reader = persona in brought.readers
        for address in (
            document.url,
            f"/dokument/{document.pk}/x.bin",
            reverse("document_by_id", args=[document.pk]),
            reverse("document", args=[document.pk]),
        ):
            answer = asker.ask(persona, address)
            assert (
                answer.status in (200, 302) and "/logga-in/" not in answer.header("location")
            ) == reader, (
                persona,
                address,
                answer.status,
            )
            assert reader or WORD not in answer.text, (persona, address)
        text = asker.ask(persona, reverse("document_text", args=[document.pk]))
        assert reader or (WORD not in text.text and text.status != 200), persona


def test_what_the_file_was(asker: Asker, brought: Brought):
    old = reverse("document_version", args=[brought.document.pk, 1])
    for persona in EVERYBODY:
        answer = asker.ask(persona, old)
        allowed = persona in brought.readers and persona in EDITORS_OF_FILES
        assert (BYTES in answer.body) == allowed, persona


def test_the_picture_and_its_rendition(asker: Asker, brought: Brought):
    image = brought.image
    for path in (image.file.name, image.get_rendition(RENDITION).file.name):
        for persona in EVERYBODY:
            answer = asker.ask(persona, f"/media/{path}")
            assert (answer.status == 200) == (persona in brought.readers), (persona, path, answer.status)


def test_lists_choosers_and_the_api_of_the_admin(asker: Asker, brought: Brought):
    document, image = brought.document.pk, brought.image.pk
    addresses = [
        *(reverse(f"wagtaildocs:{name}") for name in ("index", "index_results")),
        *(reverse(f"wagtaildocs_chooser:{name}") for name in ("choose", "choose_results")),
        *(reverse(f"wagtailimages:{name}") for name in ("index", "index_results")),
        *(reverse(f"wagtailimages_chooser:{name}") for name in ("choose", "choose_results")),
        *(reverse(f"wagtailadmin_api:{kind}:listing") for kind in ("documents", "images")),
        reverse("wagtailadmin_api:documents:detail", args=[document]),
        reverse("wagtailadmin_api:images:detail", args=[image]),
        reverse("wagtaildocs_chooser:chosen", args=[document]),
        reverse("wagtailimages_chooser:chosen", args=[image]),
        reverse("wagtaildocs:edit", args=[document]),
        reverse("wagtailimages:edit", args=[image]),
    ]
    for address in addresses:
        told = {persona for persona in EVERYBODY if WORD in asker.ask(persona, address).text}
        assert told <= brought.readers & IN_ADMIN, (address, told)
        assert "inside editor" in told, address


def test_the_page_itself(asker: Asker, brought: Brought):
    for persona in EVERYBODY:
        answer = asker.ask(persona, brought.page.url)
        may = brought.page.live and persona in brought.readers
        assert (answer.status == 200) == may, persona
        assert (WORD in answer.text) == may, persona


def test_the_cases_differ_in_who_reads():
    assert len({WHO[SECTION], WHO[CIRCLE], WHO[ROUTINES]}) == 3
