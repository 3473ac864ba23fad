from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from intranet.jobs.clock import run_due


class Command(BaseCommand):
    help = "Does what is due, from the database's own state. A timer runs it every minute; --forever is its own timer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="Come round each minute until stopped.")

    def handle(self, *_args: Any, forever: bool = False, **_options: Any) -> None:
        stop = threading.Event()
        if forever:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while True:
            for item in run_due():
                if item.error:
                    self.stderr.write(f"{item.name}: {item.error}")
                elif item.done:
                    self.stdout.write(f"{item.name}: {item.done}")
            close_old_connections()
            if not forever or stop.wait(60):
                return
