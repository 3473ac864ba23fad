"""A process that uses the outbox as a site does, for tests that end it in the middle of its work.

It reads commands, a line each, and answers each with a line; settings, database and engine come from the
environment. What fails is answered with "failed" and the name of the exception.

    tables              make the outbox's tables in an empty database
    title TEXT          what stands before the number in the title of every thing from now on
    announce FROM TO    announce things FROM … TO-1 as changed
    rebuild             build an index of nothing
    drain               drain; answers with how many changes
    drain-and-hang N    drain, but stop for ever after having written the N-th batch, before it is
                        acknowledged; answers when there
    let-go              wait until nobody holds the drainer's lock
    waiting             how many changes wait
    found               how many things the index holds, and the words before the number in their titles
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

import django

FAMILY = "thing"


def main() -> None:
    django.setup()
    from intranet.finding import sources
    from intranet.finding.engine import current

    things = Things()
    sources._sources.clear()
    sources.register(things)
    engine = current()
    for line in sys.stdin:
        command, *arguments = line.split()
        try:
            if command == "title":
                things.title = arguments[0]
                answer: object = "ok"
            else:
                answer = COMMANDS[command](engine, *(int(argument) for argument in arguments))
        except Exception as error:  # noqa: BLE001  told to the test
            answer = f"failed {type(error).__name__}"
        say(answer)


class Things:
    """There are as many things as anybody asks for; none of them is listed."""

    family = FAMILY
    kinds: dict[str, str] = {}
    title = "Nummer"

    def count(self) -> int:
        return 0

    def iterate(self) -> Iterator[Any]:
        return iter(())

    def documents(self, pks: Collection[str]) -> Iterable[Any]:
        from intranet.finding.documents import IndexDocument

        return [
            IndexDocument(
                FAMILY, pk, "rutin", f"{self.title} {pk}", audience=("staff",), date=date(2026, 11, 22)
            )
            for pk in pks
        ]

    def below(self, pk: str) -> list[str]:
        return [pk]

    def check(self, viewer: object, pks: Collection[str]) -> dict[str, Any]:
        return {}


def tables(engine: Any) -> str:
    from django.db import connection

    from intranet.finding.models import IndexName, OutboxEntry

    with connection.schema_editor() as editor:
        editor.create_model(OutboxEntry)
        editor.create_model(IndexName)
    return "ok"


def announce(engine: Any, start: int, end: int) -> str:
    from django.db import transaction

    from intranet.finding import outbox, tasks

    tasks.wake = lambda: None
    for pk in range(start, end):
        with transaction.atomic():
            outbox.changed(FAMILY, pk)
    return "ok"


def rebuild(engine: Any) -> int:
    from intranet.finding.rebuilding import rebuild

    return rebuild()


def drain(engine: Any) -> int:
    from intranet.finding.draining import drain

    return drain()


def drain_and_hang(engine: Any, batches: int) -> None:
    from intranet.finding import draining

    write = engine.write
    left = [batches]

    def writing(batch: Any) -> None:
        write(batch)
        left[0] -= 1
        if not left[0]:
            say("written")
            threading.Event().wait()

    engine.write = writing
    draining.drain()


def let_go(engine: Any) -> str:
    from intranet.finding import lock

    with lock.held(lock.DRAIN, wait=True):
        return "ok"


def waiting(engine: Any) -> int:
    from intranet.finding.outbox import waiting

    return waiting()


def found(engine: Any) -> str:
    from intranet.access.scope import AccessScope
    from intranet.finding.request import SearchRequest

    results = engine.search(SearchRequest(scope=AccessScope(held=frozenset({"staff"})), page_size=100))
    return f"{results.total} {'+'.join(sorted({hit.title.split()[0] for hit in results.hits}))}"


def say(answer: object) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


COMMANDS: dict[str, Any] = {
    "tables": tables,
    "announce": announce,
    "rebuild": rebuild,
    "drain": drain,
    "drain-and-hang": drain_and_hang,
    "let-go": let_go,
    "waiting": waiting,
    "found": found,
}

if __name__ == "__main__":
    main()
