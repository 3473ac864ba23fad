from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Brings the catalogues in locale/ up to date with the code and templates, and compiles them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail if something is not translated."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        try:
            from intranet.language import catalogues
        except ImportError:
            raise CommandError(
                "Catalogues are made with polib: pip install -r requirements-dev.txt."
            ) from None
        root = Path(settings.BASE_DIR)
        whole = True
        for language in catalogues.LANGUAGES:
            found = (catalogues.shortcomings if check else catalogues.update)(root, language)
            for what, some in (("not translated", found.missing), ("wrong placeholders", found.wrong)):
                for text in some:
                    self.stdout.write(f"{language}: {what}: {text}")
            whole = whole and not found
        if not check:
            for path in catalogues.compile_all(root):
                self.stdout.write(f"compiled {path.relative_to(root)}")
        elif not whole:
            raise CommandError("The catalogues lack something: make messages, then translate what is new.")
