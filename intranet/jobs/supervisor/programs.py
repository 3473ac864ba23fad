"""The programs that one site consists of."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from django.conf import settings

from intranet.jobs.supervisor.program import Program

WEB_PROCESSES = 2
WEB_THREADS = 4


def web(listening: socket.socket) -> Program:
    """The web server, on a socket that listens already."""
    memory = Path("/dev/shm")  # noqa: S108  # gunicorn's heartbeat, which must not wait for a disk
    command = (
        *(sys.executable, "-m", "gunicorn", "intranet.wsgi:application"),
        *("--bind", f"fd://{listening.fileno()}"),
        *("--workers", str(WEB_PROCESSES), "--worker-class", "gthread", "--threads", str(WEB_THREADS)),
        *("--worker-tmp-dir", str(memory) if os.access(memory, os.W_OK) else str(settings.DATA_DIR)),
        *("--graceful-timeout", "5", "--log-level", "error", "--no-control-socket"),
    )
    return Program("web", command, _environment(), inherits=(listening.fileno(),))


def others() -> tuple[Program, ...]:
    """The index's one writer, the worker of the other queues, and the clock."""
    return (
        _managed("index", "db_worker", "--queue-name", "index", "--no-startup-delay"),
        _managed("worker", "db_worker", "--queue-name", "default,files,mail", "--no-startup-delay"),
        _managed("clock", "run_due", "--forever"),
    )


def _managed(name: str, *command: str) -> Program:
    manage = Path(settings.BASE_DIR, "manage.py")
    return Program(name, (sys.executable, str(manage), *command), _environment())


def _environment() -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
    }
