"""A text costs the same to show whether it has one picture, file, contact and checklist or many."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import Collection

from home.knowledge.decision import decide
from home.models import ChecklistPage, HandbookPage
from intranet.access.models import Audience, CollectionAudience
from intranet.files.models import CustomDocument, CustomImage
from tests.factories import PASSWORD, make_function, make_home, make_page, make_person, make_unit
from tests.home.knowledge import make_index, make_owner, make_routine

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    make_home()
    assert client.login(username=make_person("amina.lund").username, password=PASSWORD)
    return client


@pytest.fixture
def collection():
    made = Collection.get_first_root_node().add_child(name="Bilder och blanketter")
    CollectionAudience.objects.create(collection=made, audience=Audience.EMPLOYEES)
    return made


def make_image(collection: Collection, number: int) -> CustomImage:
    data = BytesIO()
    Image.new("RGB", (40, 30), (number, 90, 80)).save(data, "PNG")
    data.seek(0)
    return CustomImage.objects.create(
        title=f"Bild {number}", collection=collection, file=ImageFile(data, name=f"bild{number}.png")
    )


def make_document(collection: Collection, number: int) -> CustomDocument:
    file = ContentFile(b"%PDF-1.4", name=f"blankett{number}.pdf")
    return CustomDocument.objects.create(
        title=f"Blankett {number}", collection=collection, file=file, file_size=8
    )


def make_checklist(number: int) -> ChecklistPage:
    items = [{"type": "section", "value": {"title": "Före", "items": [{"text": "Ring"}]}}]
    page = ChecklistPage(title=f"Lista {number}", live=False, owner_function=make_owner(), sections=items)
    make_page(page, make_index())
    decide(page, page.save_revision(), by=None)
    return page


def body(collection: Collection, size: int) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    for number in range(size):
        unit = make_unit(f"Enhet {number}")
        function = make_function("rutinagare", unit, make_person(unit=unit))
        blocks += [
            {
                "type": "image",
                "value": {"image": make_image(collection, number).pk, "alt": f"Alt {number}", "caption": ""},
            },
            {
                "type": "attachment",
                "value": {"document": make_document(collection, number).pk, "text": ""},
            },
            {"type": "contact", "value": {"function": function.pk, "text": ""}},
            {"type": "checklist", "value": {"checklist": make_checklist(number).pk}},
        ]
    return blocks


def routine(blocks: list[dict[str, Any]]) -> Any:
    return make_routine(f"Med {len(blocks)}", body=blocks)


def handbook(blocks: list[dict[str, Any]]) -> Any:
    chapters = [
        {"type": "chapter", "value": {"title": f"Kapitel {number}", "body": blocks[number : number + 4]}}
        for number in range(0, len(blocks), 4)
    ]
    page = HandbookPage(
        title=f"Med {len(blocks)}", live=False, owner_function=make_owner(), chapters=chapters
    )
    make_page(page, make_index())
    decide(page, page.save_revision(), by=None)
    return HandbookPage.objects.get(pk=page.pk)


@pytest.mark.parametrize("make", [routine, handbook])
def test_one_of_each_costs_as_much_as_eight(reader, collection, make):
    counts = {}
    for size in (1, 8):
        page = make(body(collection, size))
        reader.get(page.url)  # makes the renditions
        with CaptureQueriesContext(connection) as asked:
            shown = reader.get(page.url).content.decode()
        assert shown.count("<figure") == size
        assert shown.count("pointer__about") == size
        assert shown.count("contact-card") == size
        assert shown.count(">Checklista<") == size
        counts[size] = len(asked)
    assert counts[1] == counts[8], asked.captured_queries
