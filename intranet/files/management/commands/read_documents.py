"""Read the text of files now, instead of waiting for the worker; also of those that have been read before."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count
from django.utils import timezone

from intranet.files import reading
from intranet.files.versions import DocumentVersion
from intranet.jobs.progress import Bar


class Command(BaseCommand):
    help = (
        "Reads the text of the files that wait. Interrupted, it has kept what it has read; run it again. "
        "The worker may read at the same time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="read every file again, or with --state those"
        )
        parser.add_argument(
            "--state",
            choices=[state for state in DocumentVersion.Text.values if state != DocumentVersion.Text.READING],
            help="read the files in this state again: after a new version of a parser, say",
        )

    def handle(self, *_args: Any, again: bool, state: str | None, **_options: Any) -> None:
        if again or state:
            chosen = DocumentVersion.objects.all()
            reading.again(chosen.filter(text_state=state) if state else chosen)
        done = self._read()
        self.stdout.write(f"{done} {'file' if done == 1 else 'files'} read.")
        for row in (
            DocumentVersion.objects.order_by("text_state").values("text_state").annotate(count=Count("pk"))
        ):
            self.stdout.write(f"  {row['text_state']}: {row['count']}")

    def _read(self) -> int:
        bar = Bar(sys.stderr)
        bar.begin("Reading", reading.waiting(timezone.now()).count())
        done = 0
        try:
            while reading.read_next():
                done += 1
                bar.advance()
        finally:
            bar.end()
        return done
