"""The promise of components.py: a missing server is never silently passed over."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NEEDS_A_SERVER = """
import pytest

@pytest.mark.elasticsearch
def test_that_needs_it(): ...
"""


@pytest.fixture
def run(tmp_path: Path):
    """Runs pytest on one test that needs Elasticsearch, with nothing listening at its address."""
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["tests.components"]\n')
    (tmp_path / "test_it.py").write_text(NEEDS_A_SERVER)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = elasticsearch\n")

    def run(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name != "CI" and not name.startswith("PYTEST")
        }
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-p",
                "no:django",
                "-p",
                "no:cacheprovider",
                "-p",
                "no:cov",
                *options,
                str(tmp_path),
            ],
            cwd=tmp_path,
            env=kept | {"PYTHONPATH": str(ROOT), "ELASTICSEARCH_URL": "http://127.0.0.1:9"} | environment,
            capture_output=True,
            text=True,
            timeout=300,
        )

    return run


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "workers"])
def test_missing_component_skips_with_one_line_at_the_end(run, options):
    result = run(*options)

    assert result.returncode == 0
    lines = [
        line for line in result.stdout.splitlines() if "Elasticsearch is not at http://127.0.0.1:9" in line
    ]
    assert len(lines) == 1
    assert lines[0].startswith("Tests skipped: 1,")


def test_missing_component_fails_in_ci(run):
    result = run(CI="true")

    assert result.returncode == 1
    assert "Elasticsearch is not at http://127.0.0.1:9" in result.stdout
    assert "skipped" not in result.stdout
