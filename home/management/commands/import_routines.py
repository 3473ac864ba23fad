"""Bring in a folder of Markdown, web pages and Word files as knowledge pages."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.importing.checking import Defaults
from home.importing.claim import BusyError
from home.importing.lookups import Lookups
from home.importing.routines import NoPlaceError, import_routines
from intranet.jobs.progress import Bar


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ArgumentTypeError(f"”{written}” är inget datum. Skriv det som 2026-11-22.") from None


class Command(BaseCommand):
    help = "Läser in en mapp med .md, .html och .docx som utkast, eller med --publish som gällande texter."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Visa vad som skulle hända, ändra inget.")
        parser.add_argument(
            "--unit", nargs="+", default=[], metavar="KOD", help="Enheter, om filen inte säger något annat."
        )
        parser.add_argument(
            "--owner", default="", metavar="SLAG@ENHET", help="Ägare, om filen inte säger något annat."
        )
        parser.add_argument("--publish", action="store_true", help="Texterna är beslutade och gäller.")
        parser.add_argument("--decided-by", default="", metavar="SLAG@ENHET", help="Vem som har beslutat.")
        parser.add_argument("--decided-on", type=_day, metavar="DATUM", help="När det beslutades.")
        parser.add_argument(
            "--under", default="", metavar="ADRESS", help="Ingångssidan som sidorna läggs under."
        )
        parser.add_argument(
            "--skip-wrong",
            action="store_true",
            help="Läs in de andra filerna fast några har fel. Annars läses inget in.",
        )
        parser.add_argument(
            "--replace-edited",
            action="store_true",
            help="Skriv över sidor som har ändrats på webbplatsen eller lästs in från en annan mapp.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["path"].exists():
            raise CommandError(f"Mappen {options['path']} finns inte. Kontrollera sökvägen.")
        defaults = Defaults(
            owner=options["owner"],
            units=tuple(options["unit"]),
            publish=options["publish"],
            decided_by=options["decided_by"],
            decided_on=options["decided_on"],
        )
        self._check(defaults)
        try:
            outcome = import_routines(
                options["path"],
                defaults=defaults,
                under=options["under"],
                replace_edited=options["replace_edited"],
                skip_wrong=options["skip_wrong"],
                dry_run=options["dry_run"],
                progress=Bar(sys.stderr),
            )
        except (NoPlaceError, BusyError) as error:
            raise CommandError(str(error)) from error
        lines = "\n".join(outcome.lines())
        if (outcome.stopped or outcome.all_refused) and not outcome.dry_run:
            raise CommandError(lines)
        self.stdout.write(lines)

    @staticmethod
    def _check(defaults: Defaults) -> None:
        """Said once for the command, not once a file."""
        lookups = Lookups.load()
        for code in filter(None, (defaults.owner, defaults.decided_by)):
            if code not in lookups.functions:
                raise CommandError(f"Funktionen {code} finns inte. Skriv den som chef@KLK-HR.")
        for code in defaults.units:
            if code not in lookups.units:
                raise CommandError(f"Enheten {code} finns inte.")
        if (defaults.decided_by or defaults.decided_on) and not defaults.publish:
            raise CommandError("--decided-by och --decided-on hör ihop med --publish.")
