"""A single paper with its reader's name on every page, made by a confined child: it opens what people send in."""

from __future__ import annotations

import logging
from typing import BinaryIO

from django.utils import timezone

from extranet.bundles import files, limits
from extranet.bundles.watermark import mark
from extranet.papers.models import PaperVersion
from extranet.papers.storing import opened
from extranet.placements.models import Placement
from intranet.files.confined import Crashed, TimedOut, TooLarge, run
from intranet.people.models import Person

log = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024


class TakesLongError(Exception):
    """It takes more time, or memory, than there is."""


def marked_now(placement: Placement, person: Person) -> BinaryIO:
    """While somebody waits. Raises TakesLongError for what is to be made as a bundle, and FileNotFoundError."""
    if placement.version.size > limits.MARKED_AT_ONCE * MEGABYTE:
        raise TakesLongError
    return marked(placement.version, mark(person, timezone.now()), limits.MARK_SECONDS)


def marked(version: PaperVersion, text: str, seconds: float) -> BinaryIO:
    """The bytes of a PDF with the mark, or as they are if it can't be marked.

    Raises TakesLongError, and FileNotFoundError for a file that is gone.
    """
    opened(version).close()
    size = version.size // MEGABYTE
    name = files.new()
    try:
        why = run(
            "extranet.bundles.binding.single.mark",
            *(version.file.path, text, str(files.path(name))),
            seconds=seconds,
            megabytes=limits.MEMORY + 2 * size,
            written_megabytes=2 * size + 64,
        )
        return opened(version) if why else files.path(name).open("rb")
    except Crashed as crash:  # as one that is broken in a way that can be told
        log.warning("paper version %s could not be marked: %s", version.pk, crash)
        return opened(version)
    except (TimedOut, TooLarge) as large:
        raise TakesLongError from large
    finally:
        files.remove(name)  # what is open stays readable until it is closed
