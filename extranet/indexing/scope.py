"""What a viewer holds in the index at a moment, from the same rights that the rule is asked with."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime, timedelta

from extranet.access.rights import Rights, rights_of
from extranet.bodies.models import BodyRules
from extranet.indexing.names import held, item_key, of_secret_papers
from extranet.meetings.models import AgendaItem
from intranet.access.scope import AccessScope
from intranet.access.viewer import Viewer

MOMENT = timedelta(seconds=5)
"""For how long what was read of a viewer is that of the same request."""
_known: ContextVar[tuple[Viewer, datetime, Rights | None] | None] = ContextVar("known", default=None)


def scope_of(viewer: Viewer, at: datetime) -> AccessScope:
    """The audiences that mandates, grants and broken glass give them; the items that they are recused from.

    Preparers and registrators find nothing here by being such: what they may open is not in the index.
    """
    rights = rights_now(viewer, at)
    if rights is None:
        return AccessScope()
    return AccessScope(
        held=held(rights.reach).union(of_secret_papers(held(rights.reach_secret))),
        closed=_closed(rights),
        recused=frozenset(map(item_key, rights.recused)),
    )


def rights_now(viewer: Viewer, at: datetime) -> Rights | None:
    """What a viewer holds, or None for who reaches nothing; read once for a search, its offers and the check of hits.

    Of one viewer, who is resolved for one request, and not longer than a moment.
    """
    known = _known.get()
    if known is not None and known[0] is viewer and timedelta() <= at - known[1] < MOMENT:
        return known[2]
    rights = rights_of(viewer, at) if viewer.is_elected or viewer.is_involved else None
    _known.set((viewer, at, rights))
    return rights


def _closed(rights: Rights) -> frozenset[str]:
    """Items that they are recused from in bodies that then hide what is public, too."""
    if not rights.recused:
        return frozenset()
    hidden = AgendaItem.objects.filter(
        pk__in=rights.recused, meeting__body__recusal_hides=BodyRules.RecusalHides.ALL
    )
    return frozenset(map(item_key, hidden.values_list("pk", flat=True)))
