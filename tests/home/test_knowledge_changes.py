"""What readers meet under "Vad ändrades?": items on lines of their own, and words instead of codes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from bs4 import BeautifulSoup, Tag

from intranet.blocks.comparison import lines
from tests.factories import make_person
from tests.home.knowledge import decide_text, make_routine
from tests.home.runs import decide_points, make_checklist, point

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


def table(rows: list[list[str]], *headings: str, caption: str = "") -> dict[str, Any]:
    columns = [{"type": "text", "heading": heading} for heading in headings or ("Dag", "Vad")]
    value = {"columns": columns, "rows": [{"values": row} for row in rows], "caption": caption}
    return {"type": "table", "id": "33333333-3333-4333-8333-333333333333", "value": value}


def steps(*titles: str) -> dict[str, Any]:
    items = [
        {"type": "item", "id": str(uuid5(NAMESPACE_URL, title)), "value": {"title": title, "text": ""}}
        for title in titles
    ]
    return {"type": "steps", "id": "44444444-4444-4444-8444-444444444444", "value": items}


def cells(found: Tag) -> list[list[str]]:
    """Each row of the table as shown, with -what went- and +what came+."""
    for tag in found.find_all(["ins", "del"]):
        if "comparison__child-object" not in tag.get_attribute_list("class"):
            mark = "+" if tag.name == "ins" else "-"
            tag.replace_with(f"{mark}{tag.get_text()}{mark}")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in found.find_all("tr")]


def test_a_table_is_told_as_a_table_cell_by_cell(client):
    before = table([["1–7", "Karens"], ["8–14", "Intyg"], ["15–", "Kassan"], ["90–", "Prövning"]])
    after = table(
        [["1–7", "Karens"], ["8–14", "Läkarintyg"], ["15–", "Kassan"], ["180–", "Ny plan och samtal"]]
    )
    assert cells(told(client, [before], [after])) == [
        ["Dag", "Vad"],
        ["1 rad är densamma"],
        ["8–14", "-Intyg-+Läkarintyg+"],
        ["1 rad är densamma"],
        ["-90–-", "-Prövning-"],
        ["+180–+", "+Ny plan och samtal+"],
    ]


def test_a_row_that_is_put_between_others_is_the_only_one_told(client):
    rows = [[str(number), f"Rad {number}"] for number in range(12)]
    found = told(client, [table(rows)], [table([*rows[:7], ["6b", "Helt ny"], *rows[7:]])])
    assert cells(found) == [
        ["Dag", "Vad"],
        ["7 rader är desamma"],
        ["+6b+", "+Helt ny+"],
        ["5 rader är desamma"],
    ]


def test_a_new_column_is_new_in_each_row_and_the_rest_is_not(client):
    before = table([["1–7", "Karens"], ["8–14", "Intyg"]])
    after = table(
        [["1–7", "Chefen", "Karens"], ["8–14", "", "Intyg"]], "Dag", "Vem", "Vad", caption="Dag för dag"
    )
    found = told(client, [before], [after])
    assert found.caption is not None
    assert cells(found) == [["Dag", "+Vem+", "Vad"], ["1–7", "+Chefen+", "Karens"], ["1 rad är densamma"]]


def test_columns_without_names_get_no_row_of_empty_ones(client):
    before = table([["1–7", "Karens"]], "", "")
    found = told(client, [before], [table([["1–7", "Karens"], ["8–14", "Intyg"]], "", "")])
    assert found.find("thead") is None
    assert found.find("th") is None
    assert cells(found) == [["1 rad är densamma"], ["+8–14+", "+Intyg+"]]
    assert found.select_one("td[colspan]")["colspan"] == "2"


def test_names_that_columns_lose_are_told(client):
    found = told(client, [table([["1–7", "Karens"]])], [table([["1–7", "Karens"]], "", "")])
    assert found.find("thead") is not None
    assert cells(found)[0] == ["-Dag-", "-Vad-"]


def test_a_table_that_is_the_same_is_not_told(client):
    rows = table([["1–7", "Karens"]])
    found = told(client, [text("<p>Hej</p>"), rows], [text("<p>Hej då</p>"), rows])
    assert found.find("table") is None


def test_a_whole_new_table_is_a_table_and_says_that_it_is_new(client):
    found = told(client, [text("<p>Hej</p>")], [text("<p>Hej</p>"), table([["1–7", "Karens <b>"]])])
    assert cells(found) == [["Dag", "Vad"], ["1–7", "Karens <b>"]]
    new = found.find("ins")
    assert new is not None
    assert new.get_text(" ").startswith("Tillagt")


def test_new_steps_stand_each_by_itself(client):
    found = told(client, [text("<p>Hej</p>")], [text("<p>Hej</p>"), steps("Ring din chef", "Gå hem")])
    assert [piece.get_text(strip=True) for piece in found.select(".piece")] == ["Ring din chef", "Gå hem"]


def test_a_step_that_is_gone_says_so_and_the_others_are_left_out(client):
    found = told(client, [steps("Ring din chef", "Gå hem", "Vila")], [steps("Ring din chef", "Vila")])
    assert [each.get_text(" ", strip=True) for each in found.find_all("del")] == ["Borttaget Gå hem"]
    assert "Vila" not in found.get_text()


def test_of_a_checklist_what_is_empty_or_the_same_is_left_out(client):
    page = make_checklist(point("Beställ dator", due=-14, function="it-ombud"), point("Möt i entrén", due=0))
    decide_points(
        page,
        point("Beställ dator", due=-10, function="it-ombud"),
        point("Möt i entrén", due=0),
        point("Fira"),
        start=date(2026, 6, 1),
        intro="<p>Ett</p><ul><li>två</li><li>tre</li></ul>",
    )
    client.force_login(make_person())
    soup = BeautifulSoup(client.get(f"{page.url}andringar/").content, "html.parser")
    intro, sections = (found for found in soup.select(".change .rich-text"))
    assert shown_lines(intro) == ["Ett", "• två", "• tre"]
    (new,) = sections.select("ins.comparison__child-object")
    assert new.get_text(" ", strip=True) == "Tillagt Fira"
    told_of = " ".join(sections.get_text(" ").split())
    assert "Beställ dator Klar (dagar efter start): -14 -10" in told_of
    for left_out in ("---", "Hjälp", "Ansvarig", "Möt i entrén", "None"):
        assert left_out not in told_of


def test_days_are_told_as_they_are_said(client):
    page = make_routine(review_by=date(2026, 8, 31))
    later = {"review_by": date(2027, 9, 1)}
    decide_text(page, page.title, start=date(2026, 6, 1), on=date(2026, 6, 1), **later)
    client.force_login(make_person())
    soup = BeautifulSoup(client.get(f"{page.url}andringar/").content, "html.parser")
    assert [each.get_text() for each in soup.select(".change del")] == ["31 augusti 2026"]
    assert [each.get_text() for each in soup.select(".change ins")] == ["1 september 2027"]


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
