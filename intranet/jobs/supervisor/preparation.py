"""What must be done before the site can be served: each step is quick when there is nothing to do."""

from __future__ import annotations

import io
import shutil
import subprocess
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from intranet.jobs import starting
from intranet.jobs.progress import Bar

ELASTICSEARCH_SETTLES = 5
"""Seconds that Elasticsearch gets to answer."""


def elasticsearch_address() -> str:
    """Where the test server of .ci/services is; empty if it is not there to be asked."""
    script = Path(settings.BASE_DIR, ".ci", "services")
    if not script.exists():
        return ""
    answer = subprocess.run(  # noqa: S603  # our own script
        [script, "env", "elasticsearch"], capture_output=True, text=True, check=False
    )
    for line in answer.stdout.splitlines():
        name, _, value = line.partition("=")
        if name == "ELASTICSEARCH_URL":
            return value
    return ""


def assert_elasticsearch_answers(url: str) -> None:
    """Raises CommandError, without the password that the address may hold."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CommandError("ENGINE=elasticsearch needs ELASTICSEARCH_URL, for example http://127.0.0.1:9200.")
    make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    visit = make(parts.hostname, parts.port, timeout=ELASTICSEARCH_SETTLES)
    try:
        # Any answer will do: if it asks who we are, the client knows.
        visit.request("GET", "/")
        visit.getresponse()
    except (OSError, HTTPException):
        place = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        raise CommandError(
            f"Elasticsearch does not answer at {place}: start it (.ci/services start elasticsearch), "
            "or say where it is (ELASTICSEARCH_URL=…)."
        ) from None
    finally:
        visit.close()


def reset() -> None:
    """Remove the demo's database, files and index: what this project makes in DATA_DIR, nothing else.

    Raises CommandError for a database that is not a file of ours.
    """
    if connection.vendor != "sqlite":
        raise CommandError(
            "Only the SQLite demo is thrown away here: empty the database of DATABASE_URL yourself."
        )
    database = Path(connection.settings_dict["NAME"])
    connections.close_all()
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    for folder in (settings.MEDIA_ROOT, settings.SEARCH_INDEX_DIR):
        shutil.rmtree(folder, ignore_errors=True)


def prepare_database(stream: IO[str]) -> None:
    """Bring the tables up to date."""
    for folder in (settings.DATA_DIR, settings.STATIC_ROOT):
        Path(folder).mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        bar = Bar(stream)
        bar.begin("Tables", missing)
        call_command("migrate", interactive=False, skip_checks=True, no_color=True, stdout=_Applied(bar))
        bar.end()
    call_command("createcachetable", verbosity=0)


class _Applied(io.StringIO):
    """Counts what `migrate` says it has applied."""

    def __init__(self, bar: Bar) -> None:
        super().__init__()
        self._bar = bar

    def write(self, text: str) -> int:
        self._bar.advance(text.count(" OK"))
        return len(text)


def prepare_apps(stream: IO[str]) -> None:
    """What the apps have registered, in their order."""
    for step in starting.steps():
        step.prepare(stream)
