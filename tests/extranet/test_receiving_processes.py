"""Real processes that receive files: killed at the worst moments, and with a file larger than their memory may grow."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.extranet.make import make_body, make_item, make_matter, make_meeting, make_member
from tests.intranet.reading_site import PATIENCE, Site

pytestmark = [pytest.mark.slow, pytest.mark.database, pytest.mark.django_db(transaction=True)]


class Child:
    """Runs `receiving_child` on a copy of the database, with papers in a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        site = Site(folder)
        body = make_body()
        make_item(make_meeting(body), matter=make_matter(), number=1)
        make_member(body, "sekreterare")
        site.share()
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "intranet.settings.dev",
            "DATABASE_URL": site.url,
            "DATA_DIR": str(folder / "data"),
        }
        (folder / "data").mkdir()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tests.extranet.receiving_child", *command],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE * 3,
            check=False,
        )

    def told(self, *command: str) -> dict[str, int | str]:
        done = self.run(*command)
        assert done.returncode == 0, done.stderr
        found: dict[str, int | str] = json.loads(done.stdout.splitlines()[-1])
        return found


@pytest.fixture
def child(tmp_path) -> Child:
    return Child(tmp_path)


@pytest.mark.parametrize(
    "moment",
    [
        "bytes are on the disk and the row does not say so",
        "the paper's file is there and its row is not",
        "the row is there and the part is not gone",
    ],
)
def test_a_killed_process_leaves_neither_orphan_nor_hole(child, moment):
    killed = child.run("receive", moment)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    again = child.run("receive")
    assert again.returncode == 0, again.stderr
    assert child.told("sweep") == {"versions": 1, "whole": 1, "files": 1, "uploads": 0}


def test_a_paper_of_500_megabytes_takes_no_more_memory_than_a_small_one(child):
    told = child.told("large")
    assert (told["size"], told["state"]) == (500 * 1024 * 1024, "ready")
    assert int(told["kilobytes"]) < 16 * 1024
