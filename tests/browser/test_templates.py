"""Every kind of page, in both widths: axe finds nothing, it fits, it is light, it can be used by keyboard.

Leaves pictures of all of them in var/screenshots, for looking at.
"""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.addresses import kinds
from tests.browser.site import ROOT

PICTURES = ROOT / "var" / "screenshots"
PHONE, DESKTOP, NARROWEST = 390, 1280, 320
HEAVIEST = 150 * 1024
DARK = {"HomePage", "RoutinePage", "search: hits", "account_login", "ChecklistPage"}
AXE = Axe()


@pytest.fixture
def example(examples, request):
    assert request.param in examples, (
        f"no example of {request.param}: see ABOUT in addresses.py, and the demo"
    )
    return examples[request.param]


every_kind = pytest.mark.parametrize("example", kinds(), indirect=True, ids=str)


def take_picture(page, name, width, scheme="light"):
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = "".join(c if c.isalnum() else "-" for c in name)
    page.screenshot(path=PICTURES / f"{file}-{width}-{scheme}.png", full_page=True, animations="disabled")


def faults(page):
    """What axe has to say, one line for each place."""
    result = json.loads(json.dumps(AXE.run(page).response))
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))} — {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


@every_kind
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_axe_finds_nothing(reader, example, width, request):
    name = request.node.callspec.params["example"]
    someone = reader(example.reader, width=width)
    page = someone.visit(example.path, example.status)
    take_picture(page, name, width)

    assert faults(page) == []
    assert someone.errors == []


@pytest.mark.parametrize("example", sorted(DARK), indirect=True, ids=str)
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_axe_finds_nothing_in_the_dark(reader, example, width, request):
    name = request.node.callspec.params["example"]
    page = reader(example.reader, width=width, color_scheme="dark").visit(example.path, example.status)
    take_picture(page, name, width, "dark")

    assert faults(page) == []


WIDER = """() => [...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(element => element.outerHTML.slice(0, 120))"""


@every_kind
def test_nothing_is_wider_than_a_small_phone(reader, example):
    """320 px is also what 1280 px at 400 % zoom comes to."""
    page = reader(example.reader, width=NARROWEST).visit(example.path, example.status)

    width = page.evaluate("document.scrollingElement.scrollWidth")

    assert width <= NARROWEST, page.evaluate(WIDER)


@every_kind
def test_first_visit_weighs_little(reader, example):
    someone = reader(example.reader)
    weights = {}

    def weigh(request):
        response = request.response()
        # A page's own pictures stand outside the limit; the site's icons do not.
        if response is not None and "/media/" not in request.url and "/images/" not in request.url:
            sizes = request.sizes()
            path = request.url.removeprefix(someone.site.address)
            weights[path] = sizes["responseBodySize"] + sizes["responseHeadersSize"]

    someone.page.on("requestfinished", weigh)
    someone.page.goto(example.path, wait_until="networkidle")

    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:6]
    assert 0 < sum(weights.values()) <= HEAVIEST, heaviest


UNMARKED = """() => {
    const style = getComputedStyle(document.activeElement);
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return outline || style.boxShadow !== "none" ? null : document.activeElement.outerHTML.slice(0, 160);
}"""


@every_kind
def test_focus_is_always_seen(reader, example):
    page = reader(example.reader).visit(example.path, example.status)
    unmarked = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if (element := page.evaluate(UNMARKED)) is not None:
            unmarked.append(element)

    assert unmarked == []


def test_skip_link_comes_first_and_leads_to_the_content(reader):
    page = reader("amina.lund").visit("/")

    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Hoppa till innehållet")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "innehall"


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
