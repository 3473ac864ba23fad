"""What every test stands on. Objects are made by the plain functions of tests/factories.py."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase

from intranet.audit import triggers

pytest_plugins = ["tests.components"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A transactional test empties the tables; Wagtail's root page and site must be there for the next one."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction") and not mark.kwargs.get("serialized_rollback"):
            kwargs = {**mark.kwargs, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(*mark.args, **kwargs), append=False)


@pytest.fixture(autouse=True, scope="session")
def _log_can_be_emptied():
    """The security log refuses the flush that follows a transactional test, as it should anybody else's."""
    empty = TransactionTestCase._fixture_teardown

    def emptied(self) -> None:
        used = [connections[alias] for alias in self._databases_names(include_mirrors=False)]
        for connection in used:
            triggers.remove(connection)
        try:
            empty(self)
        finally:
            for connection in used:
                triggers.install(connection)

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits of one test must not stop the next."""
    cache.clear()
