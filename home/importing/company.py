"""Reading the files of a folder in a process of its own, inside limits. Many share one, as long as all goes well.

A process for each of ten thousand files would take longer to start than to read. So some are read in company;
the file over which their process dies, or takes too long, is read once more alone, with the whole time and
memory for itself, and if that does not help either it is refused. The others are read as if it had not been there.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from home.importing.source import Source
from home.importing.wire import Said, restored
from intranet.files import confined

log = logging.getLogger(__name__)
SECONDS = 60
MEGABYTES = 1024
ANSWER_MEGABYTES = 160  # a file of the largest size, its pictures as text
TOGETHER = 40
READER = "home.importing.wire.read_files"
SLOW = "Filen tog för lång tid att läsa. Dela den, eller öppna den och spara om den."
LARGE = "Filen kräver för mycket minne att läsa. Dela den eller gör bilderna mindre."
CRASHED = "Filen gick inte att läsa. Öppna den och spara om den, eller kopiera texten till ett nytt dokument."


@dataclass
class Reading:
    """What came of one file: a source with its pictures, or why it could not be read."""

    source: Source | None = None
    refused: str = ""
    digest: str = ""  # SHA-256 of the bytes that were read
    size: int = 0  # bytes


def readings(paths: Iterable[Path]) -> Generator[Reading, None, None]:
    """One for each file, in order, as they are asked for. Closing it ends the process that reads."""
    coming = iter(paths)
    company = list(islice(coming, TOGETHER))
    while company:
        read = 0
        try:
            with closing(_read(company)) as answers:
                for reading in islice(answers, len(company)):
                    yield reading
                    read += 1
        except confined.ConfinedError as error:
            log.info("files were read one by one after %s", type(error).__name__)
        left = company[read:]
        if left:
            yield _alone(left.pop(0))
        company = [*left, *islice(coming, TOGETHER - len(left))]


def why(error: confined.ConfinedError) -> str:
    """What whoever sent the file in is told."""
    if isinstance(error, confined.TimedOut):
        return SLOW
    return LARGE if isinstance(error, confined.TooLarge) else CRASHED


def _alone(path: Path) -> Reading:
    try:
        with closing(_read([path])) as coming:
            return next(coming, Reading(refused=CRASHED))
    except confined.ConfinedError as error:
        # The class and the place in the code, never the name of the file: the log's reader may not know of it.
        log.warning("a file of a folder could not be read: %s %s", type(error).__name__, error)
        return Reading(refused=why(error))


def _read(paths: Sequence[Path]) -> Generator[Reading, None, None]:
    """Raises ConfinedError when the process comes to a bad end."""
    answers = confined.stream(
        READER,
        [str(path) for path in paths],
        seconds=SECONDS,
        megabytes=MEGABYTES,
        answer_megabytes=ANSWER_MEGABYTES,
    )
    with closing(answers):
        reading = Reading()
        for answer in answers:
            _take(reading, answer)
            if "end" in answer:
                yield reading
                reading = Reading()


def _take(reading: Reading, answer: Said) -> None:
    if "opened" in answer:
        reading.digest, reading.size = answer["opened"], answer["size"]
    elif "source" in answer:
        reading.source = restored(answer["source"])
    elif "picture" in answer and reading.source is not None:
        reading.source.pictures[answer["picture"]] = base64.b64decode(answer["data"])
    elif "unreadable" in answer:
        reading.source, reading.refused = None, answer["unreadable"]
    elif "raised" in answer:
        log.warning("a file of a folder could not be read: %s at %s", answer["raised"], answer["at"])
        reading.source, reading.refused = None, CRASHED
