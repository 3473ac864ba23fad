"""The pages that a device shows without a network: whole, without a form, a script or anything of who reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from extranet.meetings.models import Meeting
from extranet.offline.contents import Contents, ItemLine, PaperLine
from intranet.files.types import SHOWN

STYLES = (
    *("tokens", "reset", "base", "layout", "header", "button", "chip", "card", "answer", "prose", "list"),
    *("notice", "print"),
)
BANNER = "<!-- banner -->"
"""Where a page holds the word that it is a copy, put there as it is shown: the page itself changes less often."""


def styles() -> list[str]:
    """Addresses of the style sheets that the pages name, to be kept with them."""
    ground = [static(f"intranet/css/{name}.css") for name in STYLES]
    return [*ground, static("extranet/reading.css"), static("extranet/offline.css"), reverse("brand_css")]


def pages(meeting: Meeting, contents: Contents) -> dict[str, str]:
    """Each page by its address on the site."""
    shown = {"meeting": meeting, "body": meeting.body, "styles": styles(), "banner": BANNER}
    found = {
        reverse("meeting", args=[meeting.pk]): _page("meeting", shown, items=contents.items),
    }
    listed = contents.kept
    for item in contents.items:
        found[item.url] = _page("item", shown, item=item)
        for paper in item.papers:
            found[paper.url] = _paper(shown, item, paper, listed)
    return found


def banner(made: datetime, last: date) -> str:
    return render_to_string("extranet/offline/kept_banner.html", {"made": made, "last": last})


def shell(kept: Iterable[tuple[Meeting, date]]) -> dict[str, str]:
    """The pages that belong to no meeting: which are kept, that one has grown too old, that something is not kept."""
    shown: dict[str, Any] = {"styles": styles(), "banner": ""}
    return {name: _page(name, shown, kept=list(kept)) for name in ("start", "expired", "missing")}


def _paper(shown: dict[str, Any], item: ItemLine, paper: PaperLine, listed: Sequence[PaperLine]) -> str:
    place = next((n for n, line in enumerate(listed) if line.placement.pk == paper.placement.pk), None)
    return _page(
        "paper",
        shown,
        item=item,
        paper=paper,
        opens_in_browser=paper.placement.version.content_type in SHOWN,
        previous=listed[place - 1] if place else None,
        following=listed[place + 1] if place is not None and place + 1 < len(listed) else None,
    )


def _page(name: str, shown: dict[str, Any], **more: Any) -> str:
    return render_to_string(f"extranet/offline/kept_{name}.html", {**shown, **more})
