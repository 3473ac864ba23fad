"""Load the demo's meetings, all of them unless told otherwise. For development only, as the rest of the demo."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from extranet.bodies.models import Body
from extranet.demo.loading import WHOLE, load_meetings
from intranet.demo.people import DemoError
from intranet.jobs.progress import Bar


class Command(BaseCommand):
    help = "Loads two years of the demo's meetings with their papers. May be interrupted and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--weeks",
            type=int,
            default=WHOLE,
            help=f"So many weeks before and after today (at most {WHOLE}).",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not getattr(settings, "DEVELOPMENT", False):
            raise CommandError("The demo is invented: it is loaded in development only.")
        if not 1 <= options["weeks"] <= WHOLE:
            raise CommandError(f"Give a number of weeks from 1 to {WHOLE}.")
        if not Body.objects.exists():
            raise CommandError("There are no bodies yet: run load_demo first.")
        try:
            made = load_meetings(Bar(sys.stderr, always=True), options["weeks"])
        except DemoError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made} meetings are loaded." if made else "They are all there already.")
