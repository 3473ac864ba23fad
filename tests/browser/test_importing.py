"""A Word file's way from an editor's computer to a reader's screen: sent in, compared, saved, decided, read."""

import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.reader import PATIENCE, wait_until_served
from tests.browser.test_publishing import EDITED, LISTING
from tests.home import odt_files
from tests.home.word_files import bold, cell, drawing, item, p, png, run, table, word

TITLE = "Låna takboxen"
DELETED = "<w:del><w:r><w:delText>aldrig</w:delText></w:r></w:del>"
FILE = word(
    p(TITLE, style="Rubrik")
    + p("Det här gör du", style="Rubrik1")
    + item("Boka takboxen i bokningen.")
    + item("Hämta den i garaget.")
    + p("Mer att veta", style="Rubrik1")
    + bold("Skador")
    + p("Anmäl skador ", DELETED, "<w:ins>", run("genast"), "</w:ins>", ".")
    + table(cell("Bil") + cell("Fäste"), cell("Stor") + cell("A"))
    + p(drawing("b", "")),
    relations={"b": ("image", "media/takbox.png")},
    files={"word/media/takbox.png": png(size=(400, 200))},
)  # fmt: skip


@pytest.fixture
def files() -> list[dict]:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return [
        {"name": "takbox.docx", "mimeType": kind, "buffer": FILE},
        {"name": "gammal.docx", "mimeType": kind, "buffer": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 gammal"},
    ]


def send_in(page, files):
    page.get_by_role("link", name="Läs in texter").first.click()
    page.get_by_role("link", name="Lägg till filer").click()
    page.get_by_label("Lägg sidorna under").select_option(label="Rutiner")
    page.get_by_label("Filer").set_input_files(files)
    page.get_by_role("button", name="Läs in").click()
    expect(page.get_by_role("status").first).to_contain_text("2 filer är mottagna")


def approve(page, title):
    page.get_by_role("main").get_by_role("link", name=title).first.click()
    page.wait_for_url(EDITED)
    page.get_by_role("button", name="Fler åtgärder").click()
    page.locator("button[data-workflow-action-name=approve]:not([data-launch-modal=true])").first.click()
    expect(page).to_have_url(LISTING)


def test_a_word_file_is_brought_in_and_published(reader, files):
    editor, reviewer, decider = (reader(name) for name in ("sara.nyberg", "karin.ek", "maria.holm"))
    page = editor.visit("/admin/")
    send_in(page, files)

    # The list tells by itself when the worker has read them.
    row = page.get_by_role("row").filter(has_text="takbox.docx")
    expect(row).to_contain_text("Behöver granskas", timeout=2 * PATIENCE)
    expect(page.get_by_role("row").filter(has_text="gammal.docx")).to_contain_text("låst med lösenord")
    row.get_by_role("link", name="takbox.docx", exact=True).click()

    # Side by side, with what is unsure on both.
    expect(page.get_by_label("Filens stycken")).to_contain_text("Fet rad tolkad som rubrik.")
    page.wait_for_load_state("load")
    result = page.frame_locator("iframe[title='Så blir sidan']")
    expect(result.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(result.get_by_text("Anmäl skador genast.")).to_be_visible()
    expect(result.locator("mark.unsure").first).to_contain_text("Fet rad tolkad som rubrik.")
    page.get_by_role("link", name="Visa på sidan: Skador").click()
    expect(result.locator("mark.unsure").first).to_be_in_viewport()
    expect(page.get_by_role("list").filter(has_text="spårade ändringar")).to_be_visible()

    # Without words for the picture it is not saved, and nothing typed is lost.
    page.get_by_label("Ingress").fill("Så lånar du takboxen till bilarna.")
    page.get_by_role("button", name="Spara som utkast").click()
    expect(page.get_by_text("Skriv vad bilden visar.")).to_be_visible()
    expect(page.get_by_label("Ingress")).to_have_value("Så lånar du takboxen till bilarna.")
    page.get_by_label(re.compile("Bildtext till takbox.png")).fill("En takbox på en bil")
    page.get_by_role("button", name="Välj en funktion").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Sök").fill("HR-enheten")
    page.get_by_role("dialog").get_by_role("link", name="Chef, HR-enheten", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Spara som utkast").click()
    expect(page.get_by_role("status").first).to_contain_text("Sidan är sparad som utkast")

    page.get_by_role("button", name="Fler åtgärder").click()
    page.locator("button[name=action-submit]").click()
    expect(page).to_have_url(LISTING)
    approve(reviewer.visit("/admin/"), TITLE)
    approve(decider.visit("/admin/"), TITLE)

    amina = reader("amina.lund")
    page = amina.visit("/")
    wait_until_served(page, f"/sok/?q={quote('takboxen')}", "lana-takboxen")
    amina.visit("/sok/?q=takboxen").get_by_role("link", name=re.compile(TITLE)).first.click()
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(main.get_by_text("Boka takboxen i bokningen.")).to_be_visible()
    expect(main.get_by_role("img", name="En takbox på en bil")).to_be_visible()
    expect(main.get_by_text("Skador", exact=True)).to_be_visible()
    assert amina.errors == []


def test_an_opendocument_text_is_looked_at_on_a_phone(reader):
    body = odt_files.p("Lånecyklar", style="Title") + odt_files.h("Det här gör du")
    body += odt_files.listing(
        odt_files.item("Boka cykeln.", "Senast dagen före."), odt_files.item("Hämta den.")
    )
    text = odt_files.odt(body, master=f"<style:footer>{odt_files.p('Kompasköpings kommun')}</style:footer>")
    phone = reader("sara.nyberg", width=390)
    page = phone.visit("/admin/inlasta/ny/")
    kind = "application/vnd.oasis.opendocument.text"
    page.get_by_label("Filer").set_input_files([{"name": "cyklar.odt", "mimeType": kind, "buffer": text}])
    page.get_by_role("button", name="Läs in").click()
    link = page.get_by_role("link", name="cyklar.odt", exact=True)
    expect(link).to_be_visible(timeout=2 * PATIENCE)
    page.wait_for_load_state("load")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    link.click()
    expect(page.get_by_label("Filens stycken")).to_be_visible()
    page.wait_for_load_state("load")  # the script that brings the page into view
    page.get_by_role("link", name=re.compile("^Visa på sidan: Senast")).click()
    mark = page.frame_locator("iframe[title='Så blir sidan']").locator("mark.unsure")
    expect(mark).to_be_in_viewport()
    page.get_by_role("link", name="1 sak i filen blev annorlunda eller kom inte med").click()
    expect(page.get_by_text("”Kompasköpings kommun”")).to_be_in_viewport()
    page.get_by_role("button", name="Spara som utkast").click()
    expect(page.get_by_role("status").first).to_contain_text("Sidan är sparad som utkast")


def test_files_can_be_sent_in_and_removed_without_script(reader, files):
    editor = reader("sara.nyberg", java_script_enabled=False)
    page = editor.visit("/admin/inlasta/ny/")
    page.get_by_label("Filer").set_input_files(files[1:])
    page.get_by_role("button", name="Läs in").click()
    expect(page.get_by_role("row").filter(has_text="gammal.docx").first).to_be_visible()
    page.get_by_role("link", name="Ta bort gammal.docx").first.click()
    expect(page.get_by_text("Vill du ta bort")).to_be_visible()
    page.get_by_role("button", name="Ta bort filen").click()
    expect(page).to_have_url(re.compile("/admin/inlasta/$"))


def test_the_pages_have_nothing_that_axe_finds(reader, files):
    editor = reader("sara.nyberg")
    page = editor.visit("/admin/inlasta/ny/")
    faults = {"upload": Axe().run(page, context="main").response["violations"]}
    page.get_by_label("Filer").set_input_files(files[:1])
    page.get_by_role("button", name="Läs in").click()
    row = page.get_by_role("row").filter(has_text="takbox.docx").filter(has_text="Behöver granskas").first
    expect(row).to_be_visible(timeout=2 * PATIENCE)
    page.wait_for_load_state("load")
    faults["list"] = Axe().run(page, context="main").response["violations"]
    row.get_by_role("link", name="takbox.docx", exact=True).click()
    expect(page.get_by_label("Filens stycken")).to_be_visible()
    page.wait_for_load_state("load")
    faults["review"] = Axe().run(page, context="main", options={"iframes": False}).response["violations"]
    found = {
        name: [(one["id"], [n["target"] for n in one["nodes"]]) for one in list_]
        for name, list_ in faults.items()
        if list_
    }
    assert not found
