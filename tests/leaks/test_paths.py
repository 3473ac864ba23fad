"""Nothing of the list of ways out is left untried: each part has a test that exists, or a strike that still holds."""

from __future__ import annotations

import importlib
import sys

import pytest

from tests.leaks import extranet_corpus, personas
from tests.leaks.paths import PATHS, Struck, Tried
from tests.leaks.routes import VERDICTS
from tests.leaks.routes_admin import ADMIN
from tests.leaks.walking import routes

pytestmark = pytest.mark.django_db
PARTS = [(path, part) for path, parts in PATHS.items() for part in parts]


def test_every_way_is_there():
    assert [int(path.split()[0]) for path in PATHS] == list(range(1, 15))


@pytest.mark.parametrize(("path", "part"), PARTS)
def test_a_way_is_tried_or_struck_out(path, part):
    entry = PATHS[path][part]
    if isinstance(entry, Struck):
        assert entry.absent(), f"{path}, {part}: it exists now and has to be tried ({entry.reason})"
        return
    assert entry.tests or entry.routes
    for name in entry.tests:
        module, _, test = name.partition("::")
        assert hasattr(importlib.import_module(f"tests.leaks.{module}"), test), name
    for route in entry.routes:
        assert route in VERDICTS or route in ADMIN, route


def test_a_route_that_gives_nothing_says_why():
    silent = [
        name for name, verdict in {**VERDICTS, **ADMIN}.items() if not verdict.gives and not verdict.why
    ]
    assert not silent, silent


def test_summary(capsys):
    """One table for whoever reads the run: what was tried, what was struck out, and why."""
    tried = sum(isinstance(entry, Tried) for parts in PATHS.values() for entry in parts.values())
    struck = [
        (f"{path}: {part}", entry.reason)
        for path, part in PARTS
        if isinstance(entry := PATHS[path][part], Struck)
    ]
    struck += [(f"persona: {name}", reason) for name, reason in personas.STRUCK.items()]
    giving = sum(bool(verdict.gives) for verdict in {**VERDICTS, **ADMIN}.values())
    who = len(personas.EVERYBODY) + len(extranet_corpus.PERSONAS)
    lines = [f"leaks: {who} personas, {tried} parts of {len(PATHS)} paths tried"]
    lines.append(f"  {len(routes())} routes, of which {giving} give something to somebody")
    lines += [f"  struck out: {what} ({why})" for what, why in struck]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert all(why for _, why in struck)
