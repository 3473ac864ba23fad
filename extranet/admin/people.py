"""People in the extranet's lists and forms: protected ones are named and found by their handlers alone."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet

from intranet.access.admin.asking import viewer_for
from intranet.access.admin.people import name_in_list
from intranet.access.admin.showing import PROTECTED
from intranet.access.viewer import Viewer
from intranet.organisation.matching import containing, words_of
from intranet.people.models import Person

NAMES = ("first_name", "last_name", "username")


def name_for(viewer: Viewer, person: Person) -> str:
    """A person's name as a viewer may be shown it in a list."""
    hidden = person.protected and not viewer.handles_protected and person != viewer.person
    return str(PROTECTED) if hidden else name_in_list(person)


def found_by_name(viewer: Viewer, text: str, person: str = "person") -> Q:
    """Rows whose person, at the end of the field `person`, has every word in a name that the viewer may be shown."""
    words = words_of(text)
    if not words:
        return Q()
    each = [reduce(or_, (containing(f"{person}__{name}", word) for name in NAMES)) for word in words]
    return reduce(and_, each) & nameable_in(viewer, person)


def nameable_in(viewer: Viewer, person: str) -> Q:
    if viewer.handles_protected or viewer.person is None:
        return Q()
    return Q(**{f"{person}__protected": False}) | Q(**{person: viewer.person})


def choosable(user: Any, people: QuerySet[Person], chosen: int | None) -> QuerySet[Person]:
    """Those whom a form may name: who may be shown, and who stands there already."""
    if viewer_for(user).handles_protected:
        return people
    return people.filter(Q(protected=False) | Q(pk=chosen))
