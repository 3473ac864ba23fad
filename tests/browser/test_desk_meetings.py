"""A secretary makes a meeting and its agenda: by pointer, by keyboard, and without any script.

Leaves pictures of the pages in var/screenshots, for looking at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.reader import PHONE, Reader, viewport
from tests.browser.site import ROOT

PICTURES = ROOT / "var" / "screenshots"
AXE = Axe()
SECRETARY, BODY = "eva.sandin", "kommunstyrelsen"


def look_at(page: Page, name: str) -> None:
    """Pictures in both widths and in the dark; axe finds nothing and nothing is wider than the page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width, scheme in ((1280, "light"), (PHONE, "light"), (PHONE, "dark"), (320, "light")):
        page.set_viewport_size(viewport(width))
        page.emulate_media(color_scheme=scheme)
        if width != 320:
            page.screenshot(path=PICTURES / f"desk-{name}-{width}-{scheme}.png", full_page=True)
        if width != PHONE or scheme == "dark":
            found = AXE.run(page).response["violations"]
            assert found == [], (name, width, scheme, [violation["id"] for violation in found])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(viewport(1280))


def new_meeting(page: Page, days: int) -> None:
    """Each test on a day of its own: a second meeting the same day is asked about."""
    page.goto(f"/sammantraden/bereda/{BODY}/nytt/")
    page.get_by_label("Dag", exact=True).fill((date.today() + timedelta(days=days)).isoformat())
    page.get_by_label("Börjar", exact=True).fill("13:00")
    page.get_by_label("Slutar (frivilligt)").fill("16:00")
    page.get_by_label("Plats (frivilligt)").fill("Sessionssalen")
    page.get_by_role("button", name="Lägg upp sammanträdet").click()
    expect(page.get_by_text("Sammanträdet är upplagt.")).to_be_visible()


def titles(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(".desk-item__title").all_inner_texts()]


@pytest.fixture
def eva(reader) -> Iterator[Reader]:
    found: Reader = reader(SECRETARY)
    yield found
    assert found.errors == []


def test_a_meeting_is_made_and_its_agenda_put_in_order(eva):
    page = eva.visit("/sammantraden/")
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Bered sammanträden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bered sammanträden")
    look_at(page, "start")
    new_meeting(page, 400)
    assert titles(page)[:3] == ["Upprop", "Val av justerare", "Fastställande av dagordning"]
    # Dragged by its handle to the last place.
    count = len(titles(page))
    handle = page.locator("[data-handle]").first
    expect(handle).to_be_visible()  # the script has come
    last = page.locator(".desk-item").last.bounding_box()
    grip = handle.bounding_box()
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(grip["x"] + 4, last["y"] + last["height"] * 0.4, steps=6)
    page.mouse.move(grip["x"] + 4, last["y"] + last["height"] * 0.9, steps=6)
    page.mouse.up()
    expect(page.get_by_text(f"Ärendet står nu på plats {count}.")).to_be_visible()
    assert titles(page)[-1] == "Upprop"
    # And back by the keyboard.
    page.get_by_role("button", name="Flytta upp Upprop").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Ärendet står nu på plats {count - 1}.")).to_be_visible()
    page.get_by_label("Plats för Upprop").fill("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ärendet står nu på plats 1.")).to_be_visible()
    look_at(page, "agenda")


def test_an_item_is_added_from_a_matter_that_is_searched_for(eva):
    page = eva.page
    new_meeting(page, 401)
    page.get_by_role("link", name="Lägg till ärende").click()
    page.get_by_label("Förslag till beslut").fill("Kommunstyrelsen beslutar enligt förslaget.")
    page.get_by_label("Sök på diarienummer eller rubrik").fill("KS")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-found li").first).to_be_visible()
    look_at(page, "item")
    page.locator(".desk-found").get_by_role("button").first.click()
    expect(page.get_by_role("button", name="Ta bort valet")).to_be_visible()
    expect(page.get_by_label("Neutral rubrik")).not_to_have_value("")
    expect(page.get_by_label("Förslag till beslut")).to_have_value(re.compile("enligt förslaget"))
    # A title that seems to reveal somebody is asked about; a yes saves it.
    page.get_by_label("Neutral rubrik").fill("Ansökan 850101-2384")
    page.get_by_role("button", name="Lägg till ärendet").click()
    expect(page.get_by_text("ser ut som ett personnummer")).to_be_visible()
    look_at(page, "question")
    page.get_by_label("Neutral rubrik").fill("Ansökan om bistånd")
    page.get_by_role("button", name="Lägg till ärendet").click()
    expect(page.get_by_text("Ärendet står sist på dagordningen.")).to_be_visible()
    page.get_by_role("link", name="Ta upp från utskott").click()
    look_at(page, "reuse")
    page.goto(f"/sammantraden/bereda/{BODY}/mall/")
    look_at(page, "template")


def test_all_of_it_without_script(reader):
    page = reader(SECRETARY, java_script_enabled=False).page
    new_meeting(page, 402)
    expect(page.locator("[data-handle]").first).to_be_hidden()
    page.get_by_role("button", name="Flytta ned Upprop").click()
    assert titles(page)[:2] == ["Val av justerare", "Upprop"]
    page.get_by_role("link", name="Lägg till ärende").click()
    page.get_by_label("Neutral rubrik").fill("Ny kaj")
    page.get_by_role("button", name="Lägg till ärendet").click()
    assert titles(page)[-1] == "Ny kaj"
    page.get_by_role("link", name="Ny kaj").click()
    page.get_by_role("link", name="Ta bort ärendet").click()
    page.get_by_role("button", name="Ta bort ärendet").click()
    expect(page.get_by_text("Ärendet är borttaget från dagordningen.")).to_be_visible()
    page.get_by_role("link", name="Ta bort utkastet").click()
    page.get_by_role("button", name="Ta bort utkastet").click()
    expect(page.get_by_text("Utkastet är borttaget.")).to_be_visible()
