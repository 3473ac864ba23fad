"""Bring in mandates from a CSV or XLSX file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from extranet.mandates.importing.run import import_mandates
from extranet.meetings.models import AgendaItem
from extranet.oversight.telling import mandates_changed
from intranet.jobs.progress import Bar
from intranet.tables.rows import UnreadableTableError


class Command(BaseCommand):
    help = "Läser in uppdrag från en CSV- eller XLSX-fil. Är en rad fel läses inget in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Visa vad som skulle hända, ändra inget.")
        parser.add_argument(
            "--end-missing",
            action="store_true",
            help="Avsluta uppdrag i filens organ som filen inte längre har. Sista dag blir i går.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"Filen {options['file']} finns inte. Kontrollera sökvägen.")
        try:
            outcome = import_mandates(
                options["file"],
                list(AgendaItem.Kind.choices),
                end_missing=options["end_missing"],
                dry_run=options["dry_run"],
                progress=Bar(sys.stderr),
            )
        except UnreadableTableError as error:
            raise CommandError(str(error)) from error
        if not (outcome.refused or outcome.dry_run):
            changed = [change.mandate for change in outcome.changes]
            mandates_changed({mandate.body for mandate in changed}, None)
        lines = "\n".join(outcome.lines())
        if outcome.refused:
            raise CommandError(lines)
        self.stdout.write(lines)
