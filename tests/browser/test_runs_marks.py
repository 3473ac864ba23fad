"""What a run looks like: ticked at once, whose an item is, nothing empty, and a form where there is no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import PHONE
from tests.browser.runs import give, row, start_run, wait_until_sent

BACKGROUND = "mark => getComputedStyle(mark).backgroundColor"
BORDER = "mark => parseFloat(getComputedStyle(mark).borderTopWidth)"
# The colour of what is filled, as the browser computes it.
BRAND = """() => {
    const one = document.body.appendChild(document.createElement("p"));
    one.className = "button";
    const colour = getComputedStyle(one).backgroundColor;
    one.remove();
    return colour;
}"""
WHY = "Bara den som gör punkten, den som håller i genomgången och chefen kan kryssa den."


def mark(page: Page, number: int):
    return row(page, number).locator(".run-item__mark")


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("hand", ["finger", "mouse"])
def test_a_tick_is_dark_at_once_wherever_the_pointer_is_and_empty_when_taken_back(reader, hand, script):
    lund = reader("amina.lund", width=PHONE, has_touch=hand == "finger", java_script_enabled=script)
    page = lund.page
    start_run(page, f"Runda med {hand} {script}")
    box = row(page, 1).locator("button.run-item__tick")
    tap = box.tap if hand == "finger" else box.click
    filled, empty = page.evaluate(BRAND), mark(page, 2).evaluate(BACKGROUND)
    assert filled != empty
    tap()
    expect(row(page, 1)).to_have_attribute("data-state", "done")
    page.wait_for_load_state("load")  # without a script that is another page, and its style comes after it
    assert mark(page, 1).evaluate(BACKGROUND) == filled
    if script:
        wait_until_sent(page)
        expect(row(page, 1)).to_contain_text("Klar: Amina Lund")
        assert mark(page, 1).evaluate(BACKGROUND) == filled
        if hand == "mouse":  # which is still there
            box.hover()
            assert box.evaluate("box => box.matches(':hover')")
            assert mark(page, 1).evaluate(BACKGROUND) == filled
        page.reload()  # a second press at once would be a slip
        page.route(re.compile("/kryss/$"), lambda route: route.abort())
    tap()
    expect(row(page, 1)).to_have_attribute("data-state", "open")
    page.wait_for_load_state("load")
    page.mouse.move(0, 0)
    # Also while that waits to be sent.
    assert mark(page, 1).evaluate(BACKGROUND) == empty
    expect(row(page, 1).locator(".run-item__done.no-print")).to_be_hidden()
    assert not lund.errors


def test_what_is_somebody_elses_has_no_box_on_a_phone_and_a_press_there_tells_why(karin, amina):
    run = start_run(karin.page, "Runda med andras punkter")
    give(karin.page, run, 0, "Karin Ek")
    give(karin.page, run, 1, "Amina Lund")
    page = amina.visit(run)
    assert mark(page, 0).evaluate(BORDER) == 0
    assert mark(page, 1).evaluate(BORDER) == 2
    expect(page.locator(".run-others")).to_be_visible()
    assert page.locator(".run-others").bounding_box()["height"] < 70  # short
    expect(row(page, 0)).to_contain_text("Görs av Karin Ek")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    mark(page, 0).tap()
    page.wait_for_url(re.compile(r"/punkter/\d+/$"))
    expect(page.get_by_role("main")).to_contain_text(WHY)
    # Done it is a bare tick for whoever may not take it back, and a filled box for who may.
    page.goto(run)
    karin.page.goto(run)
    row(karin.page, 0).locator("button.run-item__tick").click()
    wait_until_sent(karin.page)
    page.reload()
    expect(row(page, 0)).to_contain_text("Klar: Karin Ek")
    assert mark(page, 0).evaluate(BORDER) == 0
    assert mark(page, 0).evaluate(BACKGROUND) == "rgba(0, 0, 0, 0)"
    assert mark(karin.page, 0).evaluate(BACKGROUND) == karin.page.evaluate(BRAND)
    assert not amina.errors
    assert not karin.errors


def test_others_items_get_their_line_while_the_page_is_open(karin, amina):
    page = amina.page
    run = start_run(page, "Runda där någon tar över")
    give(page, run, 0, "Karin Ek")
    page.goto(f"{run}lamna-over/")
    page.get_by_role("radio", name="Karin Ek").check()
    page.get_by_role("button", name="Lämna över").click()
    expect(page.locator(".run-others")).to_be_visible()
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    desk = karin.visit(run)
    row(desk, 0).locator("button.run-item__tick").click()
    wait_until_sent(desk)
    row(page, 1).locator("button.run-item__tick").tap()
    wait_until_sent(page)
    # The last of them is done: nothing is without its box any more.
    expect(page.locator(".run-others")).to_be_hidden()
    assert not amina.errors


def test_the_head_of_a_run_has_no_empty_room_and_nothing_moves_when_a_tick_is_told(karin):
    page = karin.page
    start_run(page, "Runda vid skrivbordet")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    head, button = page.locator(".run-head"), page.locator("[data-next-button]")

    def below() -> float:
        last = page.locator(".run-next").bounding_box()
        box = head.bounding_box()
        return box["y"] + box["height"] - last["y"] - last["height"]

    def places() -> list[float]:
        return [button.bounding_box()["y"], row(page, 3).bounding_box()["y"]]

    assert below() <= 24
    page.locator("[data-next-link]").evaluate("link => { link.textContent = 'En punkt' }")
    before = places()
    button.click()
    told = page.locator("[data-told]")
    expect(told).not_to_be_empty()
    wait_until_sent(page)  # the answer brings a text of its own
    page.locator("[data-next-link]").evaluate("link => { link.textContent = 'En punkt' }")
    assert places()[0] == before[0]
    # It stands beside the progress, over nothing.
    undo = page.get_by_role("button", name=re.compile("^Ångra"))
    count = page.locator(".run-head__progress > p").bounding_box()
    assert count["x"] + count["width"] < told.bounding_box()["x"]
    back = undo.bounding_box()
    assert back["y"] + back["height"] <= button.bounding_box()["y"]
    assert back["y"] >= head.bounding_box()["y"]
    assert back["height"] >= 44
    assert below() <= 24
    assert not karin.errors


@pytest.mark.parametrize("width", [PHONE, 320])
def test_without_script_the_next_item_is_whole_on_the_page_with_its_button(reader, width):
    lund = reader("amina.lund", width=width, java_script_enabled=False)
    page = lund.page
    start_run(page, f"Runda utan skript {width}")
    expect(page.get_by_role("heading", name="Nästa punkt")).to_be_visible()
    link, button = page.locator("[data-next-link]"), page.locator("[data-next-button]")
    link.evaluate("link => { link.textContent = 'Gå igenom vad som gäller för utrymning '.repeat(5) }")
    assert link.evaluate(
        "link => link.scrollHeight <= link.clientHeight || getComputedStyle(link).overflow === 'visible'"
    )
    assert button.bounding_box()["height"] >= 44
    box = page.locator(".run-next").bounding_box()
    inside = button.bounding_box()
    assert inside["y"] + inside["height"] <= box["y"] + box["height"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    first = row(page, 0).locator(".run-item__text").inner_text()
    button.click()
    expect(row(page, 0)).to_contain_text("Klar: Amina Lund")
    # The next one is what is seen then.
    expect(button).to_be_in_viewport()
    expect(link).not_to_have_text(first)


def test_on_an_items_page_it_is_ticked_and_its_row_says_that_it_is_saved(amina):
    page = amina.page
    run = start_run(page, "Runda med punktens sida")
    row(page, 2).get_by_role("link", name="Anteckna eller ändra").click()
    page.get_by_label("Anteckning").fill("Dörren kärvar")
    page.wait_for_load_state("load")
    button = page.get_by_role("main").get_by_role("button", name="Klar", exact=True)
    assert button.bounding_box()["height"] >= 44
    expect(button).to_be_in_viewport()
    # Enter in a field saves, and ticks nothing.
    page.get_by_label("Klar senast").press("Enter")
    page.wait_for_url(re.compile(re.escape(run) + "#punkt"))
    expect(row(page, 2)).to_have_attribute("data-state", "open")
    expect(row(page, 2).get_by_text("Sparat", exact=True)).to_be_in_viewport()
    row(page, 2).get_by_role("link", name="Anteckna eller ändra").click()
    page.get_by_label("Anteckning").fill("Dörren är lagad")
    button.click()
    page.wait_for_url(re.compile(re.escape(run) + "#punkt"))
    expect(row(page, 2)).to_contain_text("Klar: Amina Lund")
    expect(row(page, 2)).to_contain_text("Dörren är lagad")
    expect(row(page, 2).get_by_text("Sparat", exact=True)).to_be_in_viewport()
    assert not amina.errors


@pytest.mark.parametrize("script", [True, False])
def test_the_button_that_prints_is_there_where_it_works(reader, script):
    ek = reader("karin.ek", java_script_enabled=script)
    run = start_run(ek.page, f"Runda på papper {script}")
    ek.context.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    page = ek.visit(f"{run}skriv-ut/")
    button = page.get_by_role("button", name="Skriv ut", exact=True)
    menu = page.get_by_text("Skriv ut från webbläsarens meny.")
    if script:
        expect(menu).to_be_hidden()
        button.click()
        assert page.evaluate("window.printed") == 1
    else:
        expect(menu).to_be_visible()
        expect(button).to_be_hidden()
    page.emulate_media(media="print")
    expect(button).to_be_hidden()
    expect(menu).to_be_hidden()
    assert not ek.errors
