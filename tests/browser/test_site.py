"""The site as `run_site` serves it: all of its processes, for as long as it runs and no longer."""

import select
import signal
from contextlib import ExitStack
from os import close, kill, pidfd_open
from pathlib import Path

import pytest

from tests.browser.reader import wait_until_served
from tests.browser.site import PATIENCE, manage, running

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux's /proc")


def children(pid):
    found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [grandchild for child in found for grandchild in children(child)]


@pytest.fixture
def ends():
    """Waits until processes have ended; says which have not."""
    with ExitStack() as opened:

        def watch(pids):
            handles = {}
            for pid in pids:
                handles[pid] = pidfd_open(pid)
                opened.callback(close, handles[pid])
            return lambda: [
                pid for pid, handle in handles.items() if not select.select([handle], [], [], PATIENCE)[0]
            ]

        yield watch


def test_web_workers_and_clock_run_and_end_together(prepared, tmp_path, ends, page_of):
    with running(prepared, tmp_path / "data") as site:
        page = page_of(site)
        page.goto("/health")
        # The clock's first round and the workers come a moment after the first page.
        wait_until_served(page, "/ready", '"status": "ok"')
        started = children(site.pid)
        still_there = ends(started)

    assert len(started) == 6, "two web processes below their master, two workers, one clock"
    assert still_there() == []


def workers(site):
    return [pid for pid in children(site.pid) if b"db_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_worker_that_dies_is_started_again_and_goes_on(prepared, tmp_path, ends, page_of):
    with running(prepared, tmp_path / "data") as site:
        page = page_of(site)
        page.goto("/health")
        wait_until_served(page, "/ready", '"status": "ok"')
        killed = workers(site)
        gone = ends(killed)
        for pid in killed:
            kill(pid, signal.SIGKILL)
        assert gone() == []
        manage(
            site.data, "shell", "-c", "from intranet.finding.tasks import drain_index; drain_index.enqueue()"
        )
        wait_until_served(page, "/ready", '"tasks": {"ok": true, "waiting": 0')

        assert len(workers(site)) == 2
        assert not set(workers(site)) & set(killed)


@pytest.fixture
def page_of(browser):
    """A page of nobody's at a site."""
    with ExitStack() as opened:

        def page_of(site):
            context = browser.new_context(base_url=site.address, locale="sv-SE")
            opened.callback(context.close)
            return context.new_page()

        yield page_of
