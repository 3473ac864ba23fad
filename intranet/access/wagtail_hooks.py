"""Registers the rule with Wagtail's admin, and the pages about people and access."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from intranet.access.admin import api, bulk, history, mailing, policy, redirects, showing, slugs
from intranet.access.admin.audiences import CollectionAudienceViewSet, SectionAudienceViewSet
from intranet.access.admin.choosers import person_chooser
from intranet.access.admin.functions import FunctionViewSet
from intranet.access.requests import ViewerRequest
from intranet.organisation.admin import OrganisationViewSet, UnitViewSet, WorkplaceViewSet
from intranet.people.admin import FunctionKindViewSet

policy.install()
showing.install()
mailing.install()
redirects.install()
slugs.install()

# Wagtail's own hooks have the order 0, and whoever comes last has the last word.
LAST = 100

hooks.register("register_log_actions", history.unnamed_others, order=LAST)
hooks.register("construct_admin_api", api.construct, order=LAST)
hooks.register("register_rich_text_features", showing.rule_links, order=LAST)
for action in bulk.actions():
    hooks.register("register_bulk_action", action, order=LAST)


class OrganisationGroup(ModelViewSetGroup):
    menu_label = "Organisation"
    menu_icon = "group"
    menu_order = 600
    items = (UnitViewSet, WorkplaceViewSet, FunctionViewSet, FunctionKindViewSet, OrganisationViewSet)


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet | ViewSetGroup]:
    return [OrganisationGroup(), SectionAudienceViewSet(), CollectionAudienceViewSet(), person_chooser]


# Querysets that go round the policies: those of the explorer while it searches, and of the choosers.


@hooks.register("construct_explorer_page_queryset")
def explorer(parent_page: Page, pages: QuerySet[Page], request: ViewerRequest) -> QuerySet[Page]:
    return _admitted(pages, request)


@hooks.register("construct_page_chooser_queryset")
def page_chooser(pages: QuerySet[Page], request: ViewerRequest) -> QuerySet[Page]:
    """Drafts are chosen by those who have them in their explorer."""
    mine = page_permission_policy.explorable_instances(request.user)
    return _admitted(pages, request).filter(Q(live=True) | Q(pk__in=mine.values("pk")))


@hooks.register("construct_document_chooser_queryset")
@hooks.register("construct_image_chooser_queryset")
def file_chooser(files: Any, request: ViewerRequest) -> Any:
    return files.filter(request.viewer.places.collections.query("collection__path"))


def _admitted(pages: QuerySet[Page], request: ViewerRequest) -> QuerySet[Page]:
    return pages.filter(Q(depth=1) | request.viewer.places.pages.query("path"))
