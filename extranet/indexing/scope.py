"""What a viewer holds in the index at a moment, from the same rights that the rule is asked with."""

from __future__ import annotations

from datetime import datetime

from extranet.access.rights import Rights, rights_of
from extranet.bodies.models import BodyRules
from extranet.indexing.names import held, item_key, of_secret_papers
from extranet.meetings.models import AgendaItem
from intranet.access.scope import AccessScope
from intranet.access.viewer import Viewer


def scope_of(viewer: Viewer, at: datetime) -> AccessScope:
    """The audiences that mandates, grants and broken glass give them; the items that they are recused from.

    Preparers and registrators find nothing here by being such: what they may open is not in the index.
    """
    if viewer.person is None:
        return AccessScope()
    rights = rights_of(viewer, at)
    return AccessScope(
        held=held(rights.reach).union(of_secret_papers(held(rights.reach_secret))),
        closed=_closed(rights),
        recused=frozenset(map(item_key, rights.recused)),
    )


def _closed(rights: Rights) -> frozenset[str]:
    """Items that they are recused from in bodies that then hide what is public, too."""
    if not rights.recused:
        return frozenset()
    hidden = AgendaItem.objects.filter(
        pk__in=rights.recused, meeting__body__recusal_hides=BodyRules.RecusalHides.ALL
    )
    return frozenset(map(item_key, hidden.values_list("pk", flat=True)))
