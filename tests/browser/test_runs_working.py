"""Checklists worked through in real browsers: together, by keyboard, in a newer version and without script."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.reader import PHONE
from tests.browser.runs import (
    KRYSS,
    WAITS,
    events,
    give,
    press,
    row,
    standing_clock,
    start_run,
    unread,
    wait_until_sent,
)

# What is done: the item, who and when.
DONE = """() => Object.fromEntries([...document.querySelectorAll(".run-item--done")].map((row) => [
    row.querySelector(".run-item__text").textContent,
    row.querySelector(".run-item__done").textContent.replace("Klar: ", ""),
]))"""


def test_a_run_for_a_new_colleague_shared_ticked_by_two_at_once_and_finished_on_a_phone(karin, amina, site):
    page = karin.visit("/checklistor/checklista-ny-medarbetare/")
    page.get_by_role("link", name="Starta genomgång").click()
    page.get_by_role("radio", name="Sari Korhonen").check()
    page.get_by_label("Genomgångens namn").fill("Sari börjar")
    page.get_by_label("Startdag").fill("2027-01-11")
    page.get_by_role("button", name="Starta", exact=True).click()
    # The functions that the checklist names are held by somebody: theirs with one press.
    expect(page.get_by_role("heading", level=1)).to_have_text("Fördela punkterna")
    page.get_by_role("button", name="Fördela").click()
    page.wait_for_url(re.compile(r"/genomgangar/\d+/(#.*)?$"))
    expect(page.get_by_role("main")).to_contain_text("Görs av Shirin Hosseini")
    run = page.url.split("#")[0]
    page.goto(f"{run}lamna-over/")
    page.get_by_role("radio", name="Amina Lund").check()
    page.get_by_role("button", name="Lämna över").click()
    expect(page.get_by_text("Amina Lund håller i genomgången nu")).to_be_visible()

    phone = amina.visit("/genomgangar/")
    phone.get_by_role("link", name="Sari börjar").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Sari börjar")
    for shown in (phone, page):
        expect(shown.locator("#kryss[data-ready]")).to_be_attached()
    # Both press at the same moment, each on an item of their own and both on the first.
    for number in (0, 2):
        row(phone, number).locator("button.run-item__tick").evaluate("button => button.click()")
    for number in (0, 4):
        row(page, number).locator("button.run-item__tick").evaluate("button => button.click()")
    for shown in (phone, page):
        wait_until_sent(shown)
        shown.reload()
        for number in (0, 2, 4):
            expect(row(shown, number)).to_contain_text("Klar: ")
    assert events(site, run) == 3

    phone.get_by_role("link", name="Avsluta").click()
    expect(phone.get_by_role("main")).to_contain_text("16 punkter är inte klara")
    phone.get_by_role("button", name="Avsluta ändå").click()
    phone.get_by_label("Varför avslutas den").fill("Sari började på en annan enhet.")
    phone.get_by_role("button", name="Avsluta ändå").click()
    expect(phone.get_by_role("main")).to_contain_text("Amina Lund avslutade genomgången")
    phone.wait_for_load_state("load")
    expect(phone.locator("button.run-item__tick")).to_have_count(0)
    page.goto(f"{run}skriv-ut/")
    expect(page.get_by_role("main")).to_contain_text("Sari började på en annan enhet.")
    assert not karin.errors
    assert not amina.errors


def test_pressing_twice_by_mistake_is_one_tick_and_pressing_later_takes_it_back(amina, site):
    page = amina.page
    page.clock.install()
    run = start_run(page, "Runda med dubbeltryck")
    tick = row(page, 0).locator("button.run-item__tick")
    with standing_clock(page):
        tick.dblclick()
    wait_until_sent(page)
    expect(row(page, 0)).to_have_attribute("data-state", "done")
    assert events(site, run, "unticked") == 0
    page.reload()
    press(page, 0)
    wait_until_sent(page)
    expect(row(page, 0)).to_have_attribute("data-state", "open")
    assert events(site, run, "unticked") == 1


def test_by_keyboard_each_tick_is_told_and_a_second_press_on_the_bar_ticks_nothing(karin, site):
    page = karin.page
    page.clock.install()
    run = start_run(page, "Runda med tangentbordet")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    names = page.locator(".run-item__text").all_inner_texts()
    told = page.get_by_role("status").filter(has=page.locator("xpath=self::p[@data-told]"))
    bar = page.locator("[data-next-button]")
    undo = page.get_by_role("button", name=re.compile("^Ångra"))
    bar.focus()
    with standing_clock(page):
        for _ in range(3):
            page.keyboard.press("Enter")
    expect(told).to_have_text(f"{names[0].rstrip('.')} är klar. 1 av {len(names)}.")
    wait_until_sent(page)
    expect(row(page, 0)).to_contain_text("Klar: Karin Ek")
    expect(row(page, 1)).to_have_attribute("data-state", "open")
    assert events(site, run) == 1
    # It rests for a moment only, and has kept the focus.
    expect(bar).to_be_enabled()
    expect(bar).to_be_focused()
    page.keyboard.press("Enter")
    expect(told).to_have_text(f"{names[1].rstrip('.')} är klar. 2 av {len(names)}.")
    # The way back is the next thing that takes focus.
    page.keyboard.press("Tab")
    expect(undo).to_be_focused()
    with standing_clock(page):
        page.keyboard.press("Enter")
        expect(told).to_have_text(f"{names[1].rstrip('.')} är inte klar. 1 av {len(names)}.")
        expect(undo).to_be_hidden()
        expect(bar).to_be_focused()
        page.keyboard.press("Enter")  # a slip: it ticks nothing again
    wait_until_sent(page)
    expect(row(page, 1)).to_have_attribute("data-state", "open")
    assert (events(site, run), events(site, run, "unticked")) == (2, 1)
    # And a box in the list is told of as well.
    row(page, 3).locator("button.run-item__tick").focus()
    page.keyboard.press("Enter")
    expect(told).to_have_text(f"{names[3].rstrip('.')} är klar. 2 av {len(names)}.")
    expect(row(page, 3).locator("button.run-item__tick")).to_be_focused()
    assert not karin.errors


def test_a_newer_version_is_taken_over_on_a_phone_and_every_tick_stays(reader, site):
    karin = reader("karin.ek", width=PHONE, has_touch=True)
    page = karin.visit("/genomgangar/")
    page.get_by_role("link", name="Delegering av läkemedel, vintern").click()
    expect(page.locator(".run-item").first).to_contain_text("Klar: ")
    run = page.url
    before = page.evaluate(DONE)
    assert len(before) == 3
    expect(page.get_by_role("main")).to_contain_text("Genomgången följer version 1. Nu gäller version 2.")
    page.get_by_role("link", name="Se vad som ändras").click()
    main = page.get_by_role("main")
    for told in (
        "Från version 1 till version 2",
        "2 kryss står kvar på listan",
        "Registrera delegeringen och sätt slutdatum",
        "Ny hjälptext: Alla rätt krävs.",
        "Försvinner ur listan men står kvar som gjort",
    ):
        expect(main).to_contain_text(told)
    page.wait_for_load_state("load")  # the style sheets, before anything is measured
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    for button in page.locator(".answer .button").all():
        assert button.bounding_box()["height"] >= 44
    page.get_by_role("button", name="Ta över").click()
    expect(page.get_by_text("Genomgången följer nu version 2")).to_be_visible()
    assert page.url.split("#")[0] == run
    expect(main).not_to_contain_text("Checklistan har ändrats")
    page.wait_for_load_state("load")  # all of the list
    former = page.locator("section", has=page.get_by_role("heading", name="Gjort enligt en tidigare version"))
    assert page.evaluate(DONE) == before  # who and when
    expect(former.locator(".run-item")).to_have_count(1)
    expect(former).to_contain_text("Anmäl medarbetaren till en utbildningsdag")
    expect(page.locator(".run-item").filter(has_text="Kursen på webben är gjord.")).to_have_count(1)
    # And the run goes on.
    expect(page.locator("[data-next-link]")).to_have_text("Gör kunskapsprovet")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    page.locator("[data-next-button]").click()
    wait_until_sent(page)
    expect(page.locator(".run-head")).to_contain_text("3 av 12 klara")
    assert not karin.errors


def test_without_script_each_tick_is_a_page_and_nothing_is_lacking(reader, site):
    page = reader("amina.lund", width=PHONE, java_script_enabled=False).page
    run = start_run(page, "Runda utan skript")
    press(page, 0)
    expect(page).to_have_url(re.compile("#nasta$"))
    expect(row(page, 0)).to_contain_text("Klar: Amina Lund, i dag")
    expect(page.locator(".run-head")).to_contain_text("1 av 15 klara")
    page.locator("[data-next-button]").click()
    expect(row(page, 1)).to_contain_text("Klar: Amina Lund, i dag")
    press(page, 0)
    expect(row(page, 0)).to_have_attribute("data-state", "open")
    row(page, 0).get_by_role("link", name="Anteckna eller ändra").click()
    page.get_by_label("Anteckning").fill("Dörren kärvar")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(row(page, 0)).to_contain_text("Dörren kärvar")
    assert events(site, run) == 2


# Of the time on the page: whether it can be seen.
SEEN = """seen => {
    const get = () => (seen ? "visible" : "hidden");
    Object.defineProperty(document, "visibilityState", { configurable: true, get });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_who_only_looks_sees_what_others_tick_gently_and_keeps_their_place(karin, amina, site):
    page = karin.page
    page.clock.install()
    run = start_run(page, "Runda som följs")
    give(page, run, 1, "Amina Lund")
    page.goto(run)
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url == run else None)
    # In the very row that is another after a moment.
    link = row(page, 1).get_by_role("link", name="Anteckna eller ändra")
    link.focus()
    place = page.evaluate("scrollY")
    amina.page.clock.install()
    phone = amina.visit(run)
    press(phone, 1)
    wait_until_sent(phone)
    with page.expect_response(run):
        page.clock.run_for(61_000)
    expect(row(page, 1)).to_contain_text("Klar: Amina Lund")
    expect(link).to_be_focused()
    assert page.evaluate("scrollY") == place
    assert len(asked) == 1
    # Where nothing more happens it asks ever more seldom.
    for _ in range(30):
        page.clock.run_for(60_000)
    expect(row(page, 1)).to_contain_text("Klar: Amina Lund")
    assert 5 <= len(asked) <= 10
    # Nobody sees it: nothing is asked for, until somebody does.
    page.evaluate(SEEN, False)
    before = len(asked)
    for _ in range(20):
        page.clock.run_for(60_000)
    assert len(asked) == before
    press(phone, 2)
    wait_until_sent(phone)
    page.evaluate(SEEN, True)
    expect(row(page, 2)).to_contain_text("Klar: Amina Lund")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/genomgangar/\d+/punkter/\d+/$"))
    assert events(site, run, "unticked") == 0
    # What the page asks for by itself, nobody has read: of what has happened since, its reader is still to be told.
    page.goto(f"{run}lamna-over/")
    page.get_by_role("radio", name="Amina Lund").check()
    page.get_by_role("button", name="Lämna över").click()
    expect(page.get_by_text("Amina Lund håller i genomgången nu")).to_be_visible()
    with phone.expect_response(run) as answer:
        phone.clock.run_for(61_000)
    answer.value.finished()
    assert unread(site, run, "run-handed-over") == 1
    phone.reload()
    assert unread(site, run, "run-handed-over") == 0
    assert not karin.errors
    assert not amina.errors


def test_a_key_on_its_way_unticks_and_ticks_nothing_where_a_colleague_was_quicker(karin, amina, site):
    page = karin.page
    page.clock.install()
    run = start_run(page, "Runda där någon hinner före")
    for number in (0, 1):
        give(page, run, number, "Amina Lund")
    page.goto(run)
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    phone = amina.visit(run)
    # In turn: the box of an item, and the bar's button, which is another item's afterwards.
    bar = page.locator("[data-next-button]")
    for number, control, place in (
        (0, row(page, 0).locator("button.run-item__tick"), row(page, 0)),
        (2, bar, page.locator("#nasta")),
    ):
        control.focus()
        press(phone, number)
        wait_until_sent(phone)
        with page.expect_response(run):
            page.clock.run_for(61_000)
        expect(row(page, number)).to_contain_text("Klar: Amina Lund")
        expect(place).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        wait_until_sent(page)
    assert (events(site, run), events(site, run, "unticked")) == (2, 0)
    # A look that finds nothing new replaces nothing, not even what has the focus.
    page.evaluate("document.activeElement.same = true")
    with page.expect_response(run) as answer:
        page.clock.run_for(61_000)
    answer.value.finished()
    page.keyboard.press("Tab")
    expect(page.locator("[data-next-link]")).to_be_focused()
    assert page.evaluate("document.getElementById('nasta').same")
    assert not karin.errors


def test_what_others_do_is_not_asked_for_while_a_tick_waits(karin):
    page = karin.page
    page.clock.install()
    run = start_run(page, "Runda som väntar")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    page.route(KRYSS, lambda route: route.abort())
    press(page, 0)
    expect(row(page, 0)).to_contain_text(WAITS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url == run else None)
    for _ in range(5):
        page.clock.run_for(60_000)
    assert not asked
    expect(row(page, 0)).to_contain_text(WAITS)
