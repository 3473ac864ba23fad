"""What the index reads of a stored text is what its reader sees, under the ids that the page has."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from home.knowledge.decision import decide
from home.models import HandbookPage
from intranet.blocks.plain_text import plain, stream_parts
from tests.factories import PASSWORD, make_home, make_page, make_person
from tests.home.knowledge import make_index, make_owner, section

pytestmark = pytest.mark.django_db

TABLE = {
    "columns": [{"type": "text", "heading": "Nivå"}, {"type": "text", "heading": "Vem"}],
    "rows": [{"values": ["Gul", "Ring chefen"]}, {"values": ["Röd", "Ring 112"]}],
    "caption": "",
}


def text(html: str) -> dict[str, Any]:
    return {"type": "text", "value": html}


@pytest.fixture
def handbook() -> HandbookPage:
    make_home()
    chapters = [
        {
            "type": "chapter",
            "value": {
                "title": "Innehåll",
                "body": [text("<p>Först &amp; främst</p>"), section("Larm", "<p>Larma.</p>")],
            },
        },
        {"type": "chapter", "value": {"title": "Larm", "body": [{"type": "table", "value": TABLE}]}},
        {"type": "gone", "value": {"title": "Ett slag som inte finns längre"}},
        {"type": "chapter", "value": {"title": "Larm", "body": [section("Larm", "<p>Sist.</p>")]}},
    ]
    page = HandbookPage(title="Krisbok", live=False, owner_function=make_owner(), chapters=chapters)
    make_page(page, make_index())
    decide(page, page.save_revision(), by=None)
    return HandbookPage.objects.get(pk=page.pk)


def test_each_part_is_found_at_its_place_on_the_page(handbook, client):
    assert client.login(username=make_person("amina.lund").username, password=PASSWORD)
    shown = BeautifulSoup(client.get(handbook.url).content, "html.parser")

    parts = stream_parts(handbook.chapters)

    assert [(heading, body) for _, heading, body in parts] == [
        ("Innehåll", "Först & främst Larm Larma."),
        ("Larm", "Nivå Vem Gul Ring chefen Röd Ring 112"),
        ("Larm", "Sist."),
    ]
    for anchor, heading, _ in parts:
        place = shown.find(id=anchor)
        assert place is not None, anchor
        assert heading in place.get_text()
    assert len({anchor for anchor, *_ in parts}) == 3


def test_reading_it_asks_for_nothing(handbook, django_assert_num_queries):
    with django_assert_num_queries(0):
        stream_parts(handbook.chapters)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Ett<br/>två</p><p>tre</p>", "Ett två tre"),
        ("om<b>bord</b>", "ombord"),
        ('<a href="/a?b=1&amp;c=2" title="a > b">länk</a>.', "länk."),
        ("3 &lt; 5 &amp;lt; 7", "3 < 5 &lt; 7"),
        ("<p>rest<!-- dold --> kvar</p>", "rest kvar"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ('<p data-block-key="a1">Först &amp; <b>främst</b></p>', "Först & främst"),
        ('<p data-block-key="a1">3 > 2 &nbsp;&amp;amp; </p>', "3 > 2 &amp;"),
        ('<p>a</p><p data-block-key="a2">b</p>', "a b"),
        ("ett &lt;p&gt; och ett < till", "ett <p> och ett < till"),
        ("utan\n taggar", "utan taggar"),
        ("", ""),
    ],
)
def test_html_as_text(html, words):
    assert plain(html) == words
