"""Who may see, and work on, what has been sent in.

As a draft below the place that it is meant for: whoever sent it in, as long as they may add pages there; and
those who may both add pages and change others' there. Not being allowed to see the place is not being allowed
to do either.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from home.importing.incoming.models import IncomingText
from home.knowledge.index import KnowledgeIndexPage


def places(user: Any) -> list[KnowledgeIndexPage]:
    """Where somebody may add knowledge pages, in the order of the tree."""
    return [page for page in KnowledgeIndexPage.objects.order_by("path") if may_add_at(user, page)]


def may_add_at(user: Any, place: KnowledgeIndexPage) -> bool:
    return place.permissions_for_user(user).can_add_subpage()


def visible_to(user: Any, texts: QuerySet[IncomingText]) -> QuerySet[IncomingText]:
    allowed = places(user)
    shared = [place.pk for place in allowed if place.permissions_for_user(user).can_edit()]
    own = Q(delivery__uploaded_by=user.pk, delivery__place__in=[place.pk for place in allowed])
    return texts.filter(own | Q(delivery__place__in=shared))


def is_visible_to(user: Any, text: IncomingText) -> bool:
    """The same for one."""
    tester = text.delivery.place.permissions_for_user(user)
    if not tester.can_add_subpage():
        return False
    return text.delivery.uploaded_by_id == user.pk or tester.can_edit()
