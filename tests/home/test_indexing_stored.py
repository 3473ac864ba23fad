"""What the index reads from the columns of a page is what the page itself says, for every class that it knows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from home.indexing.pages import PageSource, _findable
from home.indexing.stored import stored_pages
from home.models import ChecklistPage, HandbookPage, KnowledgePage, NewsIndexPage, NewsPage, StandardPage
from home.standard.models import AccessibilityPage
from intranet.pages.models import BasePage
from tests.factories import make_home, make_page, make_unit
from tests.home.knowledge import answer, make_index, make_owner, make_routine, section

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ITEM = {"text": "Beställ dator", "help": "<p>I <b>god</b> tid</p>", "link": None, "function": "", "due": -3}
FORMS = [{"type": "page", "value": {"text": "Ansökan om ledighet", "page": None}}]


@pytest.fixture
def pages() -> list[BasePage]:
    """One page at least of each class."""
    home = make_home()
    index = make_index()
    body = [section("Larm", "Larma & ring"), {"type": "text", "value": "<p>Ett<br/>två</p>"}]
    more: dict[str, Any] = {
        "owner_function": make_owner(),
        "summary": "När det brinner",
        "keywords": "eld, rök",
    }
    make_routine(
        "Brand", answer=answer("Ring 112"), body=body, forms=FORMS, units=[make_unit("Norr")], **more
    )
    make_routine("Policy om eld", knowledge_kind="policy")
    chapter = {"type": "chapter", "value": {"title": "Först", "body": body}}
    handbook = HandbookPage(title="Krisbok", intro="<p>Läs <i>först</i></p>", chapters=[chapter], **more)
    make_page(handbook, index)
    items = [
        {"type": "section", "value": {"title": "Före", "items": [{"type": "item", "id": "1", "value": ITEM}]}}
    ]
    make_page(ChecklistPage(title="Ny kollega", intro="<p>Börja här</p>", sections=items, **more), index)
    news = make_page(NewsIndexPage(title="Nyheter", slug="nyheter"), home)
    expires = timezone.now() + timedelta(days=9)
    make_page(NewsPage(title="Snö", summary="Det snöar", body=body, expire_at=expires), news)
    make_page(StandardPage(title="Om oss", summary="Vilka vi är", body=body), home)
    make_page(AccessibilityPage(title="Tillgänglighet", body=body), home)
    return list(_findable().specific())


def test_every_class_is_among_them(pages):
    def below(model: type[Page]) -> set[type[Page]]:
        return {model}.union(*map(below, model.__subclasses__()))

    known = set[type[Page]]().union(*map(below, (KnowledgePage, NewsPage, StandardPage, AccessibilityPage)))
    assert {type(page) for page in pages} == {model for model in known if model.is_creatable}


def test_columns_say_what_the_page_says(pages):
    stored = {page.pk: page for page in stored_pages(_findable())}

    assert stored.keys() == {page.pk for page in pages}
    for page in pages:
        row = stored[page.pk]
        assert row.model is type(page)
        assert (row.title, row.path, row.kind) == (page.title, page.path, page.kind)
        assert row.search_lead == page.search_lead
        assert row.search_parts() == page.search_parts() != []
        for name in ("keywords", "review_by", "published_at", "expire_at", "last_published_at"):
            assert getattr(row, name, None) == getattr(page, name, None), name


def test_they_come_in_the_order_asked_for(pages):
    for order in ("-title", "pk"):
        asked = _findable().order_by(order)
        assert [page.pk for page in stored_pages(asked)] == [page.pk for page in asked]


def test_no_page_is_made(pages, monkeypatch):
    def made(self, *args, **kwargs):
        raise AssertionError("a page was made")

    before = {document.id for document in PageSource().iterate()}
    monkeypatch.setattr(Page, "__init__", made)
    documents = list(PageSource().iterate())

    assert {document.id for document in documents} == before
    assert any("Larma & ring" in part.text for document in documents for part in document.parts)
    forms = [part for document in documents for part in document.parts if part.place == "blanketter"]
    assert [part.text for part in forms] == ["Ansökan om ledighet"]
