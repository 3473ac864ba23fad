"""What tests of runs do in the browser, and what they look at."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from playwright.sync_api import Page, expect

from tests.browser.reader import PATIENCE

KRYSS = re.compile(r"/kryss/$")
WAITS = "Väntar på att skickas"
# The page's policy forbids what would wait by evaluating a string.
UNTIL_SENT = """async (patience) => {
    for (const end = Date.now() + patience; Date.now() < end; ) {
        if (!Object.keys(localStorage).some((key) => key.startsWith("kryss:"))) return true;
        await new Promise((done) => setTimeout(done, 50));
    }
    return false;
}"""
# How many people have something that waits in this browser.
STORED = "Object.keys(localStorage).filter(key => key.startsWith('kryss:')).length"
# Sizes that an observer is told of are put into the style in the frame after.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# What is sent now is not owed to a later try.
NEVER_AGAIN = """() => {
    const real = window.setTimeout;
    window.setTimeout = (what, wait) => (wait < 1000 ? real(what, wait) : 0);
}"""


def start_run(page: Page, name: str, checklist: str = "checklista-brandskyddsrond") -> str:
    """From the checklist, for oneself; the run's address."""
    page.goto(f"/checklistor/{checklist}/")
    page.get_by_role("link", name="Starta genomgång").click()
    page.get_by_label("Genomgångens namn").fill(name)
    page.get_by_role("button", name="Starta", exact=True).click()
    # The form has a heading as well: which page has come is known by its address.
    page.wait_for_url(re.compile(r"/genomgangar/\d+/"))
    skip = page.get_by_role("link", name="Inte nu")
    if skip.is_visible():
        skip.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    # A link that is pressed, unlike an address that is opened, does not wait for the style sheets,
    # and what has no style yet has no size worth measuring.
    page.wait_for_load_state("load")
    return page.url.split("#")[0]


def give(page: Page, run: str, number: int, name: str) -> None:
    """Give an item to somebody who is searched for by name."""
    page.goto(run)
    page.locator(".run-item__links a").filter(has_text="Anteckna eller ändra").nth(number).click()
    page.get_by_label("Någon annan").fill(name)
    page.get_by_role("button", name="Sök", exact=True).last.click()
    # The form that was left may have them among its colleagues.
    expect(page.locator(".person-told")).to_contain_text(name)
    page.get_by_role("radio", name=re.compile(name)).first.check()
    page.get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_url(re.compile(r"/genomgangar/\d+/#punkt"))


def row(page: Page, number: int):
    return page.locator(".run-item").nth(number)


def press(page: Page, number: int) -> None:
    row(page, number).locator("button.run-item__tick").click()


def events(site, run: str, kind: str = "ticked") -> int:
    """How many ticks the database holds of a run."""
    pk = int(run.rstrip("/").rsplit("/", 1)[1])
    with closing(sqlite3.connect(site.data / "intranet.sqlite3", timeout=30)) as database:
        asked = "SELECT COUNT(*) FROM home_runevent WHERE run_id = ? AND kind = ?"
        return database.execute(asked, (pk, kind)).fetchone()[0]


def unread(site, run: str, kind: str) -> int:
    """How many people have not read a notice of this kind about a run."""
    pk = int(run.rstrip("/").rsplit("/", 1)[1])
    with closing(sqlite3.connect(site.data / "intranet.sqlite3", timeout=30)) as database:
        asked = "SELECT COUNT(*) FROM notices_notice WHERE object_id = ? AND kind = ? AND seen_at IS NULL"
        return database.execute(asked, (pk, kind)).fetchone()[0]


@contextmanager
def standing_clock(page: Page) -> Iterator[None]:
    """What is pressed in the block is pressed at once for the page, however busy the machine is.

    The page's clock must have been installed before it was opened; it goes on afterwards.
    """
    # It can only be stopped at a time that has not been.
    at = page.evaluate("Date.now()") / 1000 + 5
    page.clock.pause_at(datetime.fromtimestamp(at))
    try:
        yield
    finally:
        page.clock.resume()


def wait_until_sent(page: Page) -> None:
    assert page.evaluate(UNTIL_SENT, PATIENCE), "something still waits"
