"""What readers meet under "Vad ändrades?": items on lines of their own, and words instead of codes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from intranet.blocks.comparison import lines
from tests.factories import make_person
from tests.home.knowledge import decide_text, make_routine

pytestmark = pytest.mark.django_db


def text(html: str) -> dict[str, Any]:
    return {"type": "text", "id": "11111111-1111-4111-8111-111111111111", "value": html}


def notice(tone: str, html: str = "<p>Ta med legitimation.</p>") -> dict[str, Any]:
    block = {"tone": tone, "text": html}
    return {"type": "notice", "id": "22222222-2222-4222-8222-222222222222", "value": block}


def told(client, before: list, after: list) -> Tag:
    """The changed text as the page shows it."""
    page = make_routine(body=before)
    decide_text(page, page.title, start=date(2026, 6, 1), on=date(2026, 6, 1), body=after)
    client.force_login(make_person())
    soup = BeautifulSoup(client.get(f"{page.url}andringar/").content, "html.parser")
    found = soup.select_one(".change .rich-text")
    assert found is not None
    return found


def shown_lines(soup: Tag) -> list[str]:
    for tag in soup.find_all("br"):
        tag.replace_with("\n")
    return [line.strip() for line in soup.get_text().split("\n") if line.strip()]


def test_items_stand_on_lines_of_their_own_with_their_marks(client):
    before = "<p>Ta med:</p><ul><li>pass</li><li>vaccinkort</li></ul><ol><li>Gå in</li><li>Vänta</li></ol>"
    found = told(client, [text(before)], [text(before.replace("vaccinkort", "körkort"))])
    assert [each.get_text() for each in found.find_all("del")] == ["vaccinkort"]
    assert [each.get_text() for each in found.find_all("ins")] == ["körkort"]
    assert shown_lines(found) == ["Ta med:", "• pass", "• vaccinkortkörkort", "1. Gå in", "2. Vänta"]


def test_a_new_item_is_one_line(client):
    found = told(
        client, [text("<ul><li>pass</li></ul>")], [text("<ul><li>pass</li><li>pengar &lt;b&gt;</li></ul>")]
    )
    assert shown_lines(found) == ["• pass", "• pengar <b>"]
    assert "".join(each.get_text() for each in found.find_all("ins")).split() == ["•", "pengar", "<b>"]


def test_a_notice_tells_its_kind_in_words(client):
    found = told(client, [notice("notice")], [notice("warning")])
    words = found.get_text(" ")
    assert "Tänk" in " ".join(each.get_text() for each in found.find_all("del"))
    assert "Varning" in " ".join(each.get_text() for each in found.find_all("ins"))
    assert "warning" not in words
    assert "notice" not in words


def test_a_whole_new_notice_tells_its_kind_in_words(client):
    found = told(client, [text("<p>Hej</p>")], [text("<p>Hej</p>"), notice("info")])
    assert "Bra att veta" in found.get_text()
    assert "info" not in found.get_text(" ").split()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("<p>Ett <b>fett</b> ord</p>", "Ett fett ord"),
        ("<p>Ett</p><p>två</p>", "Ett\ntvå"),
        ("<p>rad<br/>rad två</p>", "rad\nrad två"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "• a\n• b\n• c"),
        ("<p>5 &lt; 6</p>", "5 < 6"),
    ],
)
def test_formatted_text_as_lines(html, expected):
    assert lines(html) == expected
