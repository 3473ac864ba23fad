"""The meetings that somebody knows of at this moment, as a calendar (RFC 5545): body, time and place.

Titles are neutral, there is no link to take part by, and the address of a meeting says its number alone. Whether its
reader may know of the meeting is asked of the rule each time that the calendar is fetched.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from extranet.access import meetings
from extranet.access.rights import Rights
from extranet.feed.models import CalendarEvent
from extranet.meetings.models import Meeting

BACK = timedelta(days=90)
"""How long a meeting that has been stays in the calendar."""
MOST = 1000
REFRESH = timedelta(hours=2)
"""How often a calendar program is asked to fetch it."""


def listed(rights: Rights) -> QuerySet[Meeting]:
    """The meetings of somebody's calendar: what they may know of, from three months ago on."""
    return meetings.known_to(rights, Meeting.objects.filter(starts__gte=rights.at - BACK))


def written(rights: Rights) -> bytes:
    """The calendar as it stands now: the same bytes as long as nothing in it changes. Three queries or so."""
    found = list(listed(rights).select_related("body", "calendar_event").order_by("starts", "pk")[:MOST])
    with translation.override(settings.LANGUAGE_CODE):  # whatever the calendar program speaks
        calendar = Calendar()
        calendar.add("prodid", f"-//{_host()}//sammantraden//SV")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("Sammanträden"))
        calendar.add("x-wr-timezone", settings.TIME_ZONE)
        calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT2H")  # what some programs read instead
        years = [timezone.localtime(meeting.starts).year for meeting in found]
        if years:
            calendar.add_component(_zone(min(years), max(years)))
        for meeting in found:
            calendar.add_component(_event(meeting))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting) -> Event:
    told = getattr(meeting, "calendar_event", None)
    changed = _changed(meeting, told)
    event = Event()
    event.add("uid", f"sammantrade-{meeting.pk}@{_host()}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", told.sequence if told else 0)
    event.add("dtstart", _on_the_wall(meeting.starts))
    if meeting.ends:
        event.add("dtend", _on_the_wall(meeting.ends))
    event.add("summary", _("Sammanträde: %(body)s") % {"body": meeting.body.name})
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", settings.SITE_URL.rstrip("/") + reverse("meeting", args=[meeting.pk]))
    event.add("status", "TENTATIVE" if meeting.state == Meeting.State.DRAFT else "CONFIRMED")
    event.add("class", "PRIVATE")  # who shares their calendar shares not this
    return event


def _changed(meeting: Meeting, told: CalendarEvent | None) -> datetime:
    moment = told.changed_at if told else meeting.sent_at or meeting.starts
    return moment.astimezone(ZoneInfo("UTC")).replace(microsecond=0)


def _on_the_wall(moment: datetime) -> datetime:
    """By the clock on the wall, in Swedish time; but for the hour that comes twice.

    There the wall says two moments, and a calendar takes the first (RFC 5545, 3.3.5): the second is told in UTC.
    """
    local = timezone.localtime(moment, ZoneInfo(settings.TIME_ZONE))
    if local.fold:
        return moment.astimezone(ZoneInfo("UTC"))
    return local


@lru_cache(maxsize=16)
def _zone(first: int, last: int) -> Timezone:
    """The zone's changes in these years and the ones around them."""
    return Timezone.from_tzid(
        settings.TIME_ZONE, first_date=date(first - 1, 1, 1), last_date=date(last + 2, 1, 1)
    )


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
