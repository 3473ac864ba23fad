"""Bulk actions: those on pages leave out what the rule does not admit, and say why something is refused.

The ids come in the address as `?id=`, or as `all` of a listing; what may not be seen is treated as missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.documents.views.bulk_actions import AddTagsBulkAction as TagDocuments
from wagtail.documents.views.bulk_actions import AddToCollectionBulkAction as FileDocuments
from wagtail.documents.views.bulk_actions import DeleteBulkAction as DeleteDocuments
from wagtail.images.views.bulk_actions import AddTagsBulkAction as TagImages
from wagtail.images.views.bulk_actions import AddToCollectionBulkAction as FileImages
from wagtail.images.views.bulk_actions import DeleteBulkAction as DeleteImages
from wagtail.models import Page

from intranet.access.admin.asking import may_meet
from intranet.access.admin.slugs import any_address, give_number

Refusal = Callable[[str, Iterable[Page]], str]
_refusals: list[Refusal] = []


def register_bulk_refusal(refusal: Refusal) -> None:
    """`refusal(action, pages)` gives the reason why an action on pages is refused, or nothing."""
    if refusal not in _refusals:
        _refusals.append(refusal)


class Ruled:
    """Mixed into a bulk action: what the user may not see is not among its objects, not even as refused."""

    request: HttpRequest
    action_type: str
    next_url: str

    def get_queryset(self, model: type[Model], object_ids: Iterable[Any]) -> list[Any]:
        viewer = self.request.viewer  # type: ignore[attr-defined]
        found = [thing for thing in super().get_queryset(model, object_ids) if may_meet(viewer, thing)]  # type: ignore[misc]
        if not found:
            raise Http404
        return found


class RuledPages(Ruled):
    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]
        if "chooser" in form.fields:  # where to move
            places = self.request.viewer.places  # type: ignore[attr-defined]
            destination = form.fields["chooser"]
            destination.queryset = destination.queryset.filter(Q(depth=1) | places.pages.query("path"))
        return form

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        objects, others = self.get_actionable_objects()  # type: ignore[attr-defined]
        chosen = [*objects, *others["items_with_no_access"], *self.taken_along(objects)]
        for refusal in _refusals:
            why = refusal(self.action_type, chosen)
            if why:
                messages.error(request, why)
                return redirect(
                    self.next_url if self.next_url != request.path else "wagtailadmin_explore_root"
                )
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def taken_along(self, _objects: Iterable[Page]) -> list[Page]:
        """What the action does its work on besides the pages that were chosen."""
        return []


class RuledPublish(RuledPages):
    def taken_along(self, objects: Iterable[Page]) -> list[Page]:
        """The drafts below, if they are published too: those that Wagtail would publish for this user."""
        if not self.request.POST.get("include_descendants"):
            return []
        below = [draft for page in objects for draft in page.get_descendants().not_live()]
        return [draft for draft in below if draft.permissions_for_user(self.request.user).can_publish()]


class RuledMove(RuledPages):
    def get_actionable_objects(self) -> Any:
        with any_address():
            return super().get_actionable_objects()  # type: ignore[misc]

    @classmethod
    def execute_action(cls, objects: Iterable[Page], destination: Page | None = None, **kwargs: Any) -> Any:
        if destination is not None:
            for page in objects:
                give_number(page.specific)
                page.refresh_from_db()
        return super().execute_action(objects, destination=destination, **kwargs)  # type: ignore[misc]


def _ruled(action: type[BulkAction], mixin: type) -> type[BulkAction]:
    return type(action.__name__, (mixin, action), {})


def actions() -> list[type[BulkAction]]:
    """Our form of each of Wagtail's; registered after them, they take their places."""
    pages = (DeleteBulkAction, UnpublishBulkAction)
    files = (TagDocuments, FileDocuments, DeleteDocuments, TagImages, FileImages, DeleteImages)
    return [
        _ruled(MoveBulkAction, RuledMove),
        _ruled(PublishBulkAction, RuledPublish),
        *(_ruled(action, RuledPages) for action in pages),
        *(_ruled(action, Ruled) for action in files),
    ]
