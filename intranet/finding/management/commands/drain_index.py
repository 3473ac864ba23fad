"""Write what waits in the outbox to the index now, instead of waiting for the worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intranet.finding import draining
from intranet.finding.engine import IndexNotReady, SearchUnavailable


class Command(BaseCommand):
    help = "Writes every waiting change to the search index. Does nothing if a worker is doing so already."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            done = draining.drain()
        except IndexNotReady as error:
            raise CommandError(f"{error}: run manage.py reindex") from error
        except SearchUnavailable as error:
            raise CommandError(f"the search engine does not answer: {error}; nothing is lost") from error
        self.stdout.write(f"{done} {'change' if done == 1 else 'changes'} written.")
