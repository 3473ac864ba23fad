"""What a combined PDF is measured against: the pages of the same papers merged by qpdf, and nothing else done."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pikepdf


def bare(papers: list[str], out: str) -> int:
    """qpdf's own copying of pages, through pikepdf; how many pages that was. Runs in a confined child."""
    with ExitStack() as stack, pikepdf.new() as merged:
        for paper in papers:
            merged.pages.extend(stack.enter_context(pikepdf.open(paper)).pages)
        with Path(out).open("r+b") as file:
            file.truncate()
            merged.save(file)
        return len(merged.pages)
