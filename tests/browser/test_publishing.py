"""A routine's way from an editor's draft to a reader's screen, walked in the admin by those who do it."""

import re
from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser.reader import wait_until_served

TITLE = "Låna elcykel till hembesök"
# Where the admin leads when a form has been taken; before that, its own saving of drafts may say the same words.
LISTING = re.compile(r"/admin/pages/\d+/$")
# Waited for until it is loaded: the admin's scripts open its menus.
EDITED = re.compile(r"/admin/pages/\d+/edit/")


def page_number(editor, address):
    """The admin's number of a page: where its link for editing leads."""
    editor.visit(address).get_by_role("link", name="Redigera sidan").click()
    editor.page.wait_for_url(EDITED)
    return re.search(r"/pages/(\d+)/", editor.page.url).group(1)


def write(page):
    """The editor fills in the form and sends it in for review."""
    page.get_by_role("textbox", name="Titel").fill(TITLE)
    page.get_by_role("textbox", name="Ingress").fill("Så bokar, laddar och lämnar du tillbaka en elcykel.")
    answer = page.locator("#panel-child-innehall-answer-section")
    answer.get_by_role("button", name="Lägg till ett block").click()
    answer.get_by_role("textbox", name="Gör så här").fill("Boka elcykeln i bokningen dagen innan.")
    page.get_by_role("tab", name="Ansvar och giltighet").click()
    page.get_by_role("button", name="Välj en funktion").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Sök").fill("HR-enheten")
    page.get_by_role("dialog").get_by_role("link", name="Chef, HR-enheten", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Fler åtgärder").click()
    page.locator("button[name=action-submit]").click()
    expect(page).to_have_url(LISTING)
    # In other words where the admin's own saving of drafts has been there before.
    expect(page.get_by_role("status")).to_contain_text(re.compile("skicka(d|ts) för granskning"))


def approve(page):
    """Whose turn it is finds it on the admin's first page, and says yes. Returns the last part of its address."""
    page.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(EDITED)
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    slug = page.locator("#id_slug").input_value()
    page.get_by_role("button", name="Fler åtgärder").click()
    page.locator("button[data-workflow-action-name=approve]:not([data-launch-modal=true])").first.click()
    expect(page).to_have_url(LISTING)
    expect(page.get_by_role("status")).to_contain_text(TITLE)
    return slug


def test_routine_is_written_reviewed_decided_and_found_within_seconds(reader):
    editor, reviewer, decider = (reader(name) for name in ("sara.nyberg", "karin.ek", "maria.holm"))
    amina = reader("amina.lund")
    index = page_number(editor, "/rutiner/")

    write(editor.visit(f"/admin/pages/add/home/routinepage/{index}/"))
    expect(amina.visit("/sok/?q=elcykeln").get_by_text(TITLE)).to_have_count(0)
    slug = approve(reviewer.visit("/admin/"))
    amina.visit(f"/rutiner/{slug}/", 404)
    approve(decider.visit("/admin/"))

    page = amina.visit("/")
    wait_until_served(page, f"/sok/?q={quote('elcykeln')}", f"/{slug}/")
    amina.visit("/sok/?q=elcykeln").get_by_role("link", name=re.compile("Låna elcykel")).click()
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_text("Boka elcykeln i bokningen dagen innan.")).to_be_visible()
    expect(page.get_by_text("Gäller", exact=True).first).to_be_visible()
    assert amina.errors == []


def test_editor_publishes_news_and_it_is_found(reader):
    editor = reader("sara.nyberg")
    index = page_number(editor, "/nyheter/")
    page = editor.visit(f"/admin/pages/add/home/newspage/{index}/")
    page.get_by_role("textbox", name="Titel").fill("Elbilarna har kommit")
    page.get_by_role("textbox", name="Ingress").fill("Nu står de på plats i garaget vid stadshuset.")
    page.get_by_role("button", name="Fler åtgärder").click()
    page.locator("button[name=action-publish]").click()
    expect(page.get_by_role("status")).to_contain_text("Elbilarna har kommit")

    reader_page = reader("jonas.frid").visit("/")
    wait_until_served(reader_page, "/sok/?q=elbil", "/elbilarna-har-kommit-")
