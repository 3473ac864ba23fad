"""What workers.py says of several processes: what stays together, what is begun first, and whose files are whose."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTES = """
import json, os, pytest

@pytest.mark.parametrize("number", range(4))
def test_that_notes_where_it_runs(number, request):
    told = [request.node.nodeid, os.environ["PYTEST_XDIST_WORKER"], os.environ.get("DATA_DIR")]
    with open(os.environ["NOTED"], "a") as file:
        file.write(json.dumps(told) + "\\n")
"""
COMMITTING = ("extranet/test_b", "extranet/test_c")


@pytest.fixture(scope="module")
def noted(tmp_path_factory) -> list[list]:
    """[test, worker, folder for files] in the order in which they ran, of two workers."""
    folder = tmp_path_factory.mktemp("shared-out")
    (folder / "conftest.py").write_text('pytest_plugins = ["tests.workers"]\n')
    for name in (
        "browser/test_a",
        "browser/test_b",
        "extranet/test_a",
        *COMMITTING,
        "home/test_a",
        "leaks/test_z",
    ):
        file = folder / "tests" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(NOTES.replace("@", "# live_server\n@", 1) if name in COMMITTING else NOTES)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    ours = {
        "PYTHONPATH": str(ROOT),
        "NOTED": str(folder / "noted"),
        "DATA_DIR": "of the one that starts them",
    }
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "2",
            "-p",
            "no:django",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:cov",
        ],
        cwd=folder,
        env=kept | ours,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return [json.loads(line) for line in (folder / "noted").read_text().splitlines()]


def test_each_test_runs_once(noted):
    assert len(noted) == len({test for test, _, _ in noted}) == 28


@pytest.mark.parametrize(
    "part", ["tests/browser/", "tests/leaks/", "tests/extranet/test_a.py", "tests/home/test_a.py"]
)
def test_what_shares_its_fixtures_stays_together(noted, part):
    assert len({worker for test, worker, _ in noted if test.startswith(part)}) == 1


def test_files_with_tests_that_commit_come_last_in_one_worker(noted):
    files = tuple(f"tests/{name}.py" for name in COMMITTING)
    (worker,) = {worker for test, worker, _ in noted if test.startswith(files)}
    theirs = [test for test, who, _ in noted if who == worker]
    assert len(theirs) > 8
    assert all(test.startswith(files) for test in theirs[-8:])


def test_what_takes_longest_is_begun_first(noted):
    first = {worker: test for test, worker, _ in reversed(noted)}
    assert sorted(test.partition("test_")[0] for test in first.values()) == ["tests/browser/", "tests/leaks/"]


def test_no_worker_is_given_the_files_of_the_process_that_starts_it(noted):
    assert {folder for _, _, folder in noted} == {None}
