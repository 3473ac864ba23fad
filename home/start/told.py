"""What the start page says of one's notices: the newest that are unread; the rest is in the inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from intranet.access.requests import ViewerRequest
from intranet.notices import inbox
from intranet.notices.presentation import row

SHOWN = 3


def told(request: ViewerRequest, since: datetime) -> dict[str, Any]:
    """`rows`, how many more there are (`more`), and whether any came after `since` (`new`).

    The header's query serves both; what is shown costs one more for each of its kinds.
    """
    unread = inbox.unread(request)
    entries = inbox.entries(request.viewer, unread.newest[:SHOWN], unread.found)
    return {
        "rows": [row(entry) | {"meta": str(entry.kind.label), "state": None} for entry in entries],
        "more": max(0, unread.count - len(entries)),
        "new": any(entry.notice.due >= since for entry in entries),
    }
