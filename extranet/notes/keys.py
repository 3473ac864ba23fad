"""The keys that notes are sealed with. They come from the environment and are nowhere in the database."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def keys() -> tuple[str, ...]:
    """The first seals, each of them opens. Raises ImproperlyConfigured if an installation has none."""
    if settings.NOTES_KEYS:
        return tuple(settings.NOTES_KEYS)
    if getattr(settings, "DEVELOPMENT", False):
        return (_own(Path(settings.DATA_DIR) / "notes.key"),)
    raise ImproperlyConfigured("NOTES_KEYS is empty: private notes can't be sealed.")


def fernets() -> tuple[Fernet, ...]:
    """Raises ImproperlyConfigured, and ValueError for a key that is none."""
    return _made(keys())


@cache
def _made(of: tuple[str, ...]) -> tuple[Fernet, ...]:
    return tuple(Fernet(key) for key in of)


def _own(path: Path) -> str:
    """Development's own key, made once. Of several processes that start at once, one makes it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix="notes-key-") as made:  # readable to its owner alone
            made.write(Fernet.generate_key())
            made.flush()
            try:
                os.link(made.name, path)
            except FileExistsError:
                pass
    return path.read_text().strip()
