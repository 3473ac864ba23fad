"""How places of the extranet are named in the index: as audiences, and as what something lies within."""

from __future__ import annotations

from collections.abc import Iterable

from extranet.access.area import Area
from extranet.meetings.models import AgendaItem
from intranet.finding.documents import key

FAMILY = "paper"
"""Of index documents, whose key is that of a placement."""
ITEM, MEETING, BODY = "agendaitem", "meeting", "body"
SECRET_PAPERS = "secret"  # noqa: S105  # a word


def item_key(pk: int) -> str:
    return key(ITEM, pk)


def around(item: AgendaItem) -> tuple[str, ...]:
    """The places that an item lies within, itself first. Asks for its meeting."""
    return (item_key(item.pk), key(MEETING, item.meeting_id), key(BODY, item.meeting.body_id))


def audiences(item: AgendaItem) -> tuple[str, ...]:
    """Whatever a mandate's scope or a grant can name that reaches the item."""
    return (*around(item), _kind(item.meeting.body_id, item.kind))


def held(area: Area) -> frozenset[str]:
    """The audiences that somebody holds who reaches an area: `audiences(item) ∩ held(area) ≠ ∅` as `item in area`."""
    return frozenset(
        (
            *(item_key(pk) for pk in area.items),
            *(key(MEETING, pk) for pk in area.meetings),
            *(key(BODY, pk) for pk in area.bodies),
            *(_kind(body, kind) for body, kind in area.kinds),
        )
    )


def of_secret_papers(names: Iterable[str]) -> tuple[str, ...]:
    """The same places, for those who may read secret papers there."""
    return tuple(f"{name}:{SECRET_PAPERS}" for name in names)


def _kind(body: int, kind: str) -> str:
    return f"{key(BODY, body)}:{kind}"
