"""The ids of headings, the links of the table of contents and the places of search hits are the same ones."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from home.knowledge.decision import decide
from home.models import ChecklistPage, HandbookPage, NewsIndexPage, NewsPage, StandardPage
from tests.factories import PASSWORD, make_home, make_page, make_person
from tests.home.knowledge import make_index, make_owner, make_routine, section

pytestmark = pytest.mark.django_db

HEADINGS = ["Kontakt", "Innehåll", "Kontakt", "!?", "Kontakt 2"]
ANCHORS = ["kontakt", "innehall-2", "kontakt-2", "avsnitt", "kontakt-2-2"]


@pytest.fixture
def reader(client):
    make_home()
    assert client.login(username=make_person("amina.lund").username, password=PASSWORD)
    return client


def sections() -> list[dict[str, Any]]:
    return [
        {"type": "section", "value": {"heading": heading, "body": f"<p>Text {number}.</p>"}}
        for number, heading in enumerate(HEADINGS)
    ]


def decided(page):
    make_page(page, make_index())
    decide(page, page.save_revision(), by=None)
    return type(page).objects.get(pk=page.pk)


def make_checklist() -> ChecklistPage:
    value = [
        {"type": "section", "value": {"title": heading, "items": [{"text": "Ring", "due": None}]}}
        for heading in HEADINGS
    ]
    return decided(ChecklistPage(title="Start", live=False, owner_function=make_owner(), sections=value))


def make_handbook() -> HandbookPage:
    value = [{"type": "chapter", "value": {"title": heading, "body": []}} for heading in HEADINGS]
    return decided(HandbookPage(title="Boken", live=False, owner_function=make_owner(), chapters=value))


def make_news() -> NewsPage:
    index = make_page(NewsIndexPage(title="Nyheter", slug="nyheter"))
    return make_page(NewsPage(title="Nytt", summary="Om.", body=sections()), index)


PAGES = {
    "routine": lambda: make_routine(body=sections()),
    "checklist": make_checklist,
    "handbook": make_handbook,
    "news": make_news,
    "standard page": lambda: make_page(StandardPage(title="Om oss", body=sections())),
}


@pytest.mark.parametrize("kind", PAGES)
def test_ids_links_and_search_places_agree_and_none_comes_twice(reader, kind):
    page = PAGES[kind]()
    response = reader.get(page.url)
    assert response.status_code == 200
    body = response.content.decode()
    ids = re.findall(r'\bid="([^"]+)"', body)
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert [name for name in ids if name in ANCHORS] == ANCHORS
    found = type(page).objects.get(pk=page.pk).search_parts()
    assert [(place, label) for place, label, _ in found if label] == list(zip(ANCHORS, HEADINGS, strict=True))
    if kind != "news":
        assert [entry["id"] for entry in response.context["toc"]] == ANCHORS
        assert all(f'href="#{anchor}"' in body for anchor in ANCHORS)


def test_a_heading_inside_a_chapter_shares_the_ids_of_the_book(reader):
    chapters = [
        {"type": "chapter", "value": {"title": title, "body": [section("Kontakt", f"Text {title}.")]}}
        for title in ("Kontakt", "Två")
    ]
    page = decided(HandbookPage(title="Boken", live=False, owner_function=make_owner(), chapters=chapters))
    body = reader.get(page.url).content.decode()
    assert re.findall(r'\bid="(kontakt[^"]*|tva)"', body) == ["kontakt", "kontakt-2", "tva", "kontakt-3"]
    assert [place for place, label, _ in page.search_parts() if label] == ["kontakt", "tva"]
