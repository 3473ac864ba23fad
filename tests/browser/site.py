"""A real site for the browser: the demo is prepared once, each site runs on a copy of it, on a port of its own.

Web, workers and clock are the processes that `run_site` starts. Whatever happens to the tests, they end.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180
"""Seconds that a site gets to answer or to end."""
NOT_OURS = ("DATABASE_URL", "SEARCH_ENGINE", "CACHE_URL", "DEBUG", "SITE_URL", "DATA_DIR")


class SiteError(Exception):
    """The site could not be prepared or did not answer; holds what it said."""


def environment(data: Path, **more: str) -> dict[str, str]:
    """That of a site in development with its data there, whatever the tests themselves run on."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    ours = {"DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "intranet.settings.dev", "PYTHONUNBUFFERED": "1"}
    return kept | ours | more


def manage(data: Path, *command: str) -> str:
    """Run a management command on that data; what it wrote. Raises SiteError if it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SiteError(f"manage.py {' '.join(command)} failed:\n{done.stdout}")
    return done.stdout


def prepare(data: Path) -> None:
    """What `make reset` and the first minutes of `make run` make: the whole demo, indexed."""
    unfinished = data.with_name(f"{data.name}-unfinished")
    manage(unfinished, "run_site", "--reset-only")
    manage(unfinished, "load_demo", "--rest")
    # What pages have queued as they were made: a site that tests watch should be at rest.
    manage(unfinished, "db_worker", "--queue-name", "*", "--batch", "--no-startup-delay")
    unfinished.rename(data)


class Site:
    """A running site."""

    def __init__(self, address: str, data: Path) -> None:
        self.address = address
        self.data = data
        self.pid = 0
        self.said: list[str] = []

    def url(self, path: str) -> str:
        return self.address + path


@contextmanager
def running(prepared: Path, data: Path) -> Iterator[Site]:
    """A site on a copy of the prepared data, which is made at `data`."""
    shutil.copytree(prepared, data)
    port = free_port()
    address = f"http://localhost:{port}"
    site = Site(address, data)
    with subprocess.Popen(
        [sys.executable, "manage.py", "run_site", "--port", str(port)],
        cwd=ROOT,
        env=environment(data, SITE_URL=address),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        site.pid = process.pid
        answers = threading.Event()

        def read() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                site.said.append(line)
                if address in line:
                    answers.set()
            answers.set()  # it has ended: nobody waits for nothing

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        try:
            if not answers.wait(PATIENCE) or process.poll() is not None:
                raise SiteError("The site does not answer:\n" + "".join(site.said))
            yield site
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()  # its children go with it
            reader.join(PATIENCE)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
