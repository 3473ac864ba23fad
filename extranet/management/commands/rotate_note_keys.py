"""Seal all private notes with the first of NOTES_KEYS. How keys are changed stands in docs/operations/keys.md."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from extranet.notes.models import Note
from extranet.notes.rotation import Rotated, rotate
from intranet.jobs.progress import Bar


class Command(BaseCommand):
    help = "Krypterar om alla anteckningar med den första nyckeln i NOTES_KEYS. Går att avbryta och börja om."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", action="store_true", help="Räkna hur många som återstår, ändra inget.")

    def handle(self, *_args: Any, **options: Any) -> None:
        bar = Bar(sys.stderr)
        bar.begin("Anteckningar", Note.objects.count())
        told, before = Rotated(), 0
        for told in rotate(only_count=options["count"]):
            done = told.sealed + told.already + told.lost
            bar.advance(done - before)
            before = done
        bar.end()
        what = "återstår att kryptera om" if options["count"] else "krypterades om"
        self.stdout.write(f"{told.sealed} {what}. {told.already} har redan den första nyckeln.")
        if told.lost:
            raise CommandError(
                f"{told.lost} kunde inte läsas med någon av nycklarna i NOTES_KEYS. De är kvar som de är. "
                "Lägg till nyckeln som de krypterades med, sist i listan."
            )
