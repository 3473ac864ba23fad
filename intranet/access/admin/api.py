"""The admin's own API: what the sidebar lists, under the rule, and nothing that changes anything.

Actions (publish, delete, copy …) have views of their own with hooks; the API's would go round them.
"""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents import permissions as document_permissions
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images import permissions as image_permissions
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy


class RuledPagesAPI(PagesAdminAPIViewSet):
    actions: ClassVar[dict] = {}

    def get_base_queryset(self) -> QuerySet[Page]:
        return page_permission_policy.explorable_instances(self.request.user)


class RuledImagesAPI(ImagesAdminAPIViewSet):
    def get_queryset(self) -> QuerySet:
        policy = image_permissions.permission_policy
        return super().get_queryset() & policy.instances_user_has_any_permission_for(
            self.request.user, ["choose"]
        )


class RuledDocumentsAPI(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> QuerySet:
        policy = document_permissions.permission_policy
        return super().get_queryset() & policy.instances_user_has_any_permission_for(
            self.request.user, ["choose"]
        )


def construct(router: WagtailAPIRouter) -> None:
    """Take the places of Wagtail's own; call after they have been registered."""
    router.register_endpoint("pages", RuledPagesAPI)
    router.register_endpoint("images", RuledImagesAPI)
    router.register_endpoint("documents", RuledDocumentsAPI)
