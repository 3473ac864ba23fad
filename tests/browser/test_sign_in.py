"""Signing in and out, by keyboard, as somebody in home care does between two visits."""

import re

from playwright.sync_api import expect


def test_signing_in_by_keyboard_leads_to_where_one_was_going(reader):
    amina = reader()
    page = amina.visit("/kollegor/")
    expect(page).to_have_url(re.compile("/konto/logga-in/"))

    amina.type_password("amina.lund")

    expect(page).to_have_url(re.compile("/kollegor/$"))
    expect(page.get_by_role("banner")).to_contain_text("Amina Lund")


def test_wrong_password_says_so_beside_the_field_and_lets_one_try_again(reader):
    amina = reader()
    page = amina.visit("/konto/logga-in/")
    page.get_by_label("Användarnamn").fill("amina.lund")
    page.get_by_label("Lösenord", exact=True).fill("fel-losenord-2026")
    page.keyboard.press("Enter")

    expect(
        page.get_by_role("alert").or_(page.locator(".errorlist, .field--error, .notice--stop")).first
    ).to_be_visible()
    expect(page.get_by_label("Användarnamn")).to_have_value("amina.lund")


def test_persona_signs_in_with_one_click(reader):
    page = reader().visit("/konto/logga-in/")

    page.get_by_role("button", name="Lärare").click()

    expect(page.get_by_role("banner")).to_contain_text("Jonas Frid")


def test_signing_out_leaves_nothing_behind_the_back_button(reader):
    # Signs in anew: the session of the cookies that others share must not end.
    amina = reader()
    page = amina.visit("/")
    amina.type_password("amina.lund")
    expect(page.get_by_role("banner")).to_contain_text("Amina Lund")
    page.get_by_role("banner").locator("summary").click()
    page.get_by_role("link", name="Logga ut").click()
    page.get_by_role("main").get_by_role("button", name="Logga ut").click()
    page.wait_for_url(re.compile("/konto/logga-in/"))

    page.go_back()
    page.go_back()

    expect(page.get_by_role("heading", level=1, name="Logga in")).to_be_visible()
    expect(page.get_by_role("banner").get_by_text("Amina Lund")).to_have_count(0)
    page.goto("/")
    expect(page).to_have_url(re.compile("/konto/logga-in/"))


def test_nobody_signed_in_meets_the_log_in_whether_the_page_exists_or_not(reader):
    someone = reader()
    for path in ("/rutiner/", "/finns-inte/", "/enheter/VOF-HT-NORR/"):
        page = someone.visit(path)
        expect(page).to_have_url(re.compile("/konto/logga-in/"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
