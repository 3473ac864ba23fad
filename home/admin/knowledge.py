"""How knowledge pages differ from others in the admin: what is refused, offered and logged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from home.admin.carrying_over import CarryOverView
from home.admin.permissions import decided_below, may_decide
from home.admin.withdrawal import RecallView, WithdrawView
from home.knowledge.base import KnowledgePage
from home.knowledge.index import KnowledgeIndexPage
from intranet.access.admin.bulk import register_bulk_refusal
from intranet.access.admin.guard import register_refusal
from intranet.people.models import Person

NOT_PUBLISHED = (
    "Rutiner och annan kunskap publiceras inte direkt. Skicka in utkastet för granskning i stället."
)
NOT_UNPUBLISHED = "Det som har fastställts avpubliceras inte. Upphäv sidan i stället."
NOT_DELETED = "Det som har fastställts tas inte bort. Upphäv sidan i stället, så ser läsarna vad som gällde."
SINGLE = {"wagtailadmin_pages:delete": "delete", "wagtailadmin_pages:unpublish": "unpublish"}
DECIDED_BELOW = "Under sidan finns texter som har fastställts. De tas inte bort. Flytta dem först."


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("kunskap/<int:page_id>/upphav/", WithdrawView.as_view(), name="knowledge_withdraw"),
        path(
            "kunskap/<int:page_id>/rattelse/<int:number>/",
            CarryOverView.as_view(),
            name="knowledge_carry_over",
        ),
        path("kunskap/<int:page_id>/aterkalla/<int:number>/", RecallView.as_view(), name="knowledge_recall"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("knowledge.withdraw", "Upphäv", "Sidan upphävdes")
    actions.register_action("knowledge.recall", "Återkalla", "En version som väntade återkallades")


# Offered.


def _withdraw_button(page: Page, user: Person | AnonymousUser) -> Iterator[Button]:
    if issubclass(page.specific_class or Page, KnowledgePage):
        knowledge = page.specific
        if knowledge.timeline.versions and may_decide(user, knowledge):
            yield Button(
                "Upphäv", reverse("knowledge_withdraw", args=[page.pk]), icon_name="cross", priority=55
            )


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Person, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    return _withdraw_button(page, user)


@hooks.register("construct_page_action_menu")
def action_menu(menu_items: list, request: HttpRequest, context: dict[str, Any]) -> None:
    """The last approval decides; on another day than the first day of force it publishes nothing."""
    page = context.get("page")
    # Whoever may not change a page that has been sent in should not meet "cancel" as the first button.
    menu_items.sort(key=lambda item: item.name != "action-page-locked")
    state = page.current_workflow_state if isinstance(page, KnowledgePage) else None
    if state is None or not state.is_at_final_task:
        return
    for item in menu_items:
        if item.name == "approve":
            item.label = "Fastställ med kommentar" if item.launch_modal else "Fastställ"


# Refused. Permissions already say no (see `permissions`); these say why, in words.


def _refuse(request: HttpRequest, why: str, page: Page | None = None) -> HttpResponse:
    messages.error(request, why)
    back = (
        reverse("wagtailadmin_pages:edit", args=[page.pk])
        if page
        else get_valid_next_url_from_request(request)
    )
    return redirect(back or "wagtailadmin_home")


@hooks.register("before_edit_page")
def no_publishing_by_hand(request: HttpRequest, page: Page) -> HttpResponse | None:
    if isinstance(page, KnowledgePage) and request.POST.get("action-publish"):
        return _refuse(request, NOT_PUBLISHED, page)
    return None


@hooks.register("before_edit_page")
def already_decided(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A second press of the button, or a second tab: what it was about has been settled."""
    if request.method != "POST" or not request.POST.get("action-workflow-action"):
        return None
    if page.current_workflow_task_state is not None:
        return None
    messages.warning(request, "Texten är redan avgjord. Det som gäller ser du överst på sidan.")
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_publish_page")
def no_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, NOT_PUBLISHED, page) if isinstance(page, KnowledgePage) else None


def refuse_view(request: HttpRequest, view_name: str, page: Page) -> HttpResponse | None:
    """In place of Wagtail's views for one page."""
    why = refusal(SINGLE.get(view_name, ""), [page])
    return _refuse(request, why, page) if why else None


def refusal(action: str, pages: Iterable[Page]) -> str:
    """Why publishing, unpublishing or deleting these pages is refused; empty if it is not."""
    for page in pages:
        knowledge = issubclass(page.specific_class or Page, KnowledgePage)
        if action == "publish" and knowledge:
            return NOT_PUBLISHED
        if action == "unpublish" and knowledge:
            return NOT_UNPUBLISHED
        if action == "delete" and decided_below(page):
            return NOT_DELETED if knowledge else DECIDED_BELOW
    return ""


register_refusal(refuse_view)
register_bulk_refusal(refusal)


@hooks.register("after_create_page")
def new_index_gets_its_workflow(request: HttpRequest, page: Page) -> None:
    """A top page of knowledge without a workflow could never have anything decided below it."""
    if isinstance(page, KnowledgeIndexPage):
        from home.roles import ensure_roles

        ensure_roles()


@hooks.register("after_copy_page")
def copies_are_drafts(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A branch copied as live would hold live pages that nobody has decided."""
    live = KnowledgePage.objects.descendant_of(new_page, inclusive=True).filter(
        live=True, versions__isnull=True
    )
    for copy in live.specific():
        UnpublishPageAction(copy, user=request.user).execute(skip_permission_checks=True)
