"""What every test stands on. Objects are made by the plain functions of tests/factories.py."""

from __future__ import annotations

import os
from itertools import product

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings

from extranet.papers.triggers import VERSIONS
from intranet.audit.triggers import EVENTS

# A busy machine is slow without anything being wrong. What is drawn is the same in each run where a change is taken
# in (CI), and new in those of a developer, who can look at what it finds.
settings.register_profile("tests", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("tests")

pytest_plugins = ["tests.components", "tests.engines", "tests.workers"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _leave_to_a_server(config, items)
    _keep_what_wagtail_made(items)


def _leave_to_a_server(config: pytest.Config, items: list[pytest.Item]) -> None:
    """SQLite in memory has one connection, so nobody can meet there; .ci/run runs these on PostgreSQL."""
    if connections["default"].vendor != "sqlite":
        return
    left = [item for item in items if item.get_closest_marker("connections")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def _keep_what_wagtail_made(items: list[pytest.Item]) -> None:
    """A transactional test empties the tables; Wagtail's root page and site must be there for the next one."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction") and not mark.kwargs.get("serialized_rollback"):
            kwargs = {**mark.kwargs, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(*mark.args, **kwargs), append=False)


@pytest.fixture(autouse=True, scope="session")
def _log_can_be_emptied():
    """What never changes refuses the flush that follows a transactional test, as it should anybody else's."""
    empty = TransactionTestCase._fixture_teardown

    def emptied(self) -> None:
        used = [connections[alias] for alias in self._databases_names(include_mirrors=False)]
        for connection, table in product(used, (EVENTS, VERSIONS)):
            table.remove(connection)
        try:
            empty(self)
        finally:
            for connection, table in product(used, (EVENTS, VERSIONS)):
                table.install(connection)

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits of one test must not stop the next."""
    cache.clear()
