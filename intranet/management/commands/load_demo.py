"""Load the demo municipality. For development only: its people have a password that everybody knows."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from intranet.demo import registry, rest
from intranet.demo.people import DemoError
from intranet.jobs.models import Job
from intranet.jobs.progress import Bar


class Command(BaseCommand):
    help = "Loads the demo municipality. May be interrupted and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        part = parser.add_mutually_exclusive_group()
        part.add_argument(
            "--first", action="store_true", help="Only what the first page needs; the rest is queued."
        )
        part.add_argument("--rest", action="store_true", help="Only the rest.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not getattr(settings, "DEVELOPMENT", False):
            raise CommandError(
                "The demo has accounts with a known password: it is loaded in development only."
            )
        progress = Bar(sys.stderr)
        try:
            if not options["rest"]:
                registry.load_first(progress)
                self.stdout.write("The first part of the demo is loaded.")
            if options["first"]:
                rest.ask_for_rest()
            else:
                registry.load_rest(progress)
                Job.objects.filter(key=rest.KEY).update(state=Job.State.DONE, message="")
                self.stdout.write("The whole demo is loaded.")
        except DemoError as error:
            raise CommandError(str(error)) from error
        finally:
            progress.end()
