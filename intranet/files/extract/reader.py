"""Reading a file, whatever it is; what the confined child is asked to do.

Gives one list [position, kind, label, text] for each place with text, and at last one object that says what
the file is, how many places it has and what was wrong. Never raises on what the file contains, but for
MemoryError: what a broken file leads a library into is "damaged", and what nobody foresaw is told of by its
class and its places in the code as `unforeseen`.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path, PurePath
from typing import Any

from intranet.files import types
from intranet.files.detect import disagrees, media_type
from intranet.files.extract.places import LONGEST_TEXT, MOST_PLACES, Place, Problem

MODULES = {
    types.PDF: "pdf",
    types.DOCX: "docx",
    types.XLSX: "xlsx",
    types.PPTX: "pptx",
    types.ODT: "odt",
    types.TXT: "txt",
}
"""Imported when such a file comes: each costs a tenth of a second and some ten megabytes."""


def read(path: str, filename: str, most_places: int = MOST_PLACES) -> Iterator[Any]:
    """`filename`: what its owner calls it; `path` is where it lies."""
    with Path(path).open("rb") as file:
        kind = media_type(file)
        empty = file.seek(0, 2) == 0
    count, problem, unforeseen = 0, "", ""
    if empty:
        problem = "empty"
    else:
        try:
            for place in _bounded(_reader(kind, filename)(Path(path)), most_places):
                count = max(count, place.position)
                if place.text:
                    yield [place.position, place.kind, place.label, place.text]
        except Problem as stopped:
            problem = stopped.code
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  # parsers meet what nobody foresaw
            problem, unforeseen = "damaged", f"{type(error).__name__} at {_places(error)}"
    if not problem and not count:
        problem = "no_text"
    if not problem and disagrees(filename, kind):
        problem = "other_name"
    end: dict[str, Any] = {"media_type": kind, "places": count, "problem": problem}
    yield {**end, "unforeseen": unforeseen} if unforeseen else end


def _places(error: BaseException) -> str:
    """Where in the code it happened; what the error says may quote the file."""
    trace = traceback.extract_tb(error.__traceback__)
    return " ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in trace[-4:])


def _reader(kind: str, filename: str) -> Callable[[Path], Iterator[Place]]:
    if kind in MODULES:
        reader: Callable[[Path], Iterator[Place]] = import_module(
            f"intranet.files.extract.{MODULES[kind]}"
        ).places
        return reader
    raise Problem(_why_not(kind, filename))


def _why_not(kind: str, filename: str) -> str:
    if because := types.unread_because(kind):
        return because
    promised = types.EXTENSIONS.get(PurePath(filename).suffix.lower(), frozenset())
    if promised & types.READ and kind in (types.ZIP, types.UNKNOWN):
        return "damaged"  # it should have been one of ours
    return "not_text"


def _bounded(places: Iterator[Place], most_places: int) -> Iterator[Place]:
    length = 0
    for count, place in enumerate(places):
        if count >= most_places:
            raise Problem("too_many_places")
        length += len(place.text)
        if length > LONGEST_TEXT:
            raise Problem("too_long")
        yield place
