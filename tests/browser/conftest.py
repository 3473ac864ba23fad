"""Chromium against real sites. Everything here ends with the tests that use it.

The browser belongs to this folder alone: while it is there, Django takes the thread for an asynchronous one
and refuses the database to the tests of other folders.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.addresses import Example
from tests.browser.reader import PHONE, Reader, sign_in_quickly, viewport
from tests.browser.site import Site, manage, prepare, running
from tests.components import CHROMIUM

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs Chromium; the first one also prepares the demo."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM.address, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of one demo site, which nobody serves: sites run on copies.

    Who writes tests may keep it between runs, in a folder of their own that PREPARED_DEMO names.
    """
    kept = os.environ.get("PREPARED_DEMO")
    data = Path(kept) if kept else tmp_path_factory.mktemp("demo") / "data"
    if not data.exists():
        prepare(data)
    return data


@pytest.fixture(scope="session")
def examples(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Example]:
    """Where to find a page of each kind."""
    file = tmp_path_factory.mktemp("examples") / "examples.json"
    manage(prepared, "shell", "-c", f"from tests.browser.addresses import write; write({str(file)!r})")
    return {name: Example(**fields) for name, fields in json.loads(file.read_text(encoding="utf-8")).items()}


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running site of this module's own."""
    with running(prepared, tmp_path_factory.mktemp("site") / "data") as site:
        yield site


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Site) -> Callable[[str], dict]:
    """The cookies of somebody who has signed in; once for each, because tries are counted."""
    known: dict[str, dict] = {"": {}}

    def state_of(username: str) -> dict:
        if username not in known:
            known[username] = sign_in_quickly(browser, site, username)
        return known[username]

    return state_of


@pytest.fixture(scope="module")
def at_browser(browser: Browser, site: Site, signed_in: Callable[[str], dict]) -> Callable[..., Any]:
    """Opens a browser of somebody's for the time of a block."""

    @contextmanager
    def at_browser(username: str = "", width: int = 1280, **options: Any) -> Iterator[Reader]:
        context = browser.new_context(
            base_url=site.address,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            viewport=viewport(width),
            storage_state=signed_in(username) or None,
            reduced_motion="reduce",
            **options,
        )
        try:
            person = Reader(context, site)
            yield person
            # What is still on its way has nobody to tell of it.
            person.page.unroute_all(behavior="ignoreErrors")
            context.unroute_all(behavior="ignoreErrors")
        finally:
            context.close()

    return at_browser


@pytest.fixture
def reader(at_browser: Callable[..., Any]) -> Iterator[Callable[..., Reader]]:
    """reader("amina.lund", width=390) is somebody at their browser; reader() somebody not signed in."""
    with ExitStack() as opened:
        yield lambda *args, **kwargs: opened.enter_context(at_browser(*args, **kwargs))


@pytest.fixture
def karin(reader: Callable[..., Reader]) -> Reader:
    """A manager at her desk."""
    return reader("karin.ek")


@pytest.fixture
def amina(reader: Callable[..., Reader]) -> Reader:
    """Who works away from a desk, with a telephone."""
    return reader("amina.lund", width=PHONE, has_touch=True)
