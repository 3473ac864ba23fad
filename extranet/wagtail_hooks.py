"""Registers the extranet's part of the admin."""

from __future__ import annotations

from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.viewsets.base import ViewSetGroup

from extranet.admin.menu import BodiesGroup


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSetGroup]:
    return [BodiesGroup()]


@hooks.register("insert_global_admin_css")
def style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("extranet/admin.css"))
