"""Ticks over a line that comes and goes, and to a server that fails: none is lost, none is made twice."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from playwright.sync_api import Route, expect

from tests.browser.runs import (
    KRYSS,
    NEVER_AGAIN,
    STORED,
    WAITS,
    events,
    give,
    press,
    row,
    start_run,
    wait_until_sent,
)


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
    # What is on its way would come through as well, and take the button along.
    expect(line).to_have_attribute("aria-busy", "false")
    page.unroute(KRYSS)
    line.get_by_role("button", name="Försök nu").click()
    wait_until_sent(page)
    expect(line).to_be_hidden()
    expect(row(page, 0)).to_contain_text("Klar: Amina Lund")
    assert not amina.errors


def test_a_tick_that_the_server_cannot_save_holds_up_no_other_and_is_named_and_kept(amina, site):
    page = amina.page
    run = start_run(page, "Runda med en trasig punkt")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    names = page.locator(".run-item__text").all_inner_texts()
    broken = row(page, 0).get_attribute("data-item")
    asked: list[str] = []

    def fail(route: Route) -> None:
        sent = {name: value[0] for name, value in parse_qs(route.request.post_data or "").items()}
        if broken not in (sent.get("klar"), sent.get("angra")):
            route.continue_()
            return
        asked.append(sent["nyckel"])
        route.fulfill(status=500, body="Server Error")

    page.route(KRYSS, fail)
    for number in range(4):
        press(page, number)
    for number in (1, 2, 3):
        expect(row(page, number)).to_contain_text("Klar: Amina Lund")
    line = page.locator("#kryss-lage")
    told = f"Krysset för ”{names[0].rstrip('.')}” gick inte att spara. Det finns kvar här och skickas igen."
    expect(line).to_have_text(re.compile(re.escape(told)))
    expect(row(page, 0)).to_contain_text("Gick inte att spara än. Skickas igen.")
    expect(row(page, 0)).to_have_attribute("data-state", "done")
    assert (events(site, run), page.evaluate(STORED)) == (3, 1)
    # Taken back later, it waits for its turn behind the first one; and others go on, also after the page is loaded
    # again and from other pages, which do not know what the item is called.
    page.reload()
    press(page, 0)
    press(page, 4)
    expect(row(page, 4)).to_contain_text("Klar: Amina Lund")
    expect(line).to_contain_text(told)
    page.goto("/genomgangar/")
    expect(line).to_contain_text("Ett kryss väntar: det gick inte att spara just nu.")
    assert len(set(asked)) == 1
    page.unroute(KRYSS)
    page.goto(run)
    wait_until_sent(page)
    expect(line).to_be_hidden()
    expect(row(page, 0)).to_have_attribute("data-state", "open")
    assert (events(site, run), events(site, run, "unticked")) == (5, 1)
    assert not amina.errors


def test_a_server_that_fails_altogether_is_asked_little_and_no_item_is_blamed(amina, site):
    page = amina.page
    run = start_run(page, "Runda när allt är nere")
    expect(page.locator("#kryss[data-ready]")).to_be_attached()
    asked: list[str] = []

    def fail(route: Route) -> None:
        asked.append(route.request.post_data or "")
        route.fulfill(status=503, body="Service Unavailable")

    page.route(KRYSS, fail)
    page.evaluate(NEVER_AGAIN)
    line = page.locator("#kryss-lage")
    for number in range(5):
        press(page, number)
        expect(row(page, number)).to_contain_text(WAITS)
    expect(line).to_contain_text("5 kryss väntar: det gick inte att spara dem just nu.")
    again = line.get_by_role("button", name="Försök nu")
    for _ in range(20):
        again.click()
        expect(line).to_have_attribute("aria-busy", "false")
    expect(line).to_contain_text("5 kryss väntar: det gick inte att spara dem just nu.")
    expect(line).not_to_contain_text(page.locator(".run-item__text").first.inner_text().rstrip("."))
    # Each press asks for one tick, and for the next where one has just been given up for others.
    assert len(asked) <= 25 + 5
    page.unroute(KRYSS)
    again.click()
    wait_until_sent(page)
    assert events(site, run) == 5
