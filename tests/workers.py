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
FIRST = (*TOGETHER, "tests/extranet/test_mutations.py", "tests/home/test_importing_processes.py")
"""What takes longest: begun last, it would keep one worker busy after the others have ended."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """In the process that starts the workers; not in one of them, and not where one process runs all."""
    if not getattr(config.option, "numprocesses", None) or hasattr(config, "workerinput"):
        return
    # Each worker makes a folder of its own where it finds none named.
    os.environ.pop("DATA_DIR", None)
    # Handed out in the order below, not the largest number of tests first.
    config.option.loadscopereorder = False


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _turn(item.nodeid))


def _turn(nodeid: str) -> int:
    return next((turn for turn, begins in enumerate(FIRST) if nodeid.startswith(begins)), len(FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            for folder in TOGETHER:
                if nodeid.startswith(folder):
                    return folder
            return nodeid.partition("::")[0]

    return ByFile(config, log)
