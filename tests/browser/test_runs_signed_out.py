"""Ticks of one who has signed out, or lost the session: they wait for their own person."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.reader import PASSWORD, PHONE
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
