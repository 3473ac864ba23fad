"""Everything but the suggestions works where no script runs."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def amina(reader):
    return reader(java_script_enabled=False)


def test_sign_in_search_filter_and_read(amina):
    page = amina.visit("/")
    page.get_by_label("Användarnamn").fill("amina.lund")
    page.get_by_label("Lösenord", exact=True).fill("kompass-demo-2026")
    page.get_by_role("main").get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("banner")).to_contain_text("Amina Lund")

    page.get_by_role("banner").locator("input[name=q]").fill("sjuk")
    page.get_by_role("banner").get_by_role("button", name="Sök").click()
    page.wait_for_url(re.compile(r"/sok/\?"))
    total = page.get_by_role("heading", level=1).inner_text()
    form = page.get_by_role("search", name="Filtrera träffarna")
    form.get_by_role("checkbox").first.check()
    form.get_by_role("button", name="Visa träffar").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(total)
    page.wait_for_load_state("load")

    title = page.locator(".hit h2").first.inner_text()
    page.locator(".hit h2 a").first.click()
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_have_text(title)


def test_list_of_routines_is_filtered(reader):
    page = reader("amina.lund", java_script_enabled=False).visit("/rutiner/")
    form = page.get_by_role("main").get_by_role("search").first
    choice = form.get_by_role("combobox").first
    value = choice.locator("option[value]:not([value=''])").first.get_attribute("value")
    choice.select_option(value)
    form.get_by_role("button", name="Visa").click()

    expect(page).to_have_url(re.compile(r"\?.*="))
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()


def test_account_menu_opens(reader):
    page = reader("amina.lund", java_script_enabled=False).visit("/")

    page.get_by_role("banner").locator("summary").click()

    expect(page.get_by_role("link", name="Logga ut")).to_be_visible()
