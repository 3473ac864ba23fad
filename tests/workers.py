"""How `make test` shares the tests out between the machine's cores (pytest-xdist). Without `-n` nothing here acts.

A file's tests stay together in one worker, so that what a module's fixtures make is made once. A folder that
shares more than that stays together as a whole: the browser with its prepared demo, the corpus of the leaks.

Loaded by `pytest_plugins` in conftest.py.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

TOGETHER = ("tests/browser/", "tests/leaks/")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Each worker has files of its own: it makes a folder for them where it finds none named."""
    if _shares_out(config):
        os.environ.pop("DATA_DIR", None)


def _shares_out(config: pytest.Config) -> bool:
    """In the process that starts the workers; not in one of them, and not where one process runs all."""
    return bool(getattr(config.option, "numprocesses", None)) and not hasattr(config, "workerinput")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        """Long units first comes from xdist itself: it begins with those that have the most tests."""

        def _split_scope(self, nodeid: str) -> str:
            for folder in TOGETHER:
                if nodeid.startswith(folder):
                    return folder
            return nodeid.partition("::")[0]

    return ByFile(config, log)
