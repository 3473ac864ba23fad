"""How `make test` shares the tests out between the machine's cores (pytest-xdist). Without `-n` nothing here acts.

A file's tests stay together in one worker, so that what a module's fixtures make is made once. A folder that
shares more than that stays together as a whole: the browser with its prepared demo, the corpus of the leaks.
Tests that commit empty the database when they end, with what migrations had put there (roles, the first page): they
come last of all, one after the other, as pytest-django orders them where one process runs everything.

Loaded by `pytest_plugins` in conftest.py.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

TOGETHER = ("tests/browser/", "tests/leaks/")
FIRST = (*TOGETHER, "tests/extranet/test_mutations.py", "tests/home/test_importing_processes.py")
"""What takes longest: begun last, it would keep one worker busy after the others have ended."""
COMMITS = re.compile(r"transaction=True|\b(?:transactional_db|live_server)\b")
"""What a file with tests that commit has in it. Whoever hands the tests out gets their names alone, so it is the
files that come last; among their tests pytest-django has put those that commit behind the others."""


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
        items.sort(key=lambda item: _turn(config, item.nodeid))


def _turn(config: pytest.Config, nodeid: str) -> int:
    if _commits(_file(config, nodeid)):
        return len(FIRST) + 1
    return next((turn for turn, begins in enumerate(FIRST) if nodeid.startswith(begins)), len(FIRST))


def _file(config: pytest.Config, nodeid: str) -> Path:
    return config.rootpath / nodeid.partition("::")[0]


@cache
def _commits(file: Path) -> bool:
    return COMMITS.search(file.read_text()) is not None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            if _commits(_file(config, nodeid)):
                return "commits"
            for folder in TOGETHER:
                if nodeid.startswith(folder):
                    return folder
            return nodeid.partition("::")[0]

    return ByFile(config, log)
