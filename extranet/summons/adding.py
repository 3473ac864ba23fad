"""Publishing what has come after the summons: late items, late papers, replacements; all of it at one moment."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from extranet.meetings.models import Meeting
from extranet.summons import kinds
from extranet.summons.models import Addition, Override
from extranet.summons.publishing import draft_items, draft_placements, publish
from extranet.summons.recipients import called_to
from extranet.summons.sending import NotNowError
from intranet.notices import queue

TAKES_MORE = frozenset({Meeting.State.SUMMONED, Meeting.State.HELD})


def waits(meeting: Meeting) -> bool:
    """Whether something has come since the summons that the body does not read yet."""
    if meeting.state not in TAKES_MORE:
        return False
    return draft_placements(meeting).exists() or draft_items(meeting).exists()


def add(meeting: Meeting, by: int, keys: Iterable[str]) -> Addition | None:
    """Publish all drafts of a meeting that the caller's transaction holds, marked late, and tell whom it is for.

    None if nothing waits (any more): then somebody else has published it. What is replaced stays as it is. Raises
    NotNowError for a meeting whose summons is not sent or whose minutes are attested.
    """
    if meeting.state not in TAKES_MORE:
        raise NotNowError
    at = timezone.now()
    published = publish(meeting, at, late=True)
    if not published:
        return None
    addition = Addition.objects.create(
        meeting=meeting,
        published_at=at,
        published_by_id=by,
        items=len(published.items),
        papers=len(published.placements),
    )
    passed_over = Override.objects.filter(meeting=meeting, key__in=list(keys), summons=None, addition=None)
    passed_over.update(addition=addition)
    others = [one.person.pk for one in called_to(meeting, at) if one.person.pk != by]
    # Who may see none of it is not told: the kind asks the rule when it is counted, shown and mailed.
    Addition.objects.filter(pk=addition.pk).update(told=len(others))
    addition.told = len(others)
    queue.put(kinds.ADDED, others, addition, by=by)
    return addition
