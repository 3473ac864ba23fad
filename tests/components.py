"""Which real components are present, for the tests that need one.

A test says what it needs by a marker. On a developer's machine a missing component skips those tests, with
one line at the end of the run; with CI=true it fails them, so that nothing passes by not being run.

Loaded by `pytest_plugins` in conftest.py. A test that needs an address asks `Component.address`.
"""

import os
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest


@dataclass(frozen=True)
class Component:
    """Something outside the project that tests use; `marker` is also the name of its pytest marker."""

    marker: str
    name: str
    variable: str
    default: str
    answers: Callable[[str], bool]

    @property
    def address(self) -> str:
        """Its URL or path, from the environment."""
        return os.environ.get(self.variable, "") or self.default

    def missing(self) -> str:
        """Why it can't be used, in one line; empty when it is there."""
        if _answers(self):
            return ""
        return f"{self.name} is not at {self.address} ({self.variable}): start it with .ci/services start"


def _listens(url: str) -> bool:
    parts = urlsplit(url)
    if not parts.hostname or not parts.port:
        return False
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=3):
            return True
    except OSError:
        return False


@cache
def _answers(component: Component) -> bool:
    return component.answers(component.address)


ELASTICSEARCH = Component(
    "elasticsearch", "Elasticsearch", "ELASTICSEARCH_URL", "http://127.0.0.1:9200", _listens
)
CHROMIUM = Component(
    "browser", "Chromium", "CHROMIUM_PATH", "/usr/bin/chromium", lambda path: os.access(path, os.X_OK)
)
POSTGRESQL = Component(
    "postgresql",
    "PostgreSQL",
    "TEST_DATABASE_URL",
    "postgres://intranet:intranet@127.0.0.1:55432/intranet",
    _listens,
)
COMPONENTS = (ELASTICSEARCH, CHROMIUM, POSTGRESQL)

_skipped: Counter[str] = Counter()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture, so that a missing server costs no preparation."""
    for component in COMPONENTS:
        if item.get_closest_marker(component.marker) is None:
            continue
        if reason := component.missing():
            if os.environ.get("CI") == "true":
                pytest.fail(reason, pytrace=False)
            _skipped[reason] += 1
            pytest.skip(reason)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """One of several workers has no terminal: it leaves what it knows to the process that has."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["skipped"] = dict(_skipped)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker has ended: what it left is told of with the others'. One that crashed left nothing."""
    _skipped.update(getattr(node, "workeroutput", {}).get("skipped", {}))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each component that was missing."""
    for reason, count in sorted(_skipped.items()):
        terminalreporter.write_line(f"Tests skipped: {count}, because {reason}", yellow=True)
