"""The command as a process of its own on a database of its own: killed, run beside a writing visitor, and weighed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser.site import ROOT, environment, manage
from tests.home.word_files import item, p, word

pytestmark = pytest.mark.slow
PATIENCE = 300  # seconds that an import of some hundred files may take on a busy machine
PLACE = """
from tests.factories import make_page
from home.models import KnowledgeIndexPage
make_page(KnowledgeIndexPage(title="Rutiner", slug="rutiner"))
"""
# Peak memory is the process' own to tell, in kilobytes on Linux.
WEIGHED = """
import resource
from pathlib import Path
from home.importing.routines import import_routines
outcome = import_routines(Path({folder!r}))
assert outcome.changes == {count}, outcome.lines()
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    """A site with a place for routines and nothing else; copied by each test."""
    data = tmp_path_factory.mktemp("imports") / "data"
    data.mkdir()
    manage(data, "migrate", "--verbosity", "0")
    manage(data, "createcachetable")
    manage(data, "shell", "--no-imports", "-c", PLACE)
    return data


@pytest.fixture
def data(empty, tmp_path) -> Path:
    return Path(shutil.copytree(empty, tmp_path / "data"))


def files(folder: Path, count: int) -> Path:
    """Word files of a page or so each, linked to one another's headings by nothing: they only have to be many."""
    folder.mkdir()
    for number in range(count):
        text = "".join(
            p(f"Stycke {line} i text {number}. " + "Ord som fyller ut. " * 20) for line in range(12)
        )
        body = (
            p(f"Text {number}", style="Rubrik")
            + p("Det här gör du", style="Rubrik1")
            + item("Ring.")
            + item("Gå.")
        )
        (folder / f"text-{number:04}.docx").write_bytes(word(body + p("Mer", style="Rubrik1") + text))
    return folder


def database(data: Path) -> sqlite3.Connection:
    return sqlite3.connect(data / "intranet.sqlite3", timeout=20, isolation_level=None)


def pages(data: Path) -> list[tuple[str, int]]:
    with database(data) as connection:
        return connection.execute(
            "select slug, count(*) from wagtailcore_page where slug like 'text-%' group by slug order by slug"
        ).fetchall()


def begun(data: Path, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_routines", str(folder)],
        cwd=ROOT,
        env=environment(data),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def count(data: Path, sql: str) -> int:
    with database(data) as connection:
        return connection.execute(sql).fetchone()[0]


def wait_until(data: Path, process: subprocess.Popen[bytes], sql: str, least: int) -> None:
    """Until the database says so, looked at again and again."""
    end = time.monotonic() + PATIENCE
    while count(data, sql) < least:
        assert process.poll() is None, "it ended before"
        assert time.monotonic() < end
        os.sched_yield()


WITH_CONTENT = "select count(*) from home_importedtext where digest <> ''"


def test_an_import_that_is_killed_is_taken_up_and_makes_each_page_once(data, tmp_path):
    folder = files(tmp_path / "rutiner", 120)
    process = begun(data, folder)
    wait_until(data, process, WITH_CONTENT, 10)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 0 < count(data, WITH_CONTENT) < 120
    said = manage(data, "import_routines", str(folder))
    assert "Fortsatte där den förra inläsningen slutade." in said
    assert pages(data) == [(f"text-{number:04}", 1) for number in range(120)]
    assert count(data, WITH_CONTENT) == 120
    assert count(data, "select count(*) from home_importedtext where not indexed") == 0
    assert count(data, "select count(*) from home_textimport where ended_at is not null and pid is null") == 1
    assert manage(data, "import_routines", str(folder)).splitlines()[-1] == "0 ändringar."


def test_a_visitor_who_writes_is_let_in_between_batches(data, tmp_path):
    folder = files(tmp_path / "rutiner", 200)
    process = begun(data, folder)
    wait_until(data, process, "select count(*) from home_importedtext", 1)
    waits = []
    connection = database(data)
    first = time.monotonic()
    while process.poll() is None and count(data, WITH_CONTENT) < 200:
        began = time.monotonic()
        connection.execute("begin immediate")
        connection.execute("update jobs_tick set last = last")
        connection.execute("commit")
        waits.append(time.monotonic() - began)
    whole = time.monotonic() - first
    assert process.wait(PATIENCE) == 0
    assert len(waits) >= 5
    # A batch takes about a second; a visitor stands behind one, and on a busy machine perhaps another. Where all
    # goes slowly so do they, but never for as long as the import does.
    assert max(waits) < max(8, whole / 3), sorted(waits)[-5:]


def test_a_folder_that_is_being_read_in_is_not_read_in_twice(data, tmp_path):
    folder = files(tmp_path / "rutiner", 60)
    process = begun(data, folder)
    wait_until(data, process, "select count(*) from home_textimport where pid is not null", 1)
    other = subprocess.run(
        [sys.executable, "manage.py", "import_routines", str(folder)],
        cwd=ROOT,
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.wait(PATIENCE) == 0
    assert len(pages(data)) == 60
    # Whichever was first: the other was told so, or had nothing to do.
    assert "Mappen läses redan in" in other.stderr or "0 ändringar." in other.stdout


def test_memory_does_not_grow_with_the_number_of_files(empty, tmp_path):
    peaks = {}
    for number in (200, 1000):
        data = Path(shutil.copytree(empty, tmp_path / f"data-{number}"))
        folder = files(tmp_path / f"rutiner-{number}", number)
        said = manage(data, "shell", "--no-imports", "-c", WEIGHED.format(folder=str(folder), count=number))
        peaks[number] = int(re.search(r"peak (\d+)", said).group(1))
    assert peaks[1000] <= peaks[200] * 1.1, peaks
