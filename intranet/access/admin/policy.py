"""The access rule inside Wagtail's permission policies.

Explorer, search, choosers, reports, site history, the admin API and the tester behind every button all ask
one policy object for pages, one for images and one for documents. Those objects are given our classes here:
reading then needs the rule and Wagtail's permission both, in every view, those of a later Wagtail too.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from wagtail.documents import permissions as document_permissions
from wagtail.images import permissions as image_permissions
from wagtail.models import Collection, Page, PagePermissionTester
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import page_permission_policy

from intranet.access.admin.asking import may_name, viewer_for


class RuledPagePolicy(PagePermissionPolicy):
    """Pages that Wagtail permits and the rule admits. The root holds nothing but the way down."""

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        return self._admitted(user, super().explorable_instances(user))

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Page]:
        return self._admitted(user, super().instances_user_has_any_permission_for(user, actions))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Page) -> bool:
        permitted = super().user_has_any_permission_for_instance(user, actions, instance)
        return permitted and may_name(viewer_for(user), instance)

    def _admitted(self, user: Any, pages: QuerySet[Page]) -> QuerySet[Page]:
        if not user.is_authenticated:
            return pages.none()
        return pages.filter(Q(depth=1) | viewer_for(user).places.pages.query("path"))


class RuledFilePolicy(CollectionOwnershipPermissionPolicy):
    """Images or documents that Wagtail permits, in collections that the rule admits."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        files = super().instances_user_has_any_permission_for(user, actions)
        if not user.is_authenticated:
            return files.none()
        return files.filter(viewer_for(user).places.collections.query("collection__path"))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        permitted = super().user_has_any_permission_for_instance(user, actions, instance)
        return permitted and may_name(viewer_for(user), instance)

    def collections_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Collection]:
        collections = super().collections_user_has_any_permission_for(user, actions)
        if not user.is_authenticated:
            return collections.none()
        return collections.filter(viewer_for(user).places.collections.query("path"))


class RuledPermissionTester(PagePermissionTester):
    """What somebody may do with one page: nothing at all if the rule does not admit them."""

    def __init__(self, user: Any, page: Page) -> None:
        # A page that is being created has no place yet; its parent was asked for it.
        if user.is_authenticated and page.path and not may_name(viewer_for(user), page):
            user = AnonymousUser()
        super().__init__(user, page)
        if not hasattr(self, "permissions"):
            self.permissions: set[str] = set()

    def can_view_revisions(self) -> bool:
        return self.user.is_active and super().can_view_revisions()


def install() -> None:
    """Called once, when Wagtail reads its hooks; again does no harm."""
    page_permission_policy.__class__ = RuledPagePolicy
    image_permissions.permission_policy.__class__ = RuledFilePolicy
    document_permissions.permission_policy.__class__ = RuledFilePolicy
