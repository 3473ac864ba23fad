"""Readers that are killed in the middle of a file, and two at once, for real: the text is there once, in full."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from intranet.files.models import CustomDocument
from tests.intranet import file_samples as samples
from tests.intranet.reading_site import PASSAGES, PATIENCE, STATE, Site

pytestmark = [pytest.mark.slow, pytest.mark.database, pytest.mark.django_db(transaction=True)]
PAGES = 1500


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    found = Site(tmp_path)
    yield found
    found.end()


def put_in() -> list[str]:
    """A document of many pages; returns what each of them says."""
    pages = [f"Sidan {number} om ordning och reda" for number in range(1, PAGES + 1)]
    CustomDocument.objects.create(title="Lång", file=ContentFile(samples.pdf(pages), name="lang.pdf"))
    return pages


def until(true: Callable[[], object]) -> None:
    limit = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < limit, "it never came to be"
        time.sleep(0.02)


def test_a_killed_worker_loses_nothing_and_its_child_dies_with_it(site):
    pages = put_in()
    site.share()
    site.run("run_due")  # the clock finds the file and queues the reading
    worker = site.start("db_worker", "--queue-name", "files", "--no-startup-delay")
    until(lambda: site.ask(PASSAGES)[0][0] >= 100)
    children = _children(worker.pid)
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=PATIENCE)
    assert site.ask(STATE) == [("reading", 1)]
    assert 0 < site.ask(PASSAGES)[0][0] < PAGES
    assert children
    until(lambda: not any(_lives(child) for child in children))

    # Its task stays RUNNING for ever; while its reader may be alive, nobody takes the file.
    site.run("run_due")
    site.run("db_worker", "--queue-name", "files", "--batch", "--no-startup-delay")
    assert site.ask(STATE) == [("reading", 1)]

    site.ask("UPDATE files_documentversion SET text_since = %s", "2020-01-01 00:00:00")
    site.run("run_due")
    site.run("db_worker", "--queue-name", "files", "--batch", "--no-startup-delay")
    assert site.ask(STATE) == [("read", 2)]
    assert [row[0] for row in site.ask("SELECT text FROM files_passage ORDER BY position")] == pages
    assert site.ask("SELECT count(*) FROM finding_outboxentry WHERE family = 'document'") != [(0,)]


def test_two_readers_at_once_read_each_file_once(site):
    for _ in range(6):
        CustomDocument.objects.create(
            title="Kort", file=ContentFile(samples.pdf(["En sida"] * 20), name="kort.pdf")
        )
    site.share()
    readers = [site.start("read_documents") for _ in range(2)]
    said = [reader.communicate(timeout=PATIENCE)[0] for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0], said
    assert sum(int(out.split()[0]) for out in said) == 6
    assert site.ask(STATE) == [("read", 1)] * 6
    assert site.ask(PASSAGES) == [(120,)]


def _children(pid: int) -> list[int]:
    file = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in file.read_text(encoding="ascii").split()]


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False
