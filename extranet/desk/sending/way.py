"""The way to the pages of sending."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from extranet.meetings.models import Meeting


def crumbs(meeting: Meeting, *, sending: bool = False) -> list[dict[str, str]]:
    day = date_format(timezone.localtime(meeting.starts), "j F Y")
    way = [
        {"title": _("Sammanträden"), "url": reverse("meetings")},
        {"title": _("Bered sammanträden"), "url": reverse("desk")},
        {"title": f"{meeting.body.name} {day}", "url": reverse("desk_meeting", args=[meeting.pk])},
    ]
    if sending:
        way.append({"title": _("Kontrollera och skicka"), "url": reverse("desk_send", args=[meeting.pk])})
    return way
