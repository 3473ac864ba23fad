"""What the extranet's viewsets share: each view asks the policy, object by object, and Wagtail's log holds nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from extranet.admin.policy import Policy
from intranet.access.admin.unlogged import (
    UnloggedCreateView,
    UnloggedDeleteView,
    UnloggedEditView,
    without_history,
)

OWN = "Det gäller dig själv. Be någon annan som har hand om organet."


class RuledIndexView(generic.IndexView):
    permission_policy: Policy

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False  # nothing of this leaves in a file

    def get_base_queryset(self) -> QuerySet:
        return self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        )

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        """With what the columns show besides, for the rows of the page alone."""
        paginator, page, _rows, is_paginated = super().paginate_queryset(queryset, page_size)
        rows = page.object_list = list(page.object_list)
        for row in rows:
            row.change_url = self.get_edit_url(row)
            self.told(row)
        return paginator, page, rows, is_paginated

    def told(self, row: Any) -> None:
        """Set on a row what its columns show besides its own fields."""

    def get_edit_url(self, instance: Model) -> str | None:
        return None if self._untouchable(instance) else super().get_edit_url(instance)

    def get_delete_url(self, instance: Model) -> str | None:
        return None if self._untouchable(instance) else super().get_delete_url(instance)

    def _untouchable(self, instance: Model) -> bool:
        return self.permission_policy.is_own(self.request.user, instance)


class RuledObject:
    """Mixed into a view of one object: what the policy does not give is missing, what is the asker's own is refused."""

    permission_policy: Policy
    permission_required: str
    index_url_name: str
    request: HttpRequest
    object: Any
    own_refused = OWN

    def get_queryset(self) -> QuerySet:
        return self.permission_policy.instances_user_has_permission_for(
            self.request.user, self.permission_required
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.permission_policy.is_own(request.user, self.get_object()):  # type: ignore[attr-defined]
            messages.error(request, self.own_refused)
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class RuledCreateView(UnloggedCreateView):
    error_message = "Det gick inte att spara. Rätta det som är markerat."

    def get_success_buttons(self) -> list:
        return []


class RuledEditView(RuledObject, UnloggedEditView):
    error_message = "Det gick inte att spara. Rätta det som är markerat."

    def get_success_buttons(self) -> list:
        return []


class RuledDeleteView(RuledObject, UnloggedDeleteView):
    pass


class ExtranetViewSet(ModelViewSet):
    """No history, usage, inspection or copy, and no permission of its own to hand out: the policy asks none."""

    policy: ClassVar[Policy]
    index_view_class = RuledIndexView
    add_view_class = RuledCreateView
    edit_view_class = RuledEditView
    delete_view_class = RuledDeleteView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50

    @property
    def permission_policy(self) -> Policy:
        return self.policy

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_common_view_kwargs(**kwargs), "history_url_name": None, "usage_url_name": None}

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return Permission.objects.none()

    def get_urlpatterns(self) -> list[URLPattern]:
        return without_history(super().get_urlpatterns())


def crumbs(view: Any, index_url_name: str, label: str, *names: str) -> list[dict[str, str]]:
    """The way down to a page of a viewset's own: the list, then these."""
    above = {"url": reverse(index_url_name), "label": label}
    return [*view.breadcrumbs_items, above, *({"url": "", "label": name} for name in names)]
