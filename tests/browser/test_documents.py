"""A word on page 12 of a PDF is found and opened there; the text of a file is read on a phone."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.site import manage

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
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert amina.errors == []


def test_a_withdrawn_document_says_what_replaced_it(reader):
    amina = reader("amina.lund")
    page = amina.visit("/dokument/it-stod/")
    page.get_by_role("link", name="Anvisningar för it-säkerhet 2019").click()

    expect(page.get_by_role("main")).to_contain_text("gäller inte längre")
    page.get_by_role("main").get_by_role("link", name="Anvisningar för it-säkerhet", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anvisningar för it-säkerhet")


@pytest.fixture(scope="module", autouse=True)
def _everything_is_read(site):
    """The demo's files are read by the worker of the site; a site that was prepared has had that done."""
    until = time.monotonic() + 60
    while manage(site.data, "shell", "-v", "0", "-c", UNREAD).strip().splitlines()[-1] != "0":
        assert time.monotonic() < until, "the files are not read"


UNREAD = (
    "from intranet.files.models import DocumentVersion as V; from intranet.finding.models import OutboxEntry as O;"
    "print(V.objects.filter(text_state__in=['waiting', 'reading']).count() + O.objects.count())"
)
