"""Real processes of one site for tests of reading: its worker, its clock and its commands, on one database."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

PATIENCE = 120.0
STATE = "SELECT text_state, text_tries FROM files_documentversion"
PASSAGES = "SELECT count(*) FROM files_passage"


class Site:
    """Processes that share a database; on SQLite a copy of the one in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen] = []
        self.url = ""

    def share(self) -> None:
        known = connection.settings_dict
        if connection.vendor == "postgresql":
            self.url = f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
            return
        file = self.folder / "reading.sqlite3"
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
        self.url = f"sqlite:///{file}"

    def start(self, *command: str) -> subprocess.Popen:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "intranet.settings.dev",
            "DATABASE_URL": self.url,
            "DATA_DIR": str(settings.DATA_DIR),
        }
        process = subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.processes.append(process)
        return process

    def run(self, *command: str) -> str:
        process = self.start(*command)
        out, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, out
        return out

    def ask(self, sql: str, *values: object) -> list[tuple]:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.folder / "reading.sqlite3", timeout=20)) as other:
            rows = other.execute(sql.replace("%s", "?"), values).fetchall()
            other.commit()
            return rows

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.communicate(timeout=PATIENCE)
