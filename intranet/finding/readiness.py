"""What `/ready` tells of the search: does the engine answer, and how far behind is the index."""

from __future__ import annotations

from django.db.models import Count, Min

from intranet.finding import draining
from intranet.finding.engine import SearchUnavailable
from intranet.finding.models import OutboxEntry
from intranet.jobs.readiness import State, backlog


def index() -> State:
    """Whether the engine answers from an index that every change so far has gone to."""
    try:
        if draining.index_is_ours():
            return State()
    except SearchUnavailable:
        return State("the search engine does not answer")
    return State("the search index has to be built")


def changes() -> State:
    """How many changes the index does not have yet."""
    waiting = OutboxEntry.objects.filter(written=False)
    numbers = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
    return backlog(numbers["count"], numbers["oldest"], "changes to the search index")
