"""Blanketter och mallar: under their own heading, for those who may have them; decided and searched with the text."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, PageViewRestriction
from wagtail.test.utils.form_data import streamfield

from home.indexing.pages import PageSource
from home.knowledge.decision import decide
from home.models import ChecklistPage, RoutinePage, StandardPage
from home.roles import EDITORS
from intranet.access.models import Audience, CollectionAudience
from intranet.files.models import CustomDocument
from tests.factories import make_group, make_page, make_person
from tests.home.admin_help import Place, edit_routine, signed_in
from tests.home.knowledge import decide_text, make_index, make_owner, make_routine

pytestmark = pytest.mark.django_db

HEADING = "Blanketter och mallar"


def make_document(name: str, audience: str | None = None, *groups: str) -> CustomDocument:
    collection = Collection.get_first_root_node()
    if audience:
        collection = collection.add_child(name=f"Samling {name}")
        declared = CollectionAudience.objects.create(collection=collection, audience=audience)
        declared.groups.set([make_group(group) for group in groups])
    return CustomDocument.objects.create(
        title=f"Titel {name}", collection=collection, file=ContentFile(b"x" * 2048, name=f"{name}.docx")
    )


def document_form(text: str, document: CustomDocument) -> dict[str, Any]:
    return {"type": "document", "value": {"text": text, "document": document.pk}}


def page_form(text: str, page: Any) -> dict[str, Any]:
    return {"type": "page", "value": {"text": text, "page": page.pk}}


def reader(*groups: str) -> Client:
    client = Client()
    client.force_login(make_person(groups=groups))
    return client


def test_forms_stand_under_their_own_heading_and_open():
    document = make_document("ledighet")
    page = make_routine("Ledighet", forms=[document_form("Ansökan om ledighet", document)])
    client = reader()
    html = client.get(page.url).content.decode()
    section = html.partition('id="blanketter"')[2].partition("</section>")[0]
    assert HEADING in section
    assert f'<a href="{document.url}">Ansökan om ledighet</a>' in section
    assert "Word" in section
    assert client.get(document.url).status_code == 200


def test_without_forms_there_is_no_heading():
    assert HEADING not in reader().get(make_routine().url).content.decode()


def test_only_what_the_reader_may_open_is_listed():
    open_page = make_page(StandardPage(title="Mall", slug="mall"))
    closed_page = make_page(StandardPage(title="Stängd", slug="stangd"))
    PageViewRestriction.objects.create(page=closed_page, restriction_type="groups").groups.add(
        make_group("Ledning")
    )
    closed = make_document("hemlig", Audience.GROUPS, "Ledning")
    page = make_routine(
        forms=[
            document_form("Ledningens blankett", closed),
            page_form("Ledningens mall", closed_page),
            page_form("Allas mall", open_page),
        ]
    )
    for groups, expected in (((), ["Allas mall"]), (("Ledning",), 3)):
        response = reader(*groups).get(page.url)
        titles = [form["title"] for form in response.context["forms"]]
        assert titles == expected if isinstance(expected, list) else len(titles) == expected
        assert ("Ledningens" in response.content.decode()) is bool(groups)


def test_each_version_keeps_its_own():
    """What was decided is not changed by a later draft or decision."""
    first, second = make_document("gammal"), make_document("ny")
    page = make_routine(forms=[document_form("Gamla blanketten", first)])
    client = reader()
    draft = page.get_latest_revision_as_object()
    draft.forms = [document_form("Nya blanketten", second)]
    draft.save_revision()
    assert "Gamla blanketten" in client.get(page.url).content.decode()
    decide_text(
        page, page.title, start=date(2026, 6, 1), on=date(2026, 6, 1),
        forms=[document_form("Nya blanketten", second)],
    )  # fmt: skip
    assert "Nya blanketten" in client.get(page.url).content.decode()
    assert "Gamla blanketten" not in client.get(page.url).content.decode()
    assert "Gamla blanketten" in client.get(f"{page.url}versioner/1/").content.decode()
    changes = client.get(f"{page.url}andringar/").content.decode()
    assert "Gamla blanketten" in changes
    assert "Nya blanketten" in changes
    assert "Titel gammal" not in changes


def test_a_version_from_before_there_were_forms_is_still_shown():
    page = make_routine()
    version = page.versions.get()
    content = {name: value for name, value in version.content.items() if name != "forms"}
    type(version).objects.filter(pk=version.pk).update(content=content)
    decide_text(page, page.title, start=date(2026, 6, 1), on=date(2026, 6, 1))
    assert reader().get(f"{page.url}versioner/1/").status_code == 200


def test_what_a_form_is_called_is_searched():
    document = make_document("ledighet", Audience.GROUPS, "Ledning")
    page = make_routine(forms=[document_form("Ansökan om tjänstledighet", document)])
    (found,) = PageSource().documents([str(page.pk)])
    (part,) = [part for part in found.parts if part.place == "blanketter"]
    assert (part.label, part.text) == (HEADING, "Ansökan om tjänstledighet")
    assert "Titel ledighet" not in str(found.parts)


def test_a_checklist_has_them_too():
    page = ChecklistPage(
        title="Ny kollega",
        live=False,
        owner_function=make_owner(),
        sections=[{"type": "section", "value": {"title": "Före", "items": [{"text": "Ring"}]}}],
        forms=[document_form("Introduktionsplan", make_document("plan"))],
    )
    make_page(page, make_index())
    decide(page, page.save_revision(), by=None)
    page.refresh_from_db()
    assert "Introduktionsplan" in reader().get(page.url).content.decode()


def test_many_cost_no_more_queries_than_one():
    client, counts = reader(), []
    for size in (1, 6):
        forms = [document_form(f"Blankett {n}", make_document(f"b{size}-{n}")) for n in range(size)]
        forms += [page_form(f"Mall {n}", make_routine(f"Mall {size} {n}")) for n in range(size)]
        page = make_routine(f"Med {size}", forms=forms)
        client.get(page.url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page.url).content.decode().count("Blankett ") == size
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_editor_adds_one_in_the_form():
    place = Place()
    editor = signed_in(place.person("eva.editor", EDITORS))
    page = make_routine(parent=place.routines, valid_from=timezone.localdate() - timedelta(days=9))
    document = make_document("ansokan")
    edit_page = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "blanketter och mallar" in editor.get(edit_page).content.decode().lower()
    fields = {"text": "Ansökan", "document": str(document.pk)}
    answer = edit_routine(editor, page, place, submit=False, forms=streamfield([("document", fields)]))
    assert answer.status_code == 302
    draft = RoutinePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [block.value["text"] for block in draft.forms] == ["Ansökan"]
