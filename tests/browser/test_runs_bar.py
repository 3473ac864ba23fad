"""On a phone the next item of a run is at the thumb, and nothing is hidden by it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reader import PHONE
from tests.browser.runs import DRAWN, row, start_run, wait_until_sent

# What has focus, and how much of it is under the bar with the next item (px); None if it is in the bar itself.
COVERED = """() => {
    const focused = document.activeElement;
    const bar = document.querySelector(".run-next");
    if (bar.contains(focused) || getComputedStyle(bar).position !== "fixed") return [focused.outerHTML, null];
    const box = focused.getBoundingClientRect();
    return [focused.outerHTML.slice(0, 120), box.bottom - bar.getBoundingClientRect().top];
}"""
# How much of the screen's height lies under what stays at its bottom.
SHARE = """() => [...document.querySelectorAll(".run-next, .run-told")]
    .filter((one) => getComputedStyle(one).position === "fixed")
    .reduce((sum, one) => sum + one.getBoundingClientRect().height, 0) / innerHeight"""
# How far the line after the last that is shown of a text reaches into the box that cuts it (px). Letters stand a
# pixel or so below the top of their line.
SLIVER = """box => {
    const style = getComputedStyle(box);
    const shown = box.getBoundingClientRect();
    const bottom = shown.bottom - parseFloat(style.borderBottomWidth);
    const all = document.createRange();
    all.selectNodeContents(box);
    const tops = [...all.getClientRects()].map((line) => line.top).filter((top) => top > shown.top + 1);
    const line = parseFloat(style.lineHeight);
    // What begins below the last whole line, and above the edge of the box.
    return Math.max(0, ...tops.filter((top) => top + line / 2 > bottom).map((top) => bottom - top));
}"""
LONG = "Gå igenom vad som gäller för utrymning, brandposter och samlingsplatser " * 3


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
    if not script:  # how tall it is nobody knows
        assert bar.evaluate("bar => getComputedStyle(bar).position") == "static"
    elif text == "100%":
        assert bar.evaluate("bar => getComputedStyle(bar).position") == "fixed"
    else:  # too tall to stay
        expect(page.locator("html")).to_have_attribute("data-bar", "inside")
    if script:
        page.evaluate(DRAWN)
    assert page.evaluate(SHARE) <= 0.2
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
    if script:
        page.evaluate(DRAWN)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    end = page.locator(".site-footer").bounding_box()
    fixed = bar.evaluate("bar => getComputedStyle(bar).position") == "fixed"
    top = bar.bounding_box()["y"] if fixed else page.viewport_size["height"]
    assert end["y"] + end["height"] <= top + 1
    if script:  # and no more room than that
        assert top - end["y"] - end["height"] < 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("width", "height", "text"),
    [(320, 568, "100%"), (PHONE, 664, "100%"), (320, 568, "200%"), (320, 844, "200%"), (PHONE, 844, "200%")],
)
def test_a_list_keeps_four_fifths_of_a_phones_screen(reader, width, height, text):
    lund = reader("amina.lund", width=width)
    page = lund.page
    start_run(page, f"Runda på liten skärm {width} {height} {text}")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
    expect(page.locator("html")).to_have_attribute("data-bar", "low" if text == "100%" else "inside")
    link = page.locator("[data-next-link]")
    link.evaluate("(link, text) => { link.textContent = text }", LONG)
    page.evaluate(DRAWN)
    assert page.evaluate(SHARE) <= 0.2
    assert link.evaluate(SLIVER) < 2
    if text == "100%":
        assert page.locator(".run-next").evaluate("bar => getComputedStyle(bar).position") == "fixed"
    # What is told of a tick comes beside it for a moment, and is cut at a whole line.
    told = page.locator("[data-told]")
    row(page, 2).locator("button.run-item__tick").click()
    expect(told).not_to_be_empty()
    wait_until_sent(page)  # the answer puts parts of the list in anew
    told.evaluate("(told, text) => { told.textContent = text }", LONG)
    page.evaluate(DRAWN)
    assert told.evaluate(SLIVER) < 2
    assert page.evaluate(SHARE) <= (0.3 if text == "100%" else 0.2)
    # The bar goes back to the thumb when the text is made smaller.
    page.evaluate("document.documentElement.style.fontSize = '100%'")
    expect(page.locator("html")).to_have_attribute("data-bar", "low")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not lund.errors


# Lines that words of the site's name stand on, and whether all of it is seen.
NAME = """name => {
    const range = document.createRange();
    const text = name.firstChild;
    const words = [...text.textContent.matchAll(/\\S+/g)].map((word) => {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
    });
    const header = document.querySelector(".site-header").getBoundingClientRect();
    range.selectNodeContents(name);
    const all = range.getBoundingClientRect();
    return [words, all.left >= 0 && all.right <= innerWidth && all.bottom <= header.bottom];
}"""


@pytest.mark.parametrize("name", ["Kompassköping", "Kompassköpings kommun", "Intranätet i Kompassköping"])
@pytest.mark.parametrize(("width", "text"), [(320, "200%"), (320, "150%"), (320, "100%"), (PHONE, "200%")])
def test_the_sites_name_breaks_between_words_only(reader, width, text, name):
    lund = reader("amina.lund", width=width)
    page = lund.visit("/genomgangar/")
    page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
    shown = page.locator(".site-brand__name")
    shown.evaluate("(shown, name) => { shown.textContent = name }", name)
    words, seen = shown.evaluate(NAME)
    assert set(words) == {1}, f"{name} is broken inside a word"
    assert seen
    assert page.locator(".site-brand").bounding_box()["height"] >= 44
    for other in (".bell", ".account", ".site-search"):
        box = page.locator(other).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_way_back_is_at_the_thumb_and_nothing_is_under_it(amina):
    page = amina.page
    start_run(page, "Runda med ånger")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    page.locator("[data-next-button]").click()
    undo = page.get_by_role("button", name=re.compile("^Ångra"))
    expect(undo).to_be_visible()
    # The answer puts the list in anew: what is measured before may be gone when it is.
    wait_until_sent(page)
    expect(undo).to_be_visible()
    page.evaluate(DRAWN)
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
