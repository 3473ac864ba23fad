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


def programs(web: socket.socket) -> tuple[Program, ...]:
    """Web (on the socket), the index's one writer, the other queues' worker, and the clock."""
    environment = {
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
    }
    memory = Path("/dev/shm")  # noqa: S108  # gunicorn's heartbeat, which must not wait for a disk
    return (
        Program(
            "web",
            (
                *(sys.executable, "-m", "gunicorn", "intranet.wsgi:application"),
                *("--bind", f"fd://{web.fileno()}"),
                *(
                    "--worker-class",
                    "gthread",
                    "--workers",
                    str(WEB_PROCESSES),
                    "--threads",
                    str(WEB_THREADS),
                ),
                *("--worker-tmp-dir", str(memory) if os.access(memory, os.W_OK) else str(settings.DATA_DIR)),
                *("--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"),
            ),
            environment,
            inherits=(web.fileno(),),
        ),
        Program("index", _manage("db_worker", "--queue-name", "index", "--no-startup-delay"), environment),
        Program("worker", _manage("db_worker", "--queue-name", "default,files,mail"), environment),
        Program("clock", _manage("run_due", "--forever"), environment),
    )


def _manage(*command: str) -> tuple[str, ...]:
    return (sys.executable, str(Path(settings.BASE_DIR, "manage.py")), *command)
