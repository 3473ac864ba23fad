"""What a viewer's rights come to inside a search index.

An index document says where it is, not who may see it; these sets say, for one viewer at this moment, which
of those places are theirs. So a changed right acts at once and reindexes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from intranet.access.viewer import Viewer

PEOPLE = "people"
PROTECTED_PEOPLE = "people:protected"


@dataclass(frozen=True)
class AccessScope:
    """A document is in scope if `audience ∩ held ≠ ∅`, `within ∩ closed = ∅` and (`item ∉ recused` or `public`)."""

    held: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()


def scope_for(viewer: Viewer) -> AccessScope:
    """The viewer's places, as the index names them."""
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
