"""Workers that die in the middle of their work, and two at once, for real: each letter once, none lost."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from intranet.notices import queue
from intranet.notices.models import Notice
from tests.intranet.notices_help import page, reader, registered  # noqa: F401

pytestmark = [
    pytest.mark.slow,
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("registered"),
]
ROOT = Path(__file__).resolve().parents[2]


class Workers:
    """Processes of one site, and the mail that they have sent."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "intranet.settings.test",
            "DATABASE_URL": database_url,
            "DATA_DIR": str(folder),
        }
        self.processes: list[subprocess.Popen] = []

    def start(self) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.intranet.notices_process"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
        )
        self.processes.append(process)
        return process

    def kill_all(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=30)
        self.processes.clear()

    def sent(self) -> list[tuple[str, str]]:
        """(recipient, Message-ID) of every mail that was sent."""
        texts = [text for file in self.folder.glob("mail/*") for text in file.read_text().split("-" * 79)]
        return [
            (found(r"^To: (.+)$", text), found(r"^Message-ID: (.+)$", text)) for text in texts if text.strip()
        ]


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.MULTILINE)
    assert match, text
    return match[1]


def ask(process: subprocess.Popen, command: str) -> None:
    process.stdin.write(f"{command}\n")


def answer(process: subprocess.Popen) -> str:
    return process.stdout.readline().strip()


def run(process: subprocess.Popen, command: str) -> str:
    ask(process, command)
    return answer(process)


def plant(people: int) -> list[str]:
    """People who are due the mail of the day about one page; returns their addresses."""
    about = page()
    told = [reader(f"person.{number}") for number in range(people)]
    queue.put("test.page", [person.pk for person in told], about)
    Notice.objects.update(due=timezone.now() - timedelta(days=1))
    return [person.email for person in told]


@pytest.fixture
def workers(tmp_path) -> Iterator[Workers]:
    """Made when the test asks for the first process, after it has planted what there is to send."""
    workers = Workers(tmp_path, "")
    yield workers
    workers.kill_all()


def share_database(workers: Workers) -> None:
    """Let the processes reach what has been planted: PostgreSQL's test database, or a copy of the one in memory."""
    if connection.vendor == "postgresql":
        known = connection.settings_dict
        where = f"{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
        workers.environment["DATABASE_URL"] = f"postgres://{where}"
        return
    path = workers.folder / "notices.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    workers.environment["DATABASE_URL"] = f"sqlite:///{path}"


@pytest.mark.parametrize(("where", "times"), [("hang-before", 1), ("hang-after", 2)])
def test_a_killed_worker_loses_no_letter(workers, where, times):
    """Between writing and sending: once. After the server took it: again, under the id that it had."""
    addresses = plant(3)
    share_database(workers)
    assert run(workers.start(), where) == "there"
    workers.kill_all()
    other = workers.start()
    assert run(other, "send") == "2"  # the killed one's letter is not touched while it may still be at work
    assert run(other, "again") == "1"
    assert run(other, "again") == "0"
    sent = workers.sent()
    assert {to for to, _ in sent} == set(addresses)
    assert len(set(sent)) == 3  # as many ids as people
    assert sorted(Counter(sent).values()) == [1, 1, times]


def test_two_workers_at_once_send_each_letter_once(workers):
    addresses = plant(25)
    share_database(workers)
    both = [workers.start(), workers.start()]
    for process in both:
        ask(process, "send")
    assert sum(int(answer(process)) for process in both) == 25
    assert run(both[0], "again") == "0"
    assert sorted(to for to, _ in workers.sent()) == sorted(addresses)
