"""Proving who one is: a passkey in a device that only the browser knows of, a code without any script at all.

Leaves pictures of the pages in var/screenshots, for looking at.
"""

from __future__ import annotations

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.reader import PASSWORD, PHONE, Reader, viewport
from tests.browser.site import ROOT
from tests.one_time import PERIOD, code_of

PICTURES = ROOT / "var" / "screenshots"
AXE = Axe()
STEP_UP, MINE = "/konto/bekrafta/?next=/kollegor/", "/konto/extra-skydd/"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """What unlocks with a finger, in a browser that has been given one; `refuse` makes it the wrong finger."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        self.id = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})[
            "authenticatorId"
        ]

    def refuse(self, refused: bool = True) -> None:
        known = {"authenticatorId": self.id, "isUserVerified": not refused}
        self.session.send("WebAuthn.setUserVerified", known)


def look_at(page: Page, name: str) -> None:
    """Pictures of a page in both widths and in the dark; axe finds nothing and nothing is wider than the page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("load")
    for width in (1280, PHONE, 320):
        page.set_viewport_size(viewport(width))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if width != 320:
                page.screenshot(path=PICTURES / f"stepup-{name}-{width}-{scheme}.png", full_page=True)
            found = AXE.run(page).response["violations"]
            assert found == [], (name, width, scheme, [violation["id"] for violation in found])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(viewport(1280))


def sign_in(reader: Reader, username: str) -> Page:
    """In a browser of one's own: what is set up here must not meet the others who share cookies."""
    page = reader.visit("/konto/logga-in/")
    page.get_by_label("Användarnamn").fill(username)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Logga in").click()
    page.wait_for_url(lambda url: not url.endswith("/logga-in/"))
    return page


def give_password(page: Page) -> None:
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()


@pytest.fixture
def told(reader):
    """A browser that notes what its console says of the content security policy."""

    def told(**options) -> tuple[Reader, list[str]]:
        someone = reader(**options)
        refused: list[str] = []
        someone.page.on(
            "console",
            lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None,
        )
        return someone, refused

    return told


def test_passkey_from_nothing_to_what_one_wanted(told):
    lars, refused = told()
    page = sign_in(lars, "lars.bergstrom")
    device = Device(page)
    page.goto(STEP_UP)
    expect(page.get_by_role("heading", level=1)).to_have_text("Du behöver ett extra skydd")
    look_at(page, "nothing-yet")
    page.get_by_role("link", name="Lägg till en passnyckel").click()
    expect(page.get_by_label("Lösenord")).to_be_visible()
    look_at(page, "password")
    give_password(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Lägg till en passnyckel")
    name = page.get_by_label("Namn på passnyckeln")
    name.fill("Surfplattan")
    look_at(page, "passkey-add")
    device.refuse()
    page.get_by_role("button", name="Lägg till passnyckeln").click()
    expect(page.get_by_role("alert")).to_contain_text("Det gick inte att lägga till passnyckeln.")
    expect(name).to_have_value("Surfplattan")
    device.refuse(False)
    name.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Dina koder")
    expect(page.locator(".codes li")).to_have_count(10)
    look_at(page, "codes")
    page.get_by_role("link", name="Jag har sparat koderna, fortsätt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bekräfta att det är du")
    look_at(page, "step-up")
    device.refuse()
    page.get_by_role("button", name="Använd passnyckel").click()
    expect(page.get_by_role("alert")).to_contain_text("Det gick inte med passnyckeln.")
    device.refuse(False)
    button = page.get_by_role("button", name="Använd passnyckel")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/kollegor/$"))
    page.goto(MINE)
    expect(page.get_by_role("main")).to_contain_text("Surfplattan")
    look_at(page, "mine")
    page.get_by_role("link", name="Byt namn").click()
    expect(page.get_by_label("Namn på passnyckeln")).to_be_visible()
    look_at(page, "rename")
    page.get_by_label("Namn på passnyckeln").fill("Min platta")
    page.get_by_role("button", name="Spara namnet").click()
    expect(page.get_by_role("main")).to_contain_text("Min platta")
    page.goto("/konto/logga-ut/")
    page.get_by_role("main").get_by_role("button", name="Logga ut").click()

    sign_in(lars, "lars.bergstrom")
    expect(page).to_have_url(re.compile("/konto/logga-in/bekrafta/$"))
    look_at(page, "second-step")
    page.get_by_role("button", name="Använd passnyckel").click()
    expect(page.get_by_role("banner")).to_contain_text("Lars")

    page.goto(f"{MINE}koder/nya/")
    page.get_by_role("button", name="Använd passnyckel").click()
    again = page.get_by_role("button", name="Skapa nya koder")
    expect(again).to_be_visible()  # the device is asked first
    look_at(page, "new-codes")
    again.click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(MINE)
    page.get_by_role("link", name="Ta bort").click()
    expect(page.get_by_role("main")).to_contain_text("Det här är ditt enda extra skydd.")
    look_at(page, "remove")
    page.get_by_role("button", name="Ta bort passnyckeln").click()
    expect(page.get_by_role("main")).to_contain_text("Du har inget extra skydd än.")
    look_at(page, "none")
    assert (lars.errors, refused) == ([], [])


def test_codes_from_an_app_without_script_by_keyboard(reader):
    gunvor = reader(java_script_enabled=False)
    page = sign_in(gunvor, "gunvor.ringhult")
    page.goto("/konto/")
    page.get_by_role("link", name="Extra skydd").click()
    page.get_by_role("link", name="Lägg till en app").click()
    give_password(page)
    secret = page.locator(".key").inner_text()
    page.get_by_label("Koden som appen visar").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Det stämmer inte.")
    expect(page.locator(".key")).to_have_text(secret)
    now = time.time()
    page.get_by_label("Koden som appen visar").fill(code_of(secret, now))
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    spare = page.locator(".codes li").first.inner_text()

    page.goto(STEP_UP)
    # The code that set it up is used; the app's next one is taken from a clock that is a little ahead.
    field = page.get_by_label("Kod", exact=True)
    field.fill(code_of(secret, now))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Den koden är redan använd.")
    field.fill(code_of(secret, now + PERIOD))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/kollegor/$"))

    page.goto(STEP_UP)
    page.get_by_label("Kod", exact=True).fill(spare)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/kollegor/$"))
    page.goto(f"{MINE}passnyckel/")
    expect(page.get_by_role("button", name="Lägg till passnyckeln")).to_be_hidden()
    expect(page.get_by_role("main")).to_contain_text("Passnycklar fungerar inte i den här webbläsaren.")


def test_app_seen_with_script(told):
    eva, refused = told()
    page = sign_in(eva, "eva.sandin")
    page.goto(f"{MINE}app/")
    give_password(page)
    expect(page.get_by_role("img", name="QR-kod")).to_be_visible()
    look_at(page, "app-add")
    secret = page.locator(".key").inner_text()
    page.get_by_label("Koden som appen visar").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Det stämmer inte.")
    look_at(page, "app-refused")
    page.get_by_label("Koden som appen visar").fill(code_of(secret, time.time()))
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(STEP_UP)
    look_at(page, "step-up-code")
    page.goto(MINE)
    look_at(page, "mine-app")
    page.get_by_role("link", name="Ta bort appen").click()
    expect(page.get_by_role("link", name="Behåll den")).to_be_visible()
    look_at(page, "app-remove")
    page.get_by_role("link", name="Behåll den").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Extra skydd")
    assert (eva.errors, refused) == ([], [])
