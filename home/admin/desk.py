"""The menu and the start page of the admin: what the role needs, and nothing that the rule would not show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)

from home.admin.ways import Ways
from intranet.access.admin.asking import current, may_name

SMALL_REPORTS = ("workflows", "workflow-tasks", "locked-pages", "security-log")


def _seen(thing: Any) -> bool:
    viewer = current.get()
    return viewer is not None and may_name(viewer, thing)


class ToDecide(WorkflowObjectsToModeratePanel):
    found = 0
    """How many it showed, once it has been shown."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        context["states"] = [state for state in context["states"] if _seen(state["obj"])]
        self.found = len(context["states"])
        return context


class SentIn(UserObjectsInWorkflowModerationPanel):
    found = 0

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        context["workflow_states"] = [s for s in context["workflow_states"] if _seen(s.content_object)]
        self.found = len(context["workflow_states"])
        return context


class Edited(RecentEditsPanel):
    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        context["last_edits"] = [(when, page) for when, page in context["last_edits"] if _seen(page)]
        return context


class Locked(LockedPagesPanel):
    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        context["locked_pages"] = [page for page in context["locked_pages"] if _seen(page)]
        return context


@hooks.register("insert_global_admin_css")
def style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("home/admin.css"))


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, panels: list[Component]) -> None:
    to_decide, sent_in = ToDecide(), SentIn()
    panels[:] = [to_decide, sent_in, Ways(to_decide, sent_in), Edited(), Locked()]


@hooks.register("construct_homepage_summary_items", order=100)
def no_counts(request: HttpRequest, items: list[Component]) -> None:
    """The number of all pages, images and documents helps nobody, and counts what they may not see."""
    items.clear()


@hooks.register("construct_main_menu", order=100)
def main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Without snippets (there are none) and help (it is Wagtail's own, in English)."""
    items[:] = [item for item in items if item.name not in ("snippets", "help")]


@hooks.register("construct_reports_menu", order=100)
def reports_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Reports are for those who look after the whole site; reviewers have their list on the start page.

    The security log has a permission of its own and decides itself.
    """
    items[:] = [item for item in items if item.name != "page-types-usage"]
    if not request.user.has_perm("access.assign_roles"):
        items[:] = [
            item
            for item in items
            if item.name in ("workflows", "workflow-tasks", "locked-pages", "security-log")
        ]
