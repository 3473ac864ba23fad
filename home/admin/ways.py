"""The part of the admin's start page that is never empty: whether anything waits, and what one most often does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.documents.permissions import permission_policy as document_policy

from home.importing.incoming import rule
from home.importing.incoming.models import IncomingText
from home.news.models import NewsIndexPage

MOST_PLACES = 4


class Ways(Component):
    """Comes after the lists of what waits, and knows whether they were empty."""

    template_name = "home/admin/ways.html"
    order = 240  # behind those of what waits (210), before what was edited last

    def __init__(self, *waiting: Any) -> None:
        self._waiting = waiting

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        files = IncomingText.objects.filter(state__in=IncomingText.REVIEWABLE)
        read = rule.visible_to(user, files).count() if user.is_authenticated else 0
        return {
            "nothing": not read and not any(panel.found for panel in self._waiting),
            "read": read,
            "ways": list(ways(user)),
        }


def ways(user: Any) -> Iterator[dict[str, str]]:
    """What somebody may begin with, in the words of the buttons and the guide: label, address and what it is."""
    places = rule.places(user)
    for place in places[:MOST_PLACES]:
        yield {
            "label": f"Lägg till undersida i {place.title}",
            "url": reverse("wagtailadmin_pages:add_subpage", args=[place.pk]),
            "why": "",
        }
    if places:
        yield {
            "label": "Läs in texter",
            "url": reverse("incoming_upload"),
            "why": "Gör sidor av rutiner som finns i Word, LibreOffice eller Google Dokument.",
        }
    for news in NewsIndexPage.objects.live().order_by("path"):
        if news.permissions_for_user(user).can_add_subpage():
            yield {
                "label": f"Lägg till undersida i {news.title}",
                "url": reverse("wagtailadmin_pages:add", args=["home", "newspage", news.pk]),
                "why": "",
            }
            break
    if document_policy.user_has_permission(user, "add"):
        yield {
            "label": "Lägg till dokument",
            "url": reverse("wagtaildocs:add_multiple"),
            "why": "En fil eller flera på en gång.",
        }
