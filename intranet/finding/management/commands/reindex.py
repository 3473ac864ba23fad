"""Build the search index anew and swap it in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from intranet.finding import draining, rebuilding
from intranet.finding import engine as engines
from intranet.finding.engine import SearchUnavailable


class Command(BaseCommand):
    help = (
        "Builds the search index anew, aside, and swaps it in. The site can be used meanwhile. "
        "Interrupted, it leaves the present index as it was; run it again."
    )
    # What is wrong with mail or log-on does not keep the index from being mended, nor take its time.
    requires_system_checks = (engines.CHECKS,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--engine", help="fill another engine than the configured one, before a change of engine"
        )

    def handle(self, *_args: Any, engine: str | None = None, verbosity: int = 1, **_options: Any) -> None:
        if engine and engine not in engines.names():
            raise CommandError(f"no engine is called {engine} (there are: {', '.join(engines.names())})")
        other = engines.made(engine) if engine and engine != settings.SEARCH_ENGINE else None
        with tqdm(
            total=rebuilding.document_count(), unit="doc", desc="Indexing", disable=verbosity == 0
        ) as bar:
            try:
                count = rebuilding.rebuild(bar.update, on=other)
            except rebuilding.RebuildRunning:
                raise CommandError("another process is rebuilding the index") from None
            except SearchUnavailable as error:
                raise CommandError(f"the search engine does not answer: {error}") from error
        if other is None:
            draining.drain()
        self.stdout.write(f"{count} {'document' if count == 1 else 'documents'} indexed.")
