"""A word on page 12 of a PDF is found and opened there; the text of a file is read on a phone."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.site import PATIENCE, manage

WORD = "nödvattentankar"
TITLE = "Krisberedskapsplan för Kompassköping"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_word_on_page_twelve_of_a_pdf_is_found_and_opened_there(reader, width):
    amina = reader("amina.lund", width=width)
    page = amina.visit("/")
    field = page.get_by_role("banner").locator("input[name=q]")
    field.click()
    page.keyboard.type("nödvattentank")
    page.keyboard.press("Enter")

    hit = page.locator(".hit").filter(has_text=TITLE)
    expect(hit).to_have_count(1)
    expect(hit).to_contain_text("PDF · 14 sidor")
    expect(hit).to_contain_text("Sida 12")
    expect(hit.locator("mark").first).to_have_text(re.compile("nödvattentank", re.IGNORECASE))
    link = hit.get_by_role("heading").get_by_role("link")
    address = str(link.get_attribute("href"))
    assert urlsplit(address).fragment == "page=12"

    # The browser's own reader opens the file at that page; what it gets is the PDF with twelve pages and more.
    answer = page.request.get(amina.site.url(address.partition("#")[0]))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    assert amina.errors == []


def test_the_text_of_the_page_is_read_without_a_pdf_reader(reader):
    amina = reader("amina.lund", width=390)
    page = amina.visit(f"/sok/?q={WORD}")
    page.locator(".hit").filter(has_text=TITLE).get_by_role("link", name=re.compile("Om dokumentet")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("link", name="Öppna PDF")).to_be_visible()
    page.get_by_role("link", name="Läs texten här").click()

    place = page.locator("#sida-12")
    expect(place.get_by_role("heading", name="Sida 12")).to_be_attached()
    expect(place).to_contain_text(WORD)
    page.wait_for_load_state("load")  # the style sheets, before anything is measured
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert amina.errors == []


def test_a_withdrawn_document_says_what_replaced_it(reader):
    amina = reader("amina.lund")
    page = amina.visit("/dokument/it-stod/")
    page.get_by_role("link", name="Anvisningar för it-säkerhet 2019").click()

    expect(page.get_by_role("main")).to_contain_text("gäller inte längre")
    page.get_by_role("main").get_by_role("link", name="Anvisningar för it-säkerhet", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anvisningar för it-säkerhet")


def test_a_document_is_found_in_the_list_on_a_phone(reader):
    amina = reader("amina.lund", width=390)
    page = amina.visit("/dokument/")
    form = page.get_by_role("search", name="Dokument")
    form.get_by_label("Ord i titel eller ingress").fill("krisberedskap")
    form.get_by_label("Filtyp").select_option("PDF")
    form.get_by_role("button", name="Visa").click()
    expect(page.get_by_role("main").get_by_role("status")).to_have_text("1 dokument")
    row = page.locator(".rows li")
    expect(row).to_contain_text("PDF · 14 sidor")
    expect(row).to_contain_text("Säkerhet och beredskap")
    page.wait_for_load_state("load")
    # All of the row leads to the document; what stands alone is as high as a finger.
    for target in page.locator(".rows li, .chosen a, .list-head a, .filters button, .side a").all():
        assert target.bounding_box()["height"] >= 44, target.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = row.bounding_box()
    row.click(position={"x": box["width"] - 4, "y": box["height"] - 20}, force=True)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert amina.errors == []


def test_a_reader_takes_the_hits_of_one_kind_of_file(reader):
    amina = reader("amina.lund", width=390)
    page = amina.visit("/sok/?q=kris")
    kinds = page.get_by_role("group", name="Filtyp")
    said = kinds.locator("label", has_text="PDF").locator(".choice__count").inner_text()
    every = int("".join(re.findall(r"\d", said)))
    kinds.get_by_label("PDF").check()
    page.get_by_role("button", name="Visa träffar").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{every} träff")
    expect(page.locator(".hit")).to_have_count(every)
    for hit in page.locator(".hit").all():
        expect(hit).to_contain_text("PDF")
    assert amina.errors == []


def test_a_routine_leads_to_its_form(reader):
    amina = reader("amina.lund")
    page = amina.visit("/sok/?q=ensamarbete&typ=rutin")
    page.locator(".hit").get_by_role("link", name="Ensamarbete", exact=True).click()
    forms = page.locator("#blanketter")
    expect(forms).to_contain_text("Word")
    address = str(forms.get_by_role("link", name="Riskbedömning före ensamarbete").get_attribute("href"))
    answer = page.request.get(amina.site.url(address))
    assert answer.status == 200
    assert answer.body().startswith(b"PK")


def test_more_files_than_are_taken_is_said_without_a_script(reader, tmp_path):
    """Through the real server: what is still on its way must not cut the browser off before it has the answer."""
    for number in range(120):
        (tmp_path / f"{number}.md").write_text("# Rutin\n" + "x" * 20_000, encoding="utf-8")
    sara = reader("sara.nyberg", java_script_enabled=False)
    page = sara.visit("/admin/inlasta/ny/")
    page.locator("input[type=file]").set_input_files(sorted(tmp_path.iterdir()))
    page.locator("form[enctype] button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Det var för mycket på en gång")
    expect(page.get_by_role("main")).to_contain_text("välj högst 100 filer")


READING = (
    "from intranet.files.models import DocumentVersion as V;"
    "v = V.objects.filter(document__title='Kontoplan i kortform'); v.update(text_state='{state}')"
)


def test_the_page_of_long_work_follows_the_reading_of_files(site, reader):
    sara = reader("sara.nyberg")
    manage(site.data, "shell", "-v", "0", "-c", READING.format(state="reading"))
    page = sara.visit("/arbeten/")
    card = page.get_by_role("region", name="Texten i filer")
    expect(card).to_contain_text("0 väntar, 1 läses nu")
    expect(card.get_by_role("progressbar")).to_be_visible()
    manage(site.data, "shell", "-v", "0", "-c", READING.format(state="read"))
    expect(card.get_by_role("progressbar")).to_have_count(0)
    # One of the demo's files is locked; the list in the admin says which, and why stands on its page.
    card.get_by_role("link", name="Se vilka, och varför").click()
    expect(page.get_by_role("main")).to_contain_text("Avtalsbilaga om städning")
    expect(page.get_by_role("main")).not_to_contain_text("Kontoplan i kortform")
    assert sara.errors == []


def test_what_an_editor_uploads_from_a_page_lies_with_employees(reader):
    sara = reader("sara.nyberg")
    page = sara.visit("/admin/documents/multiple/add/")
    collection = page.get_by_label("Samling", exact=True)
    expect(collection).to_have_value(re.compile(r"\d+"))
    expect(collection.locator("option:checked")).to_contain_text("Dokument för anställda")


@pytest.fixture(scope="module", autouse=True)
def _everything_is_read(site):
    """The demo's files are read by the worker of the site; a site that was prepared has had that done."""
    until = time.monotonic() + PATIENCE
    while manage(site.data, "shell", "-v", "0", "-c", UNREAD).strip().splitlines()[-1] != "0":
        assert time.monotonic() < until, "the files are not read"


UNREAD = (
    "from intranet.files.models import DocumentVersion as V; from intranet.finding.models import OutboxEntry as O;"
    "print(V.objects.filter(text_state__in=['waiting', 'reading']).count() + O.objects.count())"
)
