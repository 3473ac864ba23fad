"""Web pages saved from somewhere else."""

from __future__ import annotations

from bs4 import BeautifulSoup

from home.importing.fields import known_name
from home.importing.markup import Markup
from home.importing.source import Source

_META = {"description": "summary", "keywords": "keywords"}


def read_webpage(data: bytes) -> Source:
    """Fields come from meta tags (`<meta name="owner" content="…">`), the rest from the main part."""
    page = BeautifulSoup(data, "lxml")
    written: dict[str, str] = {}
    for meta in page.find_all("meta", attrs={"name": True, "content": True}):
        name = _META.get(str(meta["name"]).lower(), str(meta["name"]))
        if known_name(name):
            written[name] = str(meta["content"])
    markup = Markup(tick_lists=written.get("kind", "").strip() == "checklista")
    root = page.find("main") or page.find("article") or page.body or page
    blocks = markup.blocks(root)
    title = " ".join(page.title.get_text().split()) if page.title else ""
    return Source(
        written,
        strict=False,
        title=title,
        blocks=blocks,
        text=data.decode(page.original_encoding or "utf-8", errors="replace"),
        problems=markup.problems,
        notes=markup.notes,
    )
