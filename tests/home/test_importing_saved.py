"""What the saved page says to its readers, of one whole text from each of the programs that texts are written in."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup, Tag

from home.importing.routines import import_routines
from tests.factories import make_superuser
from tests.home import odt_files as o
from tests.home import test_importing_google as google
from tests.home import test_importing_libreoffice as libreoffice
from tests.home import word_files as w
from tests.home.admin_help import signed_in
from tests.home.importing_help import PUBLISH, make_folder, make_municipality, page_of  # noqa: F401  fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
DELETED = "<w:del><w:r><w:delText>aldrig</w:delText></w:r></w:del>"
MARK = '<w:bookmarkStart w:id="1" w:name="_Ref1"/>'
WORD = w.word(
    w.p("Nycklar", style="Rubrik")
    + w.p("Det här gör du", style="Rubrik1")
    + w.item("Hämta nyckeln.")
    + w.p("Ta med legitimation.")
    + w.item("Skriv under.")
    + w.item("kvittot", level=1)
    + w.p("Mer att veta", style="Rubrik1")
    + w.p("Lämna ", DELETED, f"<w:ins>{w.run('genast')}</w:ins>", " tillbaka", NOTE, ". Se ",
          w.field('HYPERLINK \\l "_Ref1" \\o "Tips"', "priser"), ".")
    + w.p(MARK, "Priser", style="Rubrik1")
    + w.table(w.cell("Vad") + w.cell("Kronor"), w.cell("Ny nyckel") + w.cell("200")),
    relations={"f": ("footnotes", "footnotes.xml")},
    parts={"footnotes": f'<w:footnote w:id="2">{w.p("Inom en dag.")}</w:footnote>'},
)  # fmt: skip
LIBRE = w.word(
    w.p("Takbox", style="Title")
    + w.p("Det här gör du", style="Heading1")
    + w.p("Boka boxen.", style="Numrerad")
    + w.p("Hämta den.", style="Numrerad")
    + w.p("Bra att ha", style="Heading1")
    + w.item("spännband", 2)
    + w.item("korta", 2, 1)
    + w.item("nyckel", 2),
    styles=libreoffice.STYLES,
    numbering=libreoffice.NUMBERING,
)
GOOGLE = w.word(
    google.line("Projektor", style="Title")
    + google.EMPTY
    + google.line("Det här gör du", style="Heading1")
    + google.item("Boka projektorn.", 1)
    + google.item("Lämna den.", 1)
    + google.line("Kontakt", style="Heading1")
    + google.line("Ring ", google.tagged(w.run("servicedesk", google.NOISE)), "."),
    styles=google.STYLES,
    numbering=google.NUMBERING,
)
ODT = o.odt(
    o.p("Lånecykel", style="Title")
    + o.h("Det här gör du")
    + o.listing(o.item("Boka cykeln."), o.item("Pumpa.", o.listing(o.item("båda hjulen"), style="")))
    + o.h("Var de står")
    + o.table(o.row(o.cell("Garage"), o.cell("Antal")), o.row(o.cell("Stadshuset"), o.cell("12")))
)


def said(client, slug: str) -> tuple[str, Tag]:
    """The words of a page's main part as they stand, and the part."""
    main = BeautifulSoup(client.get(page_of(slug).url).content, "lxml").find("main")
    assert main is not None
    return re.sub(r"\s+", " ", main.get_text(" ")), main


def test_each_programs_text_is_a_page_that_says_the_same(folder):
    for name, data in (
        ("nycklar.docx", WORD),
        ("takbox.docx", LIBRE),
        ("projektor.docx", GOOGLE),
        ("cykel.odt", ODT),
    ):
        (folder / name).write_bytes(data)
    outcome = import_routines(folder, defaults=PUBLISH)
    assert outcome.problems == []
    client = signed_in(make_superuser())

    words, main = said(client, "nycklar")
    steps = [" ".join(step.get_text(" ").split()) for step in main.select("ol.steps > li")]
    assert steps == ["Hämta nyckeln. Ta med legitimation.", "Skriv under. a) kvittot"]
    assert "Lämna genast tillbaka [1]." in words
    assert "[1] Inom en dag." in words
    assert main.select_one("a[href='#priser']").get_text() == "priser"
    assert main.find(id="priser") is not None
    assert [cell.get_text().strip() for cell in main.select("td, th")] == [
        "Vad",
        "Kronor",
        "Ny nyckel",
        "200",
    ]
    assert "aldrig" not in words

    words, main = said(client, "takbox")
    assert [step.get_text().strip() for step in main.select("ol.steps > li strong")] == [
        "Boka boxen.",
        "Hämta den.",
    ]
    assert [one.get_text() for one in main.select("ul > li > ul > li")] == ["korta"]

    words, main = said(client, "projektor")
    assert [step.get_text().strip() for step in main.select("ol.steps > li strong")] == [
        "Boka projektorn.",
        "Lämna den.",
    ]
    assert "Kontakt Ring servicedesk." in words

    words, main = said(client, "cykel")
    steps = [" ".join(step.get_text(" ").split()) for step in main.select("ol.steps > li")]
    assert steps == ["Boka cykeln.", "Pumpa. a) båda hjulen"]
    assert [cell.get_text().strip() for cell in main.select("td, th")] == [
        "Garage",
        "Antal",
        "Stadshuset",
        "12",
    ]
