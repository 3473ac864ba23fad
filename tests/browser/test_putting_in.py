"""An editor puts in several files at once: says once what they have in common, and gives each its title."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.intranet import file_samples as samples


@pytest.mark.parametrize("width", [390, 1280])
def test_several_files_with_one_owner(reader, width):
    sara = reader("sara.nyberg", width=width)
    page = sara.visit("/admin/documents/multiple/add/")
    page.get_by_role("button", name="Välj en funktion").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Sök").fill("IT-enheten")
    window.get_by_role("link", name="Chef, IT-enheten").click()
    # Chosen when the window has gone: before that it is the window that says so.
    expect(window).to_be_hidden()
    expect(page.get_by_text("Chef, IT-enheten").first).to_be_visible()
    page.get_by_label("Gäller till och med").fill("2027-12-31")
    page.keyboard.press("Escape")
    page.locator("#fileupload").set_input_files(
        [
            {"name": f"{name}-{width}.pdf", "mimeType": "application/pdf", "buffer": samples.pdf([name])}
            for name in ("plan", "karta")
        ]
    )
    rows = page.locator("#upload-list > li")
    expect(rows).to_have_count(2)
    expect(rows.locator("form")).to_have_count(2)
    first = rows.first
    first.get_by_label("Titel").fill(f"Plan för bredd {width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    first.get_by_role("button", name="Spara titel och ingress").click()
    expect(rows).to_have_count(1)

    page = sara.visit(f"/admin/documents/?q=Plan+f%C3%B6r+bredd+{width}")
    page.get_by_role("link", name=f"Plan för bredd {width}").first.click()
    expect(page.get_by_text("Chef, IT-enheten").first).to_be_visible()
    expect(page.get_by_label("Gäller till och med")).to_have_value("2027-12-31")
    assert sara.errors == []
