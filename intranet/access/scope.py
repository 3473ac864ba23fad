"""What a viewer's rights come to inside a search index.

An index document says where it is, not who may see it; these sets say, for one viewer at this moment, which
of those places are theirs. So a changed right acts at once and reindexes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from intranet.access.viewer import Viewer

PEOPLE = "people"
PROTECTED_PEOPLE = "people:protected"


@dataclass(frozen=True)
class AccessScope:
    """A document is in scope if `audience ∩ held ≠ ∅`, `within ∩ closed = ∅` and (`item ∉ recused` or `public`)."""

    held: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()

    def __or__(self, other: AccessScope) -> AccessScope:
        return AccessScope(self.held | other.held, self.closed | other.closed, self.recused | other.recused)


ScopeSource = Callable[[Viewer, datetime], AccessScope]
"""What somebody else's rule gives a viewer at a moment, asked for with each question."""

_sources: dict[str, ScopeSource] = {}


def register(name: str, source: ScopeSource) -> None:
    """Called from the AppConfig.ready of an app with things of its own to find; a second of its name replaces it."""
    _sources[name] = source


def scope_for(viewer: Viewer, at: datetime | None = None) -> AccessScope:
    """The viewer's places at a moment (now unless given), as the index names them."""
    moment, scope = at or timezone.now(), _of_pages_and_files(viewer)
    for source in _sources.values():
        scope |= source(viewer, moment)
    return scope


def _of_pages_and_files(viewer: Viewer) -> AccessScope:
    held = {section_key(page_id) for page_id in viewer.places.pages.admitted_ids}
    held |= {collection_key(pk) for pk in viewer.places.collections.admitted_ids}
    if viewer.has_role:
        held.add(PEOPLE)
    if viewer.handles_protected:
        held.add(PROTECTED_PEOPLE)
    closed = {page_key(page_id) for page_id in viewer.places.pages.closed_ids}
    closed |= {collection_key(pk) for pk in viewer.places.collections.closed_ids}
    return AccessScope(held=frozenset(held), closed=frozenset(closed))


def section_key(page_id: int | None) -> str:
    """The audience a page belongs to: its nearest section, or the default one (None)."""
    return f"section:{page_id or 'default'}"


def page_key(page_id: int) -> str:
    return f"page:{page_id}"


def collection_key(collection_id: int | None) -> str:
    return f"collection:{collection_id or 'default'}"
