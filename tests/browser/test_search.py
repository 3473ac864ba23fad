"""Finding a routine from the header of any page, and reading it on a phone."""

import re

import pytest
from playwright.sync_api import expect

# An inflected word of the title, never the word itself.
FOUND = [("semestern", "Semester"), ("passerkorten", "passerkort"), ("brandskyddet", "brandskydd")]


@pytest.mark.parametrize("width", [390, 1280])
def test_inflected_word_of_a_title_finds_the_routine_and_it_is_read(reader, width):
    amina = reader(width=width)
    page = amina.visit("/")
    amina.type_password("amina.lund")
    field = page.get_by_role("banner").locator("input[name=q]")
    field.click()
    page.keyboard.type("semestern")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("träff")
    hit = (
        page.locator(".hit")
        .filter(has=page.get_by_role("heading", name=re.compile("semester", re.IGNORECASE)))
        .first
    )
    expect(hit).to_be_visible()
    title = hit.get_by_role("heading").inner_text()
    hit.get_by_role("link").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("heading", name="Det här gör du")).to_be_visible()
    assert amina.errors == []


@pytest.mark.parametrize(("typed", "in_title"), FOUND)
def test_other_forms_of_a_word_find_it_too(reader, typed, in_title):
    page = reader("amina.lund").visit(f"/sok/?q={typed}")

    titles = page.locator(".hit h2").all_inner_texts()

    assert any(in_title.lower() in title.lower() for title in titles), titles


def test_letters_typed_without_their_rings_and_dots_find_it(reader):
    page = reader("amina.lund").visit("/sok/?q=sjukanmalan")

    expect(page.locator(".hit").filter(has_text=re.compile("Sjukanmälan")).first).to_be_visible()


def test_search_is_all_in_the_address(reader):
    amina = reader("amina.lund")
    page = amina.visit("/sok/?q=rutin")
    before = page.get_by_role("heading", level=1).inner_text()
    form = page.get_by_role("search", name="Filtrera träffarna")
    form.get_by_role("checkbox").first.check()
    form.get_by_role("button", name="Visa träffar").click()
    expect(page).not_to_have_url(re.compile(r"/sok/\?q=rutin$"))
    page.wait_for_load_state("load")
    narrowed = page.get_by_role("heading", level=1).inner_text()

    again = reader("amina.lund").visit(page.url.removeprefix(amina.site.address))

    assert again.get_by_role("heading", level=1).inner_text() == narrowed != before


def open_list(page, words):
    field = page.get_by_role("combobox")
    field.click()
    # All at once: typed slowly, each beginning gets a list of its own, which takes the former one's place.
    page.keyboard.insert_text(words)
    expect(page.get_by_role("listbox")).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    return field


def test_combobox_leads_straight_to_a_page_by_keyboard(reader):
    amina = reader("amina.lund")
    page = amina.visit("/")
    field = open_list(page, "semes")

    page.keyboard.press("ArrowDown")
    option = page.get_by_role("option", selected=True)
    expect(option).to_have_count(1)
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    title = option.locator("span").first.inner_text()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_have_text(title)
    assert "/sok/" not in page.url
    assert amina.errors == []


def test_combobox_closes_with_escape_and_keeps_what_was_typed(reader):
    page = reader("amina.lund").visit("/")
    field = open_list(page, "semes")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    page.keyboard.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value("semes")


def test_enter_without_a_choice_searches(reader):
    page = reader("amina.lund").visit("/")
    open_list(page, "semes")

    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/sok/\?q=semes"))


def test_how_many_suggestions_there_are_is_said(reader):
    page = reader("amina.lund").visit("/")
    open_list(page, "semes")

    expect(page.get_by_role("banner").get_by_role("status")).to_have_text(
        re.compile("förslag", re.IGNORECASE)
    )


# How many lines each word of the filters takes, and whether anything sticks out of its label.
BROKEN = """() => {
    const found = [];
    for (const label of document.querySelectorAll(".facets label")) {
        if (!label.checkVisibility()) continue;
        if (label.scrollWidth > Math.ceil(label.clientWidth)) found.push(`too wide: ${label.textContent}`);
        const text = label.querySelector("span").firstChild;
        for (const word of text.data.matchAll(/[^\\s-]+/g)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) found.push(word[0]);
        }
    }
    return found;
}"""


@pytest.mark.parametrize("width", [320, 390, 1000, 1280])
def test_no_word_of_the_filters_is_broken_in_the_middle(reader, width):
    amina = reader("amina.lund", width=width)
    page = amina.visit("/sok/?q=rutin")
    expect(page.locator(".facets")).to_contain_text("Vård- och omsorgsförvaltningen")
    assert page.evaluate(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
