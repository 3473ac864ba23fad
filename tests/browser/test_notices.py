"""A notice from the bell to what it is about, on a phone and without scripts, and its mail through worker and clock."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader
from tests.browser.site import PATIENCE, Site, manage

TELL = """
from datetime import timedelta
from django.utils import timezone
from home.knowledge.notices import REVIEW
from home.models import RoutinePage
from intranet.notices import queue
from intranet.people.models import Person
page = RoutinePage.objects.get(slug__startswith={slug!r})
RoutinePage.objects.filter(pk=page.pk).update(review_by=timezone.localdate() + timedelta(days=7))
queue.put(REVIEW, [Person.objects.get(username={username!r}).pk], page, key="browser")
print(page.title)
"""
SLUG = "sjukanmalan"


def read_all(someone: Reader, site: Site) -> None:
    """Nothing is unread, and nothing more of today comes: what is done once a day has been done.

    (It also takes back what is told below to somebody who does not answer for the text.)
    """
    manage(site.data, "run_due")
    page = someone.visit("/notiser/")
    button = page.get_by_role("button", name="Markera alla som lästa")
    if button.count():
        button.click()
    expect(button).to_have_count(0)


def tell(site: Site, username: str) -> str:
    """Have somebody told of a routine; its title."""
    code = TELL.format(slug=SLUG, username=username)
    return manage(site.data, "shell", "-v", "0", "-c", code).strip().splitlines()[-1]


def test_a_notice_leads_to_its_text_and_is_read_then(reader, site):
    amina = reader("amina.lund", width=390, java_script_enabled=False)
    read_all(amina, site)
    page = amina.visit("/")
    bell = page.get_by_role("banner").get_by_role("link", name="Notiser")
    expect(bell).not_to_contain_text("oläst")
    title = tell(site, "amina.lund")

    page.reload()
    expect(bell).to_contain_text("(1 oläst)")
    told = page.locator("section", has=page.get_by_role("heading", name=re.compile("Nytt till dig")))
    expect(told).to_contain_text(title)

    bell.click()
    expect(page.get_by_role("heading", name="I dag")).to_be_visible()
    # She has no address, so there is nothing to choose.
    expect(page.get_by_role("complementary")).to_contain_text("Du har ingen e-postadress hos oss.")
    page.get_by_role("main").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(bell).not_to_contain_text("oläst")


def test_all_are_marked_as_read(reader, site):
    jonas = reader("jonas.frid")
    read_all(jonas, site)
    title = tell(site, "jonas.frid")
    page = jonas.visit("/notiser/")
    row = page.get_by_role("main").get_by_role("listitem").filter(has_text=title).first
    expect(row).to_contain_text("Oläst")
    page.get_by_role("button", name="Markera alla som lästa").click()
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("1 notis är läst.")
    expect(row.get_by_text("Oläst", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Markera alla som lästa")).to_have_count(0)
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("1 notis är oläst igen.")).to_be_visible()
    expect(row.get_by_text("Oläst", exact=True)).to_be_visible()


def test_one_is_marked_by_keyboard_and_left_out_of_the_unread_ones(reader, site):
    sara = reader("sara.nyberg", width=390)
    read_all(sara, site)
    title = tell(site, "sara.nyberg")
    page = sara.visit("/notiser/?olasta=on")
    rows = page.get_by_role("main").get_by_role("listitem")
    expect(rows).to_have_count(1)
    link = rows.get_by_role("link", name=title)
    expect(link).to_have_accessible_description(re.compile("^Oläst Texter som du ansvarar för"))
    link.focus()
    page.keyboard.press("Tab")
    button = rows.get_by_role("button", name=f"Markera som läst : {title}")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Inget oläst")).to_be_visible()
    page.get_by_role("checkbox", name="Bara olästa").uncheck()
    page.get_by_role("button", name="Visa").click()
    row = rows.filter(has_text=title).first
    row.get_by_role("button", name=f"Markera som oläst : {title}").click()
    expect(row.get_by_text("Oläst", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def has_been_mailed(site: Site, to: str, text: str) -> bool:
    """Whether the site has written a whole mail to them, which comes line by line, with the text in it."""
    *whole, _ = "".join(site.said).split("-" * 79)
    return any(f"To: {to}" in mail and text in mail for mail in whole)


@pytest.mark.slow
def test_who_chooses_so_has_a_mail_at_once(reader, site):
    page = reader("oskar.wall").visit("/konto/")
    page.get_by_role("link", name="Notiser i mejl").click()
    question = page.get_by_role("group", name="Texter som du ansvarar för och ska se över")
    expect(question.get_by_role("radio", name="I ett mejl om dagen")).to_be_checked()
    question.get_by_role("radio", name="I ett mejl direkt").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Dina val är sparade.")).to_be_visible()
    expect(question.get_by_role("radio", name="I ett mejl direkt")).to_be_checked()

    manage(site.data, "run_due")
    tell(site, "oskar.wall")
    manage(site.data, "run_due")
    until = time.monotonic() + 2 * PATIENCE
    while not has_been_mailed(site, "oskar.wall@", "/notiser/installningar/") and time.monotonic() < until:
        page.wait_for_timeout(500)
    assert has_been_mailed(site, "oskar.wall@", "/notiser/installningar/"), "".join(site.said[-100:])


def test_choices_are_made_by_keyboard(reader):
    page = reader("karin.ek").visit("/notiser/installningar/")
    question = page.get_by_role("group", name="Genomgångar som har lämnats över till dig")
    chosen = question.get_by_role("radio", name="I ett mejl direkt")
    expect(chosen).to_be_checked()
    chosen.focus()
    page.keyboard.press("ArrowUp")  # one stop for each question, and the arrows within it
    expect(question.get_by_role("radio", name="I ett mejl om dagen")).to_be_checked()
    page.keyboard.press("Tab")
    following = page.get_by_role("group", name="Genomgångar med försenade punkter")
    expect(following.get_by_role("radio", name="I ett mejl om dagen")).to_be_focused()
    page.keyboard.press("Enter")  # sends the form, as in any
    expect(page.get_by_text("Dina val är sparade.")).to_be_visible()
    expect(question.get_by_role("radio", name="I ett mejl om dagen")).to_be_checked()


def test_all_choices_are_changed_at_once_on_a_phone_without_scripts(reader):
    page = reader("karin.ek", width=390, java_script_enabled=False).visit("/notiser/installningar/")
    every = page.get_by_role("group", name="Ändra alla till")
    every.get_by_role("radio", name="Inget mejl").check()
    page.get_by_role("button", name="Ändra alla").click()
    expect(page.get_by_text("Dina val är sparade.")).to_be_visible()
    question = page.get_by_role("group", name="Genomgångar som har lämnats över till dig")
    expect(question).to_contain_text("Det här kan brådska.")
    page.wait_for_load_state("load")  # all of it, before it is counted
    assert page.locator("input[type=radio]:checked").evaluate_all("all => all.map(one => one.value)") == (
        ["none"] * page.locator("input[value=none]:not([name=alla])").count()
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
