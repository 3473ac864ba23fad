"""Small things of what is read in: empty files, boxes to tick, tables without headers."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from home.importing.incoming import tasks
from home.importing.length import NO_TEXT
from home.importing.routines import import_routines
from home.models import KnowledgePage
from tests.home.admin_help import signed_in
from tests.home.test_importing_incoming import editor, form, place, send  # noqa: F401
from tests.home.word_files import cell, item, p, table, word

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TITLE = p("Nycklar", style="Rubrik")


def came(place, editor, data: bytes, name: str = "nycklar.docx"):  # noqa: F811
    (row,) = send(place, editor, (name, data))
    tasks.read_waiting.call()
    row.refresh_from_db()
    return row, reverse("incoming_review", args=[row.pk])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tom.docx", word("")),
        ("tom.docx", word(TITLE)),
        ("tom.docx", word(p("  ") + p(""))),
        ("tom.md", b"---\ntitle: T\n---\n"),
        ("tom.html", b"<html><body><p> </p></body></html>"),
    ],
)
def test_a_file_without_text_is_refused_wherever_it_comes_from(place, editor, tmp_path, name, data):  # noqa: F811
    row, address = came(place, editor, data, name)
    assert (row.state, row.reason) == (row.State.UNREADABLE, NO_TEXT)
    client = signed_in(editor)
    assert NO_TEXT in client.get(reverse("incoming_list")).content.decode()
    assert client.get(address).status_code == 302
    (tmp_path / name).write_bytes(data)
    outcome = import_routines(tmp_path)
    assert outcome.stopped
    assert [NO_TEXT in problem for problem in outcome.problems] == [True]


def test_lines_with_boxes_are_one_list_and_that_their_boxes_are_gone_is_said(place, editor):  # noqa: F811
    body = TITLE + p("Före", style="Rubrik1") + p("☐ Beställ dator") + p("☐ Ring") + p("Klart.")
    _, address = came(place, editor, word(body))
    client = signed_in(editor)
    assert "Rutor att bocka av blev vanliga punkter" in client.get(address).content.decode()
    client.post(address, form(kind="checklista", action="keep"))
    assert "Rutor att bocka av" not in client.get(address).content.decode()
    client.post(address, form())
    draft = KnowledgePage.objects.get().specific.get_latest_revision_as_object()
    source = "".join(block.value.source for block in draft.body if block.block_type == "text")
    assert source.startswith("<ul><li>Beställ dator</li><li>Ring</li></ul>")


def test_lines_with_boxes_become_items_of_a_checklist(place, editor):  # noqa: F811
    body = TITLE + p("Före", style="Rubrik1") + p("☐ Beställ dator") + p("☐ Ring")
    _, address = came(place, editor, word(body))
    signed_in(editor).post(address, form(kind="checklista"))
    (section,) = KnowledgePage.objects.get().specific.get_latest_revision_as_object().sections
    assert [one["text"] for one in section.value["items"]] == ["Beställ dator", "Ring"]


def test_a_table_without_a_header_row_has_none_and_no_empty_headings(place, editor):  # noqa: F811
    down = cell("Skåp A", properties='<w:vMerge w:val="restart"/>'), cell("", properties="<w:vMerge/>")
    rows = down[0] + cell("1b"), down[1] + cell("2b")
    plain = '<w:tblStyle w:val="Tabellrutnt"/><w:tblLook w:firstRow="0"/>'
    row, _ = came(place, editor, word(TITLE + item("Ring.") + table(*rows, properties=plain)))
    html = signed_in(editor).get(reverse("incoming_preview", args=[row.pk])).content
    shown = BeautifulSoup(html, "lxml").select_one("main table")
    assert shown.find("thead") is None
    assert [head.get_text().strip() for head in shown.find_all("th")] == ["Skåp A"]
    assert [len(line.find_all(["th", "td"])) for line in shown.find_all("tr")] == [2, 2]


def test_a_heading_that_became_the_title_and_the_links_to_it_are_told_of(place, editor):  # noqa: F811
    mark = '<w:bookmarkStart w:id="1" w:name="ansvar"/>'
    link = '<w:hyperlink w:anchor="ansvar"><w:r><w:t>vem som gör vad</w:t></w:r></w:hyperlink>'
    body = p(mark, "Ansvar", style="Rubrik1") + p("Chefen.") + p("Läs ", link)
    _, address = came(place, editor, word(body))
    client = signed_in(editor)
    page = client.get(address).content.decode()
    assert "Rubriken ”Ansvar” är filens enda på sin nivå och blev sidans titel." in page
    assert "En länk inom texten blev vanlig text" in page
    assert "”vem som gör vad”" in page
    client.post(address, form(title="Vem gör vad"))
    draft = KnowledgePage.objects.get().specific.get_latest_revision_as_object()
    assert draft.title == "Vem gör vad"
    assert draft.body[0].value["heading"] == "Ansvar"
