"""Registers this app's part of the admin; each module says what it adds."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from home.admin import account, desk, knowledge, language, steps
from home.admin.incoming import hooks as incoming
from home.admin.listings import AccessibilityReportViewSet, ListsGroup
from home.admin.searching import name_what_is_counted
from home.blocks import shortcut_chooser
from home.knowledge.turns import silence_wagtail

__all__ = ["account", "desk", "incoming", "knowledge", "language"]

silence_wagtail()
name_what_is_counted()
steps.install()


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet | ViewSetGroup]:
    return [ListsGroup(), AccessibilityReportViewSet(), shortcut_chooser]
