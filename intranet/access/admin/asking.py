"""Who uses the admin just now, for those parts of Wagtail that are not told."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from wagtail.models import Collection, CollectionMember, Page

from intranet.access.viewer import Viewer, viewer_of
from intranet.people.models import Person

# Set by the guard for the length of a request to the admin; None everywhere else.
current: ContextVar[Viewer | None] = ContextVar("admin_viewer", default=None)


def viewer_for(user: Any) -> Viewer:
    """The viewer that a user is: the request's own, with the shared passwords that it has given, if it asks."""
    viewer = current.get()
    if viewer is not None and viewer.person is not None and viewer.person.pk == user.pk:
        return viewer
    return viewer_of(user)


def may_name(viewer: Viewer, thing: Model) -> bool:
    """Whether somebody may be shown the name of a page, a file, a collection or a person in the admin.

    A draft is its editors' to see, so unlike on the site a page need not be live, nor a person active.
    """
    if isinstance(thing, Page):
        return thing.depth == 1 or viewer.places.pages.admits(thing.path)
    if isinstance(thing, CollectionMember):
        return viewer.places.collections.admits(thing.collection.path)
    if isinstance(thing, Collection):
        return thing.depth == 1 or viewer.places.collections.admits(thing.path)
    if isinstance(thing, Person):
        return not thing.protected or viewer.handles_protected or thing == viewer.person
    return True


def may_meet(viewer: Viewer, thing: Model) -> bool:
    """Whether somebody may meet a thing in the admin: what they may name, but a draft only if it is theirs to edit.

    The site shows a draft to nobody, so that somebody can enter the admin is no reason either.
    """
    if not may_name(viewer, thing):
        return False
    return not isinstance(thing, Page) or thing.live or thing.permissions_for_user(viewer.person).can_edit()
