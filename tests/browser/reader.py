"""Somebody at their browser, and what they do there."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Request,
    Route,
    ViewportSize,
    expect,
)

from tests.browser.site import Site

PASSWORD = "kompass-demo-2026"
PATIENCE = 60_000
"""Milliseconds that anything may take on a busy machine; nothing waits longer than it must."""
PHONE = 390
"""Pixels that a telephone is wide."""
expect.set_options(timeout=PATIENCE)


def viewport(width: int) -> ViewportSize:
    """Of a phone or a desktop."""
    return {"width": width, "height": 844 if width < 700 else 900}


class Reader:
    """One browser context with one page. `errors` fills with what a reader must never be caused."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context = context
        self.site = site
        self.errors: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))
        context.set_default_timeout(PATIENCE)
        context.route(re.compile(".*"), self._keep_inside)

    def _keep_inside(self, route: Route, request: Request) -> None:
        """The site needs nothing from elsewhere; a request that leaves it is an error."""
        parts = urlsplit(request.url)
        if f"{parts.scheme}://{parts.netloc}" == self.site.address or parts.scheme in ("data", "blob"):
            route.continue_()
        else:
            self.errors.append(f"outside: {request.url}")
            route.abort()

    def visit(self, path: str, status: int = 200) -> Page:
        """Open an address that answers so and, in the end, is the page itself."""
        response = self.page.goto(path, wait_until="load")
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        return self.page

    def type_password(self, username: str) -> None:
        """Sign in from the log-in page, by keyboard alone."""
        name = self.page.get_by_label("Användarnamn")
        while not _has_focus(name):
            self.page.keyboard.press("Tab")
        self.page.keyboard.type(username)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")


def _has_focus(locator: Locator) -> bool:
    return locator.evaluate("element => element === document.activeElement")


def sign_in_quickly(browser: Browser, site: Site, username: str) -> dict:
    """What the log-in form does, without showing it; the cookies."""
    context = browser.new_context(base_url=site.address, locale="sv-SE")
    try:
        page = context.new_page()
        page.goto("/konto/logga-in/")
        page.get_by_label("Användarnamn").fill(username)
        page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Logga in").click()
        page.wait_for_url(lambda url: "/logga-in/" not in url)
        return dict(context.storage_state())
    finally:
        context.close()


ASK_AGAIN = """async ([address, text, patience]) => {
    for (const end = Date.now() + patience; Date.now() < end; ) {
        if ((await (await fetch(address)).text()).includes(text)) return true;
        await new Promise((done) => setTimeout(done, 300));
    }
    return false;
}"""


def wait_until_served(page: Page, address: str, text: str) -> None:
    """Until what the site answers at an address holds the text, asked again and again from an open page."""
    assert page.evaluate(ASK_AGAIN, [address, text, PATIENCE]), f"{address} never said {text}"
