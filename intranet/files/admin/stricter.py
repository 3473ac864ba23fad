"""A page that is for fewer than its files is not published: they are moved first, with one button."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from intranet.access import files as access
from intranet.access.admin.bulk import register_bulk_refusal
from intranet.access.admin.guard import register_refusal
from intranet.access.requests import ViewerRequest
from intranet.files import stricter
from intranet.files.permissions import may_edit

APPROVAL, EDITOR = "wagtailadmin_pages:workflow_action", "wagtailadmin_pages:edit"
APPROVE = ("approve", "locked-approve")
STOPPED = "Utkastet är sparat men inte publicerat: sidan är för färre än filerna på den."
NOT_APPROVED = "Texten är inte godkänd ännu: sidan är för färre än filerna på den."


def stop_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's hook before a page is published; what was typed has been saved as a draft by then."""
    if not stricter.too_open(page):
        return None
    messages.warning(request, STOPPED)
    return redirect("files_stricter", page.pk)


def stop_approving(request: HttpRequest, view_name: str, page: Page) -> HttpResponse | None:
    """In the stead of the views that approve a text, if it may not be published as it is."""
    if request.method != "POST":
        return None
    if view_name == EDITOR and request.POST.get("action-workflow-action"):
        _stop_in_editor(request, page)
        return None
    action = request.resolver_match.kwargs.get("action_name") if request.resolver_match else ""
    if view_name != APPROVAL or action not in APPROVE:
        return None
    if not stricter.too_open(page.get_latest_revision_as_object()):
        return None
    messages.warning(request, NOT_APPROVED)
    address = reverse("files_stricter", args=[page.pk])
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        # The window for a comment asks by script, and goes where it is told.
        return JsonResponse({"step": "success", "redirect": address})
    return redirect(address)


def _stop_in_editor(request: HttpRequest, page: Page) -> None:
    """What the approver has typed is saved by the view; only the approval waits."""
    if request.POST.get("workflow-action-name") not in APPROVE or not stricter.too_open(
        _typed(request, page)
    ):
        return
    data = request.POST.copy()
    data.pop("action-workflow-action")
    request.POST = data  # type: ignore[assignment]
    request._post = data  # type: ignore[attr-defined]  # noqa: SLF001
    address = reverse("files_stricter", args=[page.pk])
    messages.warning(request, NOT_APPROVED, buttons=[messages.button(address, "Flytta filerna")])


def _typed(request: HttpRequest, page: Page) -> Page:
    """The page as it would be approved: as the form has it, or as it was saved if the form is locked or has errors."""
    draft: Page = page.get_latest_revision_as_object()
    lock = draft.get_lock()
    if not draft.permissions_for_user(request.user).can_edit() or (lock and lock.for_user(request.user)):
        return draft
    form_class = draft.get_edit_handler().get_form_class()
    form = form_class(
        request.POST, request.FILES, instance=draft, parent_page=draft.get_parent(), for_user=request.user
    )
    # Wagtail's form writes what was typed into the page as it checks it.
    if form.is_valid():
        return form.save(commit=False)
    return page.get_latest_revision_as_object()


def refuse_in_bulk(action: str, pages: Any) -> str:
    if action != "publish":
        return ""
    for page in pages:
        if stricter.too_open(page.get_latest_revision_as_object()):
            return (
                f"”{page.get_admin_display_title()}” är för färre än filerna på den. Publicera den för sig."
            )
    return ""


def register() -> None:
    register_refusal(stop_approving)
    register_bulk_refusal(refuse_in_bulk)


class StricterView(WagtailAdminTemplateMixin, TemplateView):
    """Which documents and pictures are open to more than the page is, and the one button that moves them."""

    request: ViewerRequest
    template_name = "files/admin/stricter.html"
    page_title = "Flytta filerna"
    header_icon = "doc-full-inverse"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        page = Page.objects.filter(pk=kwargs["page_id"]).first()
        if page is None or not page.permissions_for_user(request.user).can_edit():
            raise Http404
        self.page = page.get_latest_revision_as_object()
        self.page_subtitle = self.page.get_admin_display_title()

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.get_success_url(), "label": self.page_subtitle},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = self.request.viewer
        files = stricter.too_open(self.page)
        mine = [file for file in files if may_edit(viewer, file)]
        collection = stricter.fitting_collection(self.page)
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "files": [file for file in files if access.is_open_to(viewer, file)],
            "others": len(files) - len(mine),
            "movable": len(mine),
            "can_be_moved": bool(mine) and (collection is not None or stricter.can_be_made(self.page)),
            "password": not stricter.can_be_made(self.page),
            "target": collection.name if collection else stricter.name_for(self.page),
            "is_new": collection is None,
            "elsewhere": len(set().union(*map(stricter.pages_with, mine)) - {self.page.pk}),
            "back_url": self.get_success_url(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = self.request.viewer
        mine = [file for file in stricter.too_open(self.page) if may_edit(viewer, file)]
        if mine and stricter.can_be_made(self.page):
            target = stricter.collection_for(self.page)
            stricter.move(mine, target)
            messages.success(request, f"Filerna ligger nu i samlingen ”{target.name}”. Publicera sidan igen.")
        return redirect(self.get_success_url())
