"""What the admin's search of pages counts: Wagtail leaves the word out there, and None would stand in its place."""

from __future__ import annotations

from wagtail.admin.views.pages.search import SearchView
from wagtail.models import Page


def name_what_is_counted() -> None:
    """Called once, when the admin's hooks are read."""
    SearchView.verbose_name = Page._meta.verbose_name
    SearchView.verbose_name_plural = Page._meta.verbose_name_plural
