"""One paper with its reader's name on every page; nothing else of it is changed."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from extranet.bundles.binding import sources
from extranet.bundles.binding.sources import LeftOut
from extranet.bundles.binding.stamps import Stamper


def mark(path: str, text: str, out: str) -> str:
    """Write the paper with the mark to `out`; why it can't be marked (a code of `plan`), or nothing."""
    try:
        source = sources.opened(path)
    except LeftOut as left:
        return left.why
    with source.pdf as pdf:
        stamper = Stamper(pdf, text)
        for page, box in zip(pdf.pages, source.boxes, strict=True):
            stamper.stamp(page, box, "", tagged=True, marked=True)
        with Path(out).open("r+b") as file:  # it is there already, readable to its owner alone
            file.truncate()  # of what an earlier try has left
            pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return ""
