"""Checklists worked through in real browsers: together, on a phone, and over a line that comes and goes."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.reader import PASSWORD, PATIENCE

PHONE = 390
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
# What has focus, and how much of it is under the bar with the next item (px); None if it is in the bar itself.
COVERED = """() => {
    const focused = document.activeElement;
    const bar = document.querySelector(".run-next");
    if (bar.contains(focused)) return [focused.tagName, null];
    const box = focused.getBoundingClientRect();
    return [focused.outerHTML.slice(0, 120), box.bottom - bar.getBoundingClientRect().top];
}"""
# What is done: the item, who and when.
DONE = """() => Object.fromEntries([...document.querySelectorAll(".run-item--done")].map((row) => [
    row.querySelector(".run-item__text").textContent,
    row.querySelector(".run-item__done").textContent.replace("Klar: ", ""),
]))"""
# What is sent now is not owed to a later try.
NEVER_AGAIN = """() => {
    const real = window.setTimeout;
    window.setTimeout = (what, wait) => (wait < 1000 ? real(what, wait) : 0);
}"""
STORED = "Object.keys(localStorage).filter(key => key.startsWith('kryss:')).length"


def start_run(page: Page, name: str, checklist: str = "checklista-brandskyddsrond") -> str:
    """From the checklist, for oneself; the run's address."""
    page.goto(f"/checklistor/{checklist}/")
    page.get_by_role("link", name="Starta genomgång").click()
    page.get_by_label("Genomgångens namn").fill(name)
    page.get_by_role("button", name="Starta", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
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


def wait_until_sent(page: Page) -> None:
    assert page.evaluate(UNTIL_SENT, PATIENCE), "something still waits"


@pytest.fixture
def karin(reader):
    return reader("karin.ek")


@pytest.fixture
def amina(reader):
    return reader("amina.lund", width=PHONE, has_touch=True)


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
    assert phone.locator("button.run-item__tick").count() == 0
    page.goto(f"{run}skriv-ut/")
    expect(page.get_by_role("main")).to_contain_text("Sari började på en annan enhet.")
    assert not karin.errors
    assert not amina.errors


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


def test_a_tick_without_a_line_is_shown_as_waiting_and_sent_once_when_there_is_one(amina, site):
    page = amina.page
    run = start_run(page, "Runda i källaren")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    amina.context.set_offline(True)
    press(page, 0)
    press(page, 1)
    for number in (0, 1):
        expect(row(page, number)).to_contain_text(WAITS)
        expect(row(page, number)).to_have_attribute("data-state", "done")
    expect(page.locator("#kryss-lage")).to_contain_text("2 kryss väntar på att skickas")
    expect(page.locator("[data-next-link]")).to_have_text(page.locator(".run-item__text").nth(2).inner_text())
    assert events(site, run) == 0
    amina.context.set_offline(False)
    for number in (0, 1):
        expect(row(page, number)).to_contain_text("Klar: Amina Lund, i dag")
        expect(row(page, number)).not_to_contain_text(WAITS)
    wait_until_sent(page)
    expect(page.locator("#kryss-lage")).to_be_hidden()
    assert events(site, run) == 2
    assert not amina.errors


def test_what_waits_is_there_after_the_page_is_loaded_again(amina, site):
    page = amina.page
    run = start_run(page, "Runda med omladdning")
    page.route(KRYSS, lambda route: route.abort())
    press(page, 0)
    expect(row(page, 0)).to_contain_text(WAITS)
    page.reload()
    expect(row(page, 0)).to_contain_text(WAITS)
    expect(row(page, 0)).to_have_attribute("data-state", "done")
    for elsewhere in ("/genomgangar/", "/"):
        page.goto(elsewhere)
        expect(page.locator("#kryss-lage")).to_contain_text("Ett kryss väntar på att skickas")
    page.unroute(KRYSS)
    page.reload()
    wait_until_sent(page)
    page.goto(run)
    expect(row(page, 0)).to_contain_text("Klar: Amina Lund")
    assert events(site, run) == 1


def test_an_answer_that_is_lost_after_the_server_took_the_tick_makes_no_second_one(amina, site):
    page = amina.page
    run = start_run(page, "Runda med dålig täckning")
    asked: list[str] = []

    def lose(route: Route) -> None:
        """The server gets it; what it answers never comes."""
        asked.append(route.request.post_data or "")
        if len(asked) < 3:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(KRYSS, lose)
    press(page, 0)
    expect(row(page, 0)).to_contain_text(WAITS)
    wait_until_sent(page)
    expect(row(page, 0)).to_contain_text("Klar: Amina Lund, i dag")
    keys = {re.search(r"nyckel=([^&]+)", body)[1] for body in asked}
    assert (len(asked), len(keys)) == (3, 1)
    assert events(site, run) == 1


def test_who_comes_after_somebody_else_is_shown_theirs(karin, amina, site):
    page = karin.page
    run = start_run(page, "Runda för två")
    give(page, run, 1, "Amina")
    phone = amina.visit(run)
    expect(phone.locator("#kryss[data-ready]")).to_be_attached()
    amina.context.set_offline(True)
    press(phone, 0)
    expect(row(phone, 0)).to_contain_text(WAITS)
    page.goto(run)
    press(page, 0)
    wait_until_sent(page)
    amina.context.set_offline(False)
    expect(phone.locator("#kryss-lage")).to_contain_text("Någon annan hann före")
    expect(row(phone, 0)).to_contain_text("Klar: Karin Ek")
    assert events(site, run) == 1
    assert events(site, run, "unchanged") == 1


def test_pressing_twice_by_mistake_is_one_tick_and_pressing_later_takes_it_back(amina, site):
    page = amina.page
    run = start_run(page, "Runda med dubbeltryck")
    tick = row(page, 0).locator("button.run-item__tick")
    tick.dblclick()
    wait_until_sent(page)
    expect(row(page, 0)).to_have_attribute("data-state", "done")
    assert events(site, run, "unticked") == 0
    page.reload()
    press(page, 0)
    wait_until_sent(page)
    expect(row(page, 0)).to_have_attribute("data-state", "open")
    assert events(site, run, "unticked") == 1


def test_ticks_of_one_who_has_signed_out_wait_for_them_and_are_nobody_elses(amina, karin, site):
    page = amina.page
    run = start_run(page, "Runda på delad telefon")
    give(page, run, 2, "Karin")
    page.goto(run)
    page.route(KRYSS, lambda route: route.abort())
    press(page, 0)
    expect(row(page, 0)).to_contain_text(WAITS)
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "Runda" not in kept
    # Karin borrows the telephone: her session, Amina's queue. Only then is there a line again, or Amina's own page
    # would send it.
    amina.context.clear_cookies()
    amina.context.add_cookies(karin.context.cookies())
    page.goto(run)
    page.unroute(KRYSS)
    page.reload()
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    expect(page.locator("#kryss-lage")).to_be_hidden()
    assert page.evaluate(STORED) == 1
    assert events(site, run) == 0


def log_in(reader, username: str) -> None:
    """In another tab of the same browser."""
    tab = reader.context.new_page()
    tab.goto("/konto/logga-in/")
    tab.get_by_label("Användarnamn").fill(username)
    tab.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    tab.get_by_role("main").get_by_role("button", name="Logga in").click()
    tab.wait_for_url(lambda url: "/logga-in/" not in url)
    tab.close()


def lose_session(reader) -> None:
    reader.context.clear_cookies(name=re.compile("session"))


def test_after_a_new_log_in_in_another_tab_ticks_are_sent_without_loading_the_page_again(reader, site):
    lund = reader("amina.lund", width=PHONE)
    page = lund.page
    run = start_run(page, "Runda med ny inloggning")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    lose_session(lund)
    press(page, 0)
    line = page.locator("#kryss-lage")
    expect(line).to_contain_text("Du är utloggad")
    expect(line).not_to_contain_text("kontakt")
    link = line.get_by_role("link", name="Logga in")
    expect(link).to_have_attribute(
        "href", re.compile(r"/konto/logga-in/\?next=" + re.escape(urlsplit(run).path))
    )
    answers: list[int] = []
    page.on("response", lambda reply: answers.append(reply.status) if KRYSS.search(reply.url) else None)
    log_in(lund, "amina.lund")
    page.evaluate(NEVER_AGAIN)
    press(page, 1)
    wait_until_sent(page)
    for number in (0, 1):
        expect(row(page, number)).to_contain_text("Klar: Amina Lund, i dag")
    expect(line).to_be_hidden()
    assert events(site, run) == 2
    assert answers.count(403) <= 1, answers
    assert not lund.errors


def test_the_log_in_page_leads_back_to_the_run_and_what_waited_is_sent(reader, site):
    lund = reader("amina.lund", width=PHONE)
    page = lund.page
    run = start_run(page, "Runda efter utloggning")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    lose_session(lund)
    press(page, 0)
    page.locator("#kryss-lage").get_by_role("link", name="Logga in").click()
    page.get_by_label("Användarnamn").fill("amina.lund")
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Logga in").click()
    page.wait_for_url(run)
    wait_until_sent(page)
    expect(row(page, 0)).to_contain_text("Klar: Amina Lund, i dag")


def test_what_one_has_ticked_is_never_sent_as_another_who_signs_in(reader, site):
    lund = reader("amina.lund", width=PHONE)
    page = lund.page
    run = start_run(page, "Runda på gemensam dator")
    give(page, run, 2, "Karin")
    page.goto(run)
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    lose_session(lund)
    press(page, 0)
    expect(page.locator("#kryss-lage")).to_contain_text("Du är utloggad")
    log_in(lund, "karin.ek")
    press(page, 1)
    expect(page.locator("#kryss-lage")).to_contain_text("Någon annan har loggat in i den här webbläsaren")
    assert events(site, run) == 0
    assert page.evaluate(STORED) == 1


def test_by_keyboard_each_tick_is_told_and_a_second_press_on_the_bar_ticks_nothing(karin, site):
    page = karin.page
    run = start_run(page, "Runda med tangentbordet")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    names = page.locator(".run-item__text").all_inner_texts()
    told = page.get_by_role("status").filter(has=page.locator("xpath=self::p[@data-told]"))
    bar = page.locator("[data-next-button]")
    undo = page.get_by_role("button", name=re.compile("^Ångra"))
    bar.focus()
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


def test_a_server_that_fails_is_not_called_a_bad_line_and_one_can_try_at_once(amina):
    page = amina.page
    start_run(page, "Runda när servern krånglar")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    page.route(KRYSS, lambda route: route.fulfill(status=502, body="Bad Gateway"))
    line = page.locator("#kryss-lage")
    page.evaluate(NEVER_AGAIN)
    press(page, 0)
    expect(line).to_contain_text("Ett kryss väntar: det gick inte att spara just nu.")
    for number in (1, 0, 1, 0):  # what waits are items, however often each is pressed
        press(page, number)
    expect(line).to_contain_text("2 kryss väntar: det gick inte att spara dem just nu.")
    expect(line).not_to_contain_text("kontakt")
    page.unroute(KRYSS)
    line.get_by_role("button", name="Försök nu").click()
    wait_until_sent(page)
    expect(line).to_be_hidden()
    expect(row(page, 0)).to_contain_text("Klar: Amina Lund")
    assert not amina.errors


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
