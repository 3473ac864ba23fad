"""Choosing a person in a run's forms by keyboard alone: the search, what it finds, and nothing typed lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.runs import start_run


@pytest.mark.parametrize("script", [True, False])
def test_enter_searches_and_what_was_found_is_read_next_with_nothing_typed_lost(reader, script):
    ek = reader("karin.ek", java_script_enabled=script)
    page = ek.visit("/checklistor/checklista-ny-medarbetare/")
    page.get_by_role("link", name="Starta genomgång").click()
    page.get_by_label("Genomgångens namn").fill("Mitt eget namn")
    page.get_by_label("Startdag").fill("2027-03-01")
    search = page.get_by_label("Någon annan")
    search.fill("sari")
    search.press("Enter")
    told = page.locator(".person-told")
    expect(told).to_be_focused()
    expect(told).to_be_in_viewport()
    page.wait_for_load_state("load")
    expect(told).to_contain_text("2 träffar på ”sari”. Välj den du menar.")
    expect(page).to_have_url(re.compile("/genomgangar/starta/"))
    expect(page.get_by_label("Genomgångens namn")).to_have_value("Mitt eget namn")
    expect(page.get_by_label("Startdag")).to_have_value("2027-03-01")
    # Nothing is found, which is said, and then one is, who is chosen.
    search.fill("qzxw")
    search.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text("Ingen hittades")
    page.wait_for_load_state("load")
    search.fill("amina lund")
    search.press("Enter")
    expect(told).to_have_text("En träff på ”amina lund”. Amina Lund är vald.")
    expect(told).to_be_focused()
    first = page.get_by_role("radio").first
    expect(first).to_be_checked()
    # The found are the next thing that takes focus.
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    assert not ek.errors


def test_enter_in_another_field_sends_the_form_also_after_a_search(karin):
    page = karin.visit("/checklistor/checklista-ny-medarbetare/")
    page.get_by_role("link", name="Starta genomgång").click()
    page.get_by_label("Någon annan").fill("amina lund")
    page.get_by_label("Någon annan").press("Enter")
    expect(page.locator(".person-told")).to_be_focused()
    page.wait_for_load_state("load")  # the script that knows which field Enter was pressed in
    # What the browser itself can say is said before anything is sent.
    name = page.get_by_label("Genomgångens namn")
    name.fill("")
    name.press("Enter")
    expect(name).to_be_focused()
    name.fill("Amina byter enhet")
    name.press("Enter")
    page.wait_for_url(re.compile(r"/genomgangar/\d+/(fordela/)?$"))
    expect(page.get_by_role("main")).to_contain_text(re.compile("Amina byter enhet|Fördela punkterna"))
    assert not karin.errors


def test_an_item_is_given_by_keyboard_with_the_note_kept(karin):
    page = karin.page
    run = start_run(page, "Runda med sökning")
    page.locator(".run-item__links a").filter(has_text="Anteckna eller ändra").first.click()
    page.get_by_label("Anteckning").fill("Nyckeln hänger i skåpet")
    page.get_by_label("Klar senast").fill("2027-04-01")
    search = page.get_by_label("Någon annan")
    search.fill("amina lund")
    search.press("Enter")
    expect(page.locator(".person-told")).to_be_focused()
    page.wait_for_load_state("load")
    expect(page.get_by_label("Anteckning")).to_have_value("Nyckeln hänger i skåpet")
    expect(page.get_by_label("Klar senast")).to_have_value("2027-04-01")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(run) + "#punkt"))
    item = page.locator(".run-item").first
    expect(item).to_contain_text("Görs av Amina Lund")
    expect(item).to_contain_text("Nyckeln hänger i skåpet")
    assert not karin.errors
