"""A member's own notes, written where no script runs, on a telephone, by keyboard; and the calendar's address."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.addresses import Example
from tests.browser.extranet_addresses import MEMBER
from tests.browser.reader import PASSWORD, PHONE

PICTURES = os.environ.get("PICTURES")
"""A folder for pictures, for whoever wants to look."""


@pytest.fixture(params=[PHONE, 1280])
def member(request, reader):
    return reader(MEMBER, width=request.param)


@pytest.fixture
def paper(examples: dict[str, Example]) -> str:
    return examples["paper"].path


def look(page: Page, name: str) -> None:
    """In the light and in the dark axe finds nothing, and nothing is wider than the page."""
    width = page.viewport_size["width"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{scheme}.png", full_page=True)
        found = Axe().run(page).response["violations"]
        assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(color_scheme="light")


def write(page: Page, text: str, **more: str) -> None:
    page.get_by_text("Skriv en anteckning", exact=True).click()
    for label, typed in {"Anteckning": text, **more}.items():
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("button", name="Spara anteckningen").click()


def test_written_found_again_changed_and_removed(member, paper):
    page = member.visit(paper)
    write(
        page,
        "Kolla siffrorna",
        **{"Sida (frivilligt)": "1", "Citat ur handlingen (frivilligt)": "Enligt förslaget"},
    )
    mine = page.locator("#anteckningar .note").filter(has_text="Kolla siffrorna")
    expect(mine).to_contain_text("Sidan 1")
    expect(mine.locator("blockquote")).to_have_text("Enligt förslaget")
    expect(page.locator("body")).to_contain_text("Anteckningen är sparad. Bara du ser den.")
    look(page, "note-on-paper")
    mine.get_by_role("link", name=re.compile("^Ändra")).click()
    page.get_by_label("Anteckning", exact=True).fill("Kolla alla siffror")
    look(page, "note-change")
    page.get_by_role("button", name="Spara anteckningen").click()
    mine = page.locator("#anteckningar .note").filter(has_text="Kolla alla siffror")
    mine.get_by_role("link", name=re.compile("^Ta bort")).click()
    expect(page.get_by_role("heading", name="Det går inte att ångra")).to_be_visible()
    look(page, "note-remove")
    page.get_by_role("button", name="Ta bort").click()
    expect(page.locator("#anteckningar")).not_to_contain_text("Kolla alla siffror")
    assert not member.errors


def test_what_was_typed_when_the_session_had_ended_is_there_after_the_log_in(reader, examples):
    """Where no script runs; as on a tablet that has lain on a table overnight."""
    someone = reader(MEMBER, width=PHONE, java_script_enabled=False)
    page = someone.visit(examples["agenda_item"].path)
    someone.context.clear_cookies(name=re.compile("session"))
    write(page, "Skrivet i natt")
    expect(page.locator("body")).to_contain_text("Det du skrev är kvar")
    page.get_by_label("Användarnamn").fill(MEMBER)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Logga in").click()
    expect(page.get_by_label("Anteckning", exact=True)).to_have_value("Skrivet i natt")
    page.get_by_role("button", name="Spara anteckningen").click()
    page.wait_for_url(re.compile(re.escape(examples["agenda_item"].path) + "#anteckningar"))
    expect(page.locator("#anteckningar")).to_contain_text("Skrivet i natt")


def test_by_keyboard_alone(reader, examples):
    page = reader(MEMBER).visit(examples["agenda_item"].path)
    page.get_by_text("Skriv en anteckning", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Anteckning", exact=True)).to_be_focused()
    page.keyboard.type("Med tangenter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#anteckningar")).to_contain_text("Med tangenter")


def test_the_calendars_address_is_made_fetched_and_revoked(member, site):
    page = member.visit("/sammantraden/")
    page.get_by_role("link", name="Sammanträden i din kalender").click()
    page.get_by_label("Var ska du använda den?").fill("surfplattan")
    look(page, "calendar")
    page.get_by_role("button", name="Skapa adressen").click()
    address = page.get_by_label("Adressen", exact=True).input_value()
    look(page, "calendar-made")
    assert address.startswith(f"{site.address}/sammantraden/kalender.ics?nyckel=")
    fetched = member.context.request.get(address)
    assert fetched.ok
    assert b"BEGIN:VEVENT" in fetched.body()
    page.get_by_role("link", name="Klar", exact=True).click()
    page.locator("li").filter(has_text="surfplattan").get_by_role("link").first.click()
    look(page, "calendar-revoke")
    page.get_by_role("button", name="Återkalla", exact=True).click()
    expect(page.get_by_role("main")).not_to_contain_text("surfplattan")
    assert member.context.request.get(address, max_redirects=0).status == 404
