"""Registers the choosers of this room. Its listings stand in a menu together with those of people."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from intranet.organisation.choosers import unit_chooser, workplace_chooser


@hooks.register("register_admin_viewset")
def choosers() -> list[ViewSet]:
    return [unit_chooser, workplace_chooser]
