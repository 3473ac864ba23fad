"""Where bundles lie: beside the papers' own store, readable to the site alone, by names that say nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from django.conf import settings


def folder() -> Path:
    """Outside MEDIA; no web server may be given it. Not in need of a backup: all of it can be made again."""
    return Path(settings.PAPERS_DIR).absolute().with_name("bundles")


def new() -> str:
    """The name of an empty file, 0600, for a bundle to be written into."""
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = uuid4().hex
    os.close(os.open(place / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return name


def path(name: str) -> Path:
    """Of a name that `new` gave."""
    return folder() / name


def remove(name: str) -> None:
    if name:
        path(name).unlink(missing_ok=True)


def older_than(moment: float) -> Iterator[str]:
    """Names of files last written before a moment (seconds since 1970)."""
    place = folder()
    for entry in place.iterdir() if place.is_dir() else ():
        try:
            if entry.is_file() and entry.stat().st_mtime < moment:
                yield entry.name
        except FileNotFoundError:
            continue
