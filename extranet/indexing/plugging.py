"""Where the rest of the site is told that papers can be found."""

from __future__ import annotations

from extranet.indexing import capture
from extranet.indexing.names import FAMILY, ITEM, MEETING
from extranet.indexing.scope import scope_of
from extranet.indexing.source import PaperSource
from intranet.access import scope
from intranet.finding import sources


def register() -> None:
    """Called from AppConfig.ready."""
    sources.register(PaperSource())
    sources.follow(FAMILY, ITEM, capture.on_items)
    sources.follow(FAMILY, MEETING, capture.at_meetings)
    scope.register(FAMILY, scope_of)
