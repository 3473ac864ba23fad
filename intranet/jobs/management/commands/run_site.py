"""Serve the whole site from one command, for development: `make run` calls it."""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from intranet.jobs import starting
from intranet.jobs.supervisor import port as ports
from intranet.jobs.supervisor import preparation, programs
from intranet.jobs.supervisor.supervisor import Supervisor
from intranet.jobs.supervisor.watching import JobWatch

ENGINES = ("embedded", "elasticsearch")
DEFAULT_PORT = "8000"
DEFAULT_SITE = f"http://localhost:{DEFAULT_PORT}"


class Command(BaseCommand):
    help = "Prepares the site and serves it: web, workers and clock together, until Ctrl-C."
    requires_system_checks: list[str] = []  # the children make them; twice would only take time

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default=DEFAULT_PORT, help="on 127.0.0.1 (default: %(default)s)")
        parser.add_argument("--engine", help=f"{' or '.join(ENGINES)}; default: SEARCH_ENGINE")
        parser.add_argument(
            "--reset-only", action="store_true", help="throw the demo away, build it again, and end"
        )

    def handle(self, *_args: Any, port: str, engine: str | None, reset_only: bool, **_options: Any) -> None:
        if not getattr(settings, "DEVELOPMENT", False):
            raise CommandError(
                "run_site is for development: docs/operations/installation.md serves the rest."
            )
        engine = engine or settings.SEARCH_ENGINE
        if engine not in ENGINES:
            raise CommandError(f"There is no search engine {engine}: take {' or '.join(ENGINES)}.")
        with ExitStack() as kept:
            reserved = None if reset_only else kept.enter_context(self._reserve(port))
            self._settle_environment(engine, port)
            if engine == "elasticsearch":
                preparation.assert_elasticsearch_answers(settings.ELASTICSEARCH_URL)
            kept.enter_context(only_one())
            if reset_only:
                preparation.reset()
            self._prepare()
            if reserved is not None:
                self._serve(reserved)
            else:
                self.stdout.write("The demo is as new: make run serves it.")

    def _reserve(self, port: str) -> socket.socket:
        try:
            return ports.reserve(port)
        except ports.PortError as error:
            raise CommandError(str(error)) from None

    def _settle_environment(self, engine: str, port: str) -> None:
        """Settings are read once, from the environment: if it says something else, begin again with ours."""
        wanted = {"SEARCH_ENGINE": engine}
        if engine == "elasticsearch" and not settings.ELASTICSEARCH_URL:
            wanted["ELASTICSEARCH_URL"] = preparation.elasticsearch_address()
        if settings.SITE_URL == DEFAULT_SITE:
            wanted["SITE_URL"] = f"http://localhost:{port.strip()}"
        if any(getattr(settings, name) != value for name, value in wanted.items()):
            os.environ.update(wanted)
            begin_again()

    def _prepare(self) -> None:
        if "LOG_LEVEL" not in os.environ:
            # One bar a step: Wagtail tells each page that the demo makes.
            logging.getLogger("wagtail").setLevel(logging.WARNING)
        try:
            preparation.prepare_database(sys.stderr)
            preparation.prepare_apps(sys.stderr)
        except KeyboardInterrupt:
            raise CommandError("Stopped. make run goes on where this ended.") from None
        finally:
            connections.close_all()

    def _serve(self, reserved: socket.socket) -> None:
        port = reserved.getsockname()[1]
        self._lines = threading.Lock()
        self._supervisor = Supervisor(self._say)
        self._supervisor.listen_to_signals()
        self._supervisor.start(programs.web(reserved))
        welcomed = False
        watch = JobWatch()

        def every_second() -> None:
            nonlocal welcomed
            if welcomed:
                for line in watch.lines():
                    self._say("site", line)
            elif answers(port):
                welcomed = True
                self._welcome(port)
                # They come after, so that the first page does not share the processors with their start.
                self._supervisor.start(*programs.others())

        self._supervisor.run(every_second)
        self.stdout.write("Stopped.")

    def _say(self, name: str, line: str) -> None:
        if self._supervisor.stopping and " WARNING " in line:
            return  # that they have been asked to end
        with self._lines:
            self.stdout.write(f"{name:>6} | {line}")

    def _welcome(self, port: int) -> None:
        """Where the site is, and what the apps tell whoever started it."""
        with self._lines:
            self.stdout.write(f"\n{settings.WAGTAIL_SITE_NAME}: http://localhost:{port}\n")
            for line in starting.welcome():
                self.stdout.write(line)
            self.stdout.write("Ctrl-C ends everything.\n")


def begin_again() -> NoReturn:
    """Run the same command line in this process, with the environment as it is now."""
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  # as we were called ourselves


def answers(port: int) -> bool:
    """Whether the web server does, from a worker that has loaded the site."""
    visit = HTTPConnection(ports.HOST, port, timeout=10)  # never through a proxy that the environment names
    try:
        visit.request("GET", "/health")
        return visit.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        visit.close()


@contextmanager
def only_one() -> Iterator[None]:
    """Two sites on the same data would fight over the index. The lock falls with the process."""
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    with Path(settings.DATA_DIR, "run_site.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                "The site is already running from this folder: stop it first (Ctrl-C)."
            ) from None
        yield
