"""Lists inside lists: kept on the page where it has room for them, else readable rows that the review marks."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from home.importing import nesting
from home.importing.incoming import tasks
from home.models import KnowledgePage
from tests.home.admin_help import signed_in
from tests.home.test_importing_incoming import editor, form, place, send  # noqa: F401
from tests.home.word_files import item, level, p, word

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NUMBERING = f"""<w:abstractNum w:abstractNumId="1">{level(0)}{level(1, "lowerLetter", text="%2)")}
{level(2, "bullet", text="•")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>
</w:lvlOverride></w:num>"""
LIST = (
    item("Kontrollera legitimation")
    + item("Körkort", level=1)
    + item("Tjänstelegitimation", level=1)
    + item("gäller även vikarier", level=2)
    + item("Kvittera nyckeln")
)


def came(place, editor, heading: str, body: str = LIST):  # noqa: F811
    data = word(p("Nycklar", style="Rubrik") + p(heading, style="Rubrik1") + body, numbering=NUMBERING)
    (row,) = send(place, editor, ("nycklar.docx", data))
    tasks.read_waiting.call()
    row.refresh_from_db()
    return row, reverse("incoming_review", args=[row.pk])


def shown(client, row) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse("incoming_preview", args=[row.pk])).content, "lxml")


def test_where_the_page_has_room_lists_stay_inside_lists(place, editor):  # noqa: F811
    row, address = came(place, editor, "Utlämning")
    client = signed_in(editor)
    page = shown(client, row)
    for mark in page.find_all("mark"):
        mark.decompose()
    outer = page.find("main").find("ol", class_=lambda name: not name)
    first, last = outer.find_all("li", recursive=False)
    assert first.find(string=True, recursive=True).strip() == "Kontrollera legitimation"
    inner = first.find("ol").find_all("li", recursive=False)
    assert inner[0].get_text().strip() == "Körkort"
    assert inner[1].find("ul").get_text().strip() == "gäller även vikarier"
    assert last.get_text().strip() == "Kvittera nyckeln"
    # The letters are not shown on the page, and that is said.
    assert "Listan hade bokstäver i filen." in client.get(address).content.decode()
    client.post(address, form())
    draft = KnowledgePage.objects.get().specific.get_latest_revision_as_object()
    assert re.search(
        r"<ol><li><b>Kontrollera legitimation</b><ol><li>Körkort</li><li>Tjänstelegitimation<ul><li>gäller",
        draft.body[0].value["body"].source,
    )


def test_in_a_step_of_the_answer_they_are_rows_of_their_own_and_marked(place, editor):  # noqa: F811
    row, address = came(place, editor, "Det här gör du")
    client = signed_in(editor)
    page = shown(client, row)
    note = page.find("mark")
    assert note.extract().get_text() == f"{nesting.TO_ROWS}."
    step = page.select_one("ol.steps > li")
    for line_break in step.find_all("br"):
        line_break.replace_with("\n")
    rows = [row.strip() for row in step.get_text().split("\n") if row.strip()]
    assert rows == [
        "Kontrollera legitimation",
        "a) Körkort",
        "b) Tjänstelegitimation",
        "–– gäller även vikarier",
    ]
    review = client.get(address).content.decode()
    assert review.count(f"{nesting.TO_ROWS}.") == 1
    assert "1 ställe är osäkert." in review
    assert row.state == row.State.DOUBTFUL


def test_a_list_that_is_chosen_as_the_answer_tells_of_its_rows(place, editor):  # noqa: F811
    _, address = came(place, editor, "Utlämning")
    client = signed_in(editor)
    assert nesting.TO_ROWS not in client.get(address).content.decode()
    client.post(address, form(first_list="on", action="keep"))
    assert f"{nesting.TO_ROWS}: ”Kontrollera legitimation”." in client.get(address).content.decode()


def test_the_files_numbers_stand_beside_its_items(place, editor):  # noqa: F811
    again = item("Räkna nycklarna", num=2) + item("Lås skåpet", num=2)
    _, address = came(place, editor, "Utlämning", LIST + p("Återlämning", style="Rubrik1") + again)
    page = BeautifulSoup(signed_in(editor).get(address).content, "lxml")
    kinds = [kind.get_text() for kind in page.select(".told__kind")]
    assert kinds == [
        *(
            "Titel",
            "Rubrik 1",
            "Steg 1.",
            "Steg a) på nivå 2",
            "Steg b) på nivå 2",
            "Punkt på nivå 3",
            "Steg 2.",
        ),
        *("Rubrik 1", "Steg 1.", "Steg 2."),
    ]


def test_in_a_checklist_they_are_rows_of_the_help_and_that_is_said(place, editor):  # noqa: F811
    _, address = came(place, editor, "Utlämning")
    client = signed_in(editor)
    client.post(address, form(kind="checklista", action="keep"))
    told = "Listan under punkten blev rader i punktens hjälptext: ”Kontrollera legitimation”."
    assert told in client.get(address).content.decode()
    client.post(address, form(kind="checklista"))
    (section,) = KnowledgePage.objects.get().specific.get_latest_revision_as_object().sections
    assert "a) Körkort<br/>b) Tjänstelegitimation<br/>" in section.value["items"][0]["help"].source


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [(3, "", "3."), (3, "a", "c)"), (27, "a", "27."), (4, "i", "iv)"), (19, "I", "XIX)"), (44, "i", "44.")],
)
def test_numerals(value, kind, expected):
    assert nesting.numeral(value, kind) == expected
