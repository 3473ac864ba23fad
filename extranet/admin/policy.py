"""Wagtail's permission policies of the extranet: what `extranet.access.management` says, object by object.

Wagtail's own are per model and let superusers through; these ask nobody's rank and no permission of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from extranet.access.management import Management, management_of
from intranet.access.admin.asking import viewer_for
from intranet.people.models import Person

READ, WRITE = frozenset({"view"}), frozenset({"add", "change", "delete", "view"})
_KEPT = "_extranet_management"


def management_for(user: Any) -> Management:
    """What a user looks after, read once a request: the user is read anew in each."""
    found = getattr(user, _KEPT, None)
    if found is None:
        found = management_of(viewer_for(user))
        setattr(user, _KEPT, found)
    return found


class Policy(BasePermissionPolicy):
    """`some`: whether there may be any for somebody. `among`: which. `own`: those of them that they may not touch."""

    def __init__(
        self,
        model: type[Model],
        some: Callable[[Management], bool],
        among: Callable[[Management], Q] = lambda _management: Q(),
        own: Callable[[Management, Any], bool] = lambda _management, _thing: False,
        actions: frozenset[str] = WRITE,
    ) -> None:
        super().__init__(model)
        self.some, self.among, self.own, self.actions = some, among, own, actions

    def user_has_permission(self, user: Any, action: str) -> bool:
        return user.is_authenticated and action in self.actions and self.some(management_for(user))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        things = self.model._default_manager.all()
        if not self.user_has_any_permission(user, actions):
            return things.none()
        return things.filter(self.among(management_for(user)))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """A thing that is not stored yet is nobody's but its maker's."""
        if instance.pk is None:
            return self.user_has_permission(user, action)
        mine = self.instances_user_has_permission_for(user, action).filter(pk=instance.pk)
        return mine.exists() and (action == "view" or not self.is_own(user, instance))

    def is_own(self, user: Any, instance: Model) -> bool:
        """Whether it concerns the user, so that somebody else has to do it."""
        return self.own(management_for(user), instance)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Person]:
        """Nobody is found by what they may do here."""
        return Person.objects.none()
