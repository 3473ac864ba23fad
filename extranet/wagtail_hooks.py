"""Registers the extranet's part of the admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from extranet.admin.menu import BodiesGroup


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSetGroup]:
    return [BodiesGroup()]
