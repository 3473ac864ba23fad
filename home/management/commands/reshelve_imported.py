"""Move what early imports put in two collections for all to where the readers of its page are."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from home.importing import reshelving
from intranet.jobs.progress import Bar

WORDS = {
    reshelving.MOVED: "moved to a collection for their page's readers",
    reshelving.RIGHT: "lie right already",
    reshelving.DIFFERENT: "stand on pages for different people: left",
    reshelving.NARROWER: "lie where fewer are let in than to their page: left",
    reshelving.PASSWORD: "stand on a page behind a shared password: left",
    reshelving.NO_PAGE: "stand on no page: left",
}


class Command(BaseCommand):
    help = (
        "Moves pictures and documents out of the collections of early imports, each to one for exactly the readers "
        "of its page, never to more people than now. Interrupted, it has kept what it has moved; run it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and change nothing"
        )

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        bar = Bar(sys.stderr)
        try:
            outcome = reshelving.reshelve(bar, dry_run=dry_run)
        finally:
            bar.end()
        if dry_run:
            self.stdout.write("Nothing has been changed. This would be:")
        if not outcome.counts:
            self.stdout.write("The collections of early imports are empty, or there are none.")
        for result, words in WORDS.items():
            if outcome.counts[result]:
                self.stdout.write(f"{outcome.counts[result]:>6} {words}")
        for why, file, pages in outcome.left:
            named = ", ".join(map(str, pages)) or "none"
            self.stdout.write(f"  {file}: {WORDS[why].partition(':')[0]} (pages {named})")
