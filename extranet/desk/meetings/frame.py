"""What every page of a meeting at the desk shows round its own: where one is, and which meeting it is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from extranet.bodies.models import Body
from extranet.meetings.models import Meeting


def body_page(body: Body, title: str) -> dict[str, Any]:
    """The context of a page about a body at the desk."""
    return {
        "page": {"title": title},
        "breadcrumbs": [{"title": _("Bered sammanträden"), "url": reverse("desk")}],
        "body": body,
    }


def desk_page(meeting: Meeting, title: str, *, below: bool = False) -> dict[str, Any]:
    """The context of a page about a meeting; `below`: one that the agenda leads to."""
    context = body_page(meeting.body, title)
    name = f"{meeting.body.name} {date_format(timezone.localtime(meeting.starts), 'j F Y')}"
    context["name"] = name
    context["meeting"] = meeting
    if below:
        context["breadcrumbs"].append({"title": name, "url": reverse("desk_meeting", args=[meeting.pk])})
    else:
        context["page"] = {"title": name}
    return context
