"""Bring in entities, units, workplaces, people, employments and functions from one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intranet.jobs.progress import Bar
from intranet.people.organisation_import.run import import_organisation
from intranet.tables.rows import UnreadableTableError


class Command(BaseCommand):
    help = "Läser in organisation och personer från en CSV- eller XLSX-fil. Är en rad fel läses inget in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Visa vad som skulle hända, ändra inget.")
        parser.add_argument(
            "--deactivate-missing",
            action="store_true",
            help="Avaktivera personer som saknas i filen, och avsluta anställningar och funktioner "
            "som filens personer inte längre har.",
        )
        parser.add_argument(
            "--reactivate", action="store_true", help="Aktivera igen dem i filen som är avaktiverade."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"Filen {options['file']} finns inte. Kontrollera sökvägen.")
        try:
            outcome = import_organisation(
                options["file"],
                dry_run=options["dry_run"],
                deactivate_missing=options["deactivate_missing"],
                reactivate=options["reactivate"],
                progress=Bar(sys.stderr),
            )
        except UnreadableTableError as error:
            raise CommandError(str(error)) from error
        lines = "\n".join(outcome.lines())
        if outcome.refused:
            raise CommandError(lines)
        self.stdout.write(lines)
