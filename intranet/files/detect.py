"""What a file is, by its content; its name can say anything."""

from __future__ import annotations

import filetype
from django.core.files.storage import default_storage

# What a browser may show by itself. Anything else, SVG above all, is only ever downloaded: it could hold script.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
FIRST_BYTES = 262  # as many as the detector's patterns look at


def shown_type(name: str) -> str | None:
    """The media type of a stored file that a browser may show; None for one to download. Reads its first bytes."""
    with default_storage.open(name) as file:
        kind = filetype.guess(file.read(FIRST_BYTES))
    return kind.mime if kind is not None and kind.mime in SHOWN else None
