"""Every kind of page, in both widths: axe finds nothing, it fits, it is light, it can be used by keyboard.

Leaves pictures of all of them in var/screenshots, for looking at.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.addresses import kinds
from tests.browser.reader import Reader, viewport
from tests.browser.site import ROOT

PICTURES = ROOT / "var" / "screenshots"
PHONE, DESKTOP, NARROWEST = 390, 1280, 320
HEAVIEST = 150 * 1024
PICTURES_IN_THE_DARK = {"HomePage", "RoutinePage", "search: hits", "account_login", "ChecklistPage"}
AXE = Axe()


@dataclass
class Visit:
    """Somebody has opened a page of a kind for the first time."""

    kind: str
    reader: Reader
    weights: dict[str, int]
    """Bytes on the wire, by address."""

    @property
    def page(self) -> Page:
        return self.reader.page

    def at(self, width: int) -> Page:
        self.page.set_viewport_size(viewport(width))
        return self.page

    def take_picture(self, width: int, scheme: str = "light") -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        name = "".join(letter if letter.isalnum() else "-" for letter in self.kind)
        self.page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)


@pytest.fixture(scope="module", params=kinds(), ids=str)
def visit(request, examples, at_browser):
    """Each kind is visited once; pytest runs all its tests before it goes on to the next."""
    kind = request.param
    assert kind in examples, f"no example of {kind}: see ABOUT in addresses.py, and the demo"
    example = examples[kind]
    with at_browser(example.reader) as reader:
        weights = {}

        def weigh(loaded):
            # A page's own pictures stand outside the limit; the site's icons do not.
            if "/media/" not in loaded.url:
                sizes = loaded.sizes()
                path = loaded.url.removeprefix(reader.site.address)
                weights[path] = sizes["responseBodySize"] + sizes["responseHeadersSize"]

        reader.page.on("requestfinished", weigh)
        reader.visit(example.path, example.status)
        reader.page.wait_for_load_state("networkidle")
        reader.page.remove_listener("requestfinished", weigh)
        yield Visit(kind, reader, weights)


def faults(page):
    """What axe has to say, one line for each place."""
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))} — {node['failureSummary']}"
        for violation in AXE.run(page).response["violations"]
        for node in violation["nodes"]
    ]


def test_first_visit_weighs_little(visit):
    heaviest = sorted(visit.weights.items(), key=lambda item: -item[1])[:6]

    assert 0 < sum(visit.weights.values()) <= HEAVIEST, heaviest


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_nothing(visit, width):
    page = visit.at(width)
    visit.take_picture(width)

    assert faults(page) == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_nothing_in_the_dark(visit, width):
    page = visit.at(width)
    page.emulate_media(color_scheme="dark")
    if visit.kind in PICTURES_IN_THE_DARK:
        visit.take_picture(width, "dark")
    found = [fault for fault in faults(page) if fault.startswith("color-contrast")]
    page.emulate_media(color_scheme="light")

    assert found == []


WIDER = """() => [...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(element => element.outerHTML.slice(0, 120))"""


def test_nothing_is_wider_than_a_small_phone(visit):
    """320 px is also what 1280 px at 400 % zoom comes to."""
    page = visit.at(NARROWEST)

    width = page.evaluate("document.scrollingElement.scrollWidth")

    assert width <= NARROWEST, page.evaluate(WIDER)


def test_text_twice_as_large_fits_a_phone(visit):
    page = visit.at(PHONE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    width = page.evaluate("document.scrollingElement.scrollWidth")
    wider = page.evaluate(WIDER)
    page.evaluate("document.documentElement.style.fontSize = ''")

    assert width <= PHONE, wider


# The mark is the element's own, or that of the area which its link covers. The parts of a date field are the
# browser's: only arriving at the field counts.
UNMARKED = """() => {
    const element = document.activeElement;
    if (element === window.seen) return null;
    window.seen = element;
    const marked = [null, "::after"].some((part) => {
        const style = getComputedStyle(element, part);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    return marked ? null : element.outerHTML.slice(0, 160);
}"""


def test_focus_is_always_seen(visit):
    page = visit.at(DESKTOP)
    unmarked = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if (element := page.evaluate(UNMARKED)) is not None:
            unmarked.append(element)

    assert unmarked == []


def test_nothing_fails_or_comes_from_elsewhere(visit):
    assert visit.reader.errors == []


def test_skip_link_comes_first_and_leads_to_the_content(reader):
    page = reader("amina.lund").visit("/")

    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Hoppa till innehållet")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("#innehall")).to_be_focused()


def test_account_menu_opens_and_closes_by_keyboard(reader):
    page = reader("amina.lund").visit("/")
    summary = page.get_by_role("banner").locator("summary")
    summary.focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Logga ut")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Logga ut")).to_be_hidden()
    expect(summary).to_be_focused()


def test_pictures_are_ignored_by_version_control():
    assert "var/" in Path(ROOT, ".gitignore").read_text().split()
