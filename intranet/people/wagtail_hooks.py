"""Registers the chooser of functions."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from intranet.people.choosers import function_chooser


@hooks.register("register_admin_viewset")
def choosers() -> list[ViewSet]:
    return [function_chooser]
