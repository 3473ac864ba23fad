"""When and where a body meets."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.bodies.models import Body
from extranet.desk.meetings.questions import AskingForm
from extranet.meetings.models import Meeting

FIELDS = ("starts", "ends", "place", "link")
"""What of a meeting is entered here."""


class MeetingForm(AskingForm):
    """A meeting of `body`: a new one, or `meeting`."""

    day = forms.DateField(
        label=gettext_lazy("Dag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Välj dag."),
            "invalid": gettext_lazy("Skriv dagen som 2026-12-03."),
        },
    )
    starts = forms.TimeField(
        label=gettext_lazy("Börjar"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={
            "required": gettext_lazy("Skriv när det börjar."),
            "invalid": gettext_lazy("Skriv klockslaget som 13.00."),
        },
    )
    ends = forms.TimeField(
        label=gettext_lazy("Slutar"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        help_text=gettext_lazy("Lämna tomt om du inte vet, eller om det slutar efter midnatt."),
        error_messages={"invalid": gettext_lazy("Skriv klockslaget som 16.00.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Plats"),
        required=False,
        max_length=120,
        error_messages={"max_length": gettext_lazy("Skriv högst %(limit_value)d tecken.")},
    )
    link = forms.URLField(
        label=gettext_lazy("Länk för deltagande på distans"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=gettext_lazy("Med en länk kan ledamöterna svara att de deltar på distans."),
        error_messages={
            "invalid": gettext_lazy("Skriv hela adressen, till exempel https://mote.example.se/123.")
        },
    )

    def __init__(self, *args: Any, body: Body, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body, self.meeting = body, meeting

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and urlsplit(link).scheme not in ("http", "https"):
            raise ValidationError(_("Länken ska börja med https://."))
        return link

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        day, starts, ends = (data.get(name) for name in ("day", "starts", "ends"))
        if starts and ends and ends <= starts:
            self.add_error("ends", _("Sammanträdet måste sluta efter att det börjar."))
        if day and starts:
            self._meets(day, starts, ends if "ends" not in self.errors else None)
        return data

    def _meets(self, day: date, starts: time, ends: time | None) -> None:
        self.begins_at = begins = _moment(day, starts)
        self.ends_at = _moment(day, ends) if ends else None
        if self.body.active_from and day < self.body.active_from:
            self.add_error("day", _("Organet är inte verksamt än den dagen."))
        if self.body.active_to and day > self.body.active_to:
            self.add_error("day", _("Organet är inte verksamt längre den dagen."))
        moved = self.meeting is None or self.meeting.starts != begins
        questions = []
        if moved and begins < timezone.now():
            questions.append(_("Tiden har redan varit. Är det rätt dag?"))
        questions += [
            _("Organet sammanträder redan samma dag, klockan %(time)s. Ska det sammanträda två gånger?")
            % {"time": date_format(timezone.localtime(other.starts), "H.i")}
            for other in (same_day(self.body, day, self.meeting) if moved else [])
        ]
        self.ask(questions)

    def values(self) -> dict[str, Any]:
        """What of it is kept, by the meeting's fields."""
        data = self.cleaned_data
        return {"starts": self.begins_at, "ends": self.ends_at, "place": data["place"], "link": data["link"]}


def same_day(body: Body, day: date, but: Meeting | None) -> list[Meeting]:
    """The body's other meetings of a Swedish day."""
    others = Meeting.objects.filter(body=body, starts__date=day).order_by("starts")
    return [other for other in others if but is None or other.pk != but.pk]


def initial(meeting: Meeting) -> dict[str, Any]:
    starts = timezone.localtime(meeting.starts)
    return {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": timezone.localtime(meeting.ends).time() if meeting.ends else None,
        "place": meeting.place,
        "link": meeting.link,
    }


def _moment(day: date, at: time) -> datetime:
    """Raises ValidationError for an hour that the change to or from summer time makes unclear."""
    return from_current_timezone(datetime.combine(day, at))
