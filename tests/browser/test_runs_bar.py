"""On a phone the next item of a run is at the thumb, and nothing is hidden by it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reader import PHONE
from tests.browser.runs import row, start_run, wait_until_sent

# What has focus, and how much of it is under the bar with the next item (px); None if it is in the bar itself.
COVERED = """() => {
    const focused = document.activeElement;
    const bar = document.querySelector(".run-next");
    if (bar.contains(focused)) return [focused.tagName, null];
    const box = focused.getBoundingClientRect();
    return [focused.outerHTML.slice(0, 120), box.bottom - bar.getBoundingClientRect().top];
}"""


def test_on_a_phone_targets_are_big_and_the_next_item_is_at_the_thumb(amina):
    page = amina.page
    start_run(page, "Runda i telefonen")
    for size in page.locator("button.run-item__tick, .run-item__links a").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => Math.min(box.height, box.width))"
    ):
        assert size >= 48
    button = page.locator("[data-next-button]")
    texts = page.locator(".run-item__text")
    for number in range(3):
        expect(page.locator("[data-next-link]")).to_have_text(texts.nth(number).inner_text())
        box = button.bounding_box()
        assert box["y"] + box["height"] <= 844  # seen without scrolling, wherever one reads
        assert box["y"] > 422
        button.click()
        expect(row(page, number)).to_have_attribute("data-state", "done")
        expect(row(page, number)).to_contain_text("Klar: Amina Lund, i dag")
    page.locator("[data-next-link]").click()
    expect(row(page, 3)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert not amina.errors


@pytest.mark.parametrize(
    ("width", "text", "script"),
    [
        (PHONE, "100%", True),
        (320, "100%", True),
        (PHONE, "200%", True),
        (320, "200%", True),
        (320, "200%", False),
    ],
)
def test_the_bar_with_the_next_item_covers_nothing_that_takes_focus(reader, width, text, script):
    lund = reader("amina.lund", width=width, java_script_enabled=script)
    run = start_run(lund.page, f"Runda i stor text {width} {text} {script}")
    page = lund.visit(run)
    if script:
        expect(page.locator("#kryss[data-ready]")).to_be_attached()
    page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
    bar = page.locator(".run-next")
    assert bar.evaluate("bar => getComputedStyle(bar).position") == "fixed"
    seen = []
    # Forwards from below the bar, then backwards: what is scrolled in from above or below is clear of it.
    for key in ("Tab", "Shift+Tab"):
        page.locator(".run-item a").first.focus()
        for _ in range(40):
            page.keyboard.press(key)
            what, under = page.evaluate(COVERED)
            if what.startswith("<body"):
                break  # once round
            seen.append(what)
            assert under is None or under <= 0, f"{what} is {under} px under the bar"
    assert any("run-item__tick" in what for what in seen)
    # Where the list's address leads to is seen as well, and so is the end of the page.
    last = page.locator(".run-item").last
    page.goto(f"{run}#{last.get_attribute('id')}")
    page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    end = page.locator(".site-footer").bounding_box()
    top = bar.bounding_box()["y"]
    assert end["y"] + end["height"] <= top + 1
    if script:  # and no more room than that
        assert top - end["y"] - end["height"] < 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_way_back_is_at_the_thumb_and_nothing_is_under_it(amina):
    page = amina.page
    start_run(page, "Runda med ånger")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    page.locator("[data-next-button]").click()
    undo = page.get_by_role("button", name=re.compile("^Ångra"))
    expect(undo).to_be_visible()
    box, bar = undo.bounding_box(), page.locator(".run-next").bounding_box()
    assert box["height"] >= 44
    assert box["y"] > 422
    assert box["y"] + box["height"] <= bar["y"] + 1
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    end = page.locator(".site-footer").bounding_box()
    assert end["y"] + end["height"] <= page.locator(".run-told").bounding_box()["y"] + 1
    undo.click()
    expect(row(page, 0)).to_have_attribute("data-state", "open")
    wait_until_sent(page)
    expect(row(page, 0)).to_have_attribute("data-state", "open")
