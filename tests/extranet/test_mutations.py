"""Each condition of the rule is needed: without it a test of the personas fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_each_condition_is_missed_when_it_is_gone():
    done = subprocess.run(
        [sys.executable, "-m", "tests.extranet.mutations"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DATA_DIR")},
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "is missed when it is gone" in done.stdout
