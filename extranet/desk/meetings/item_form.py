"""What stands on an agenda item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.access.rights import Rights
from extranet.desk.meetings import matters, revealing
from extranet.desk.meetings.questions import AskingForm
from extranet.meetings.models import AgendaItem, Meeting
from extranet.papers.models import Matter

FIELDS = (
    "kind",
    "matter",
    "neutral_title",
    "title",
    "proposal",
    "rapporteur",
    "at",
    "doors",
    "exercises_authority",
)
"""What of an item is entered here."""
TOO_LONG = {"max_length": gettext_lazy("Skriv högst %(limit_value)d tecken. Du har skrivit %(show_value)d.")}


class ItemForm(AskingForm):
    """An item of `meeting`: a new one, or `item`. `chosen` is the matter that it is about, if any."""

    kind = forms.ChoiceField(label=gettext_lazy("Slag av ärende"))
    matter = forms.IntegerField(required=False, widget=forms.HiddenInput)
    registry_number = forms.CharField(
        label=gettext_lazy("Nytt diarienummer"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Fyll i om ärendet inte finns än. Då läggs det upp när du sparar."),
        error_messages=TOO_LONG,
    )
    neutral_title = forms.CharField(
        label=gettext_lazy("Neutral rubrik"),
        max_length=200,
        help_text=gettext_lazy(
            "Alla som får veta att ärendet finns läser den, även den som är jävig och den som inte får läsa "
            "sekretessbelagda handlingar. Skriv vad det handlar om utan namn, adress eller fastighet: "
            "”Ansökan om bistånd”, inte ”Ansökan från Anna Ek”."
        ),
        error_messages={**TOO_LONG, "required": gettext_lazy("Skriv en neutral rubrik.")},
    )
    title = forms.CharField(
        label=gettext_lazy("Rubrik"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Lämna tom om den neutrala rubriken räcker."),
        error_messages=TOO_LONG,
    )
    proposal = forms.CharField(
        label=gettext_lazy("Förslag till beslut"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=TOO_LONG,
    )
    rapporteur = forms.CharField(
        label=gettext_lazy("Föredragande"), required=False, max_length=120, error_messages=TOO_LONG
    )
    at = forms.TimeField(
        label=gettext_lazy("Klockan"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"invalid": gettext_lazy("Skriv klockslaget som 13.00.")},
    )
    doors = forms.ChoiceField(
        label=gettext_lazy("Dörrarna"),
        required=False,
        help_text=gettext_lazy("Med myndighetsutövning eller sekretess är de alltid stängda."),
    )
    exercises_authority = forms.BooleanField(
        label=gettext_lazy("Ärendet är myndighetsutövning mot någon enskild"), required=False
    )

    def __init__(
        self,
        *args: Any,
        rights: Rights,
        meeting: Meeting,
        item: AgendaItem | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rights, self.meeting, self.item = rights, meeting, item
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (value, str(label).capitalize()) for value, label in AgendaItem.Kind.choices
        ]
        self.fields["doors"].choices = [  # type: ignore[attr-defined]
            (value, str(label).capitalize()) for value, label in AgendaItem.Doors.choices
        ]

    @property
    def chosen(self) -> matters.Found | None:
        """The matter as it may be shown; one that whoever asks may not put on an agenda is none."""
        return matters.chosen(self.rights, pk) if (pk := self._matter_pk()) else None

    def _matter_pk(self) -> int | None:
        value = self["matter"].value()
        return int(value) if str(value or "").isdecimal() and len(str(value)) < 15 else None

    def clean_matter(self) -> Matter | None:
        pk = self.cleaned_data["matter"]
        if not pk:
            return None
        found = matters.chosen(self.rights, pk) if pk < 2**31 else None
        if found is None:
            raise ValidationError(_("Ärendet finns inte. Sök efter det igen."))
        return found.matter

    def clean_registry_number(self) -> str:
        number: str = " ".join(self.cleaned_data["registry_number"].split())
        if number and matters.is_taken(self.meeting.body.authority, number):
            raise ValidationError(_("Diarienumret finns redan. Sök efter ärendet och välj det."))
        return number

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("matter") and data.get("registry_number"):
            self.add_error(
                "registry_number", _("Du har redan valt ett ärende. Töm fältet, eller ta bort det valda.")
            )
        if not self.errors:
            secret, closed, neutral = revealing.known_of(self.rights, data.get("matter"), self.item)
            titles = revealing.Titles(
                neutral=data["neutral_title"],
                title=data["title"],
                exercises_authority=data["exercises_authority"],
                is_secret=secret,
                closed=closed,
                neutral_before=neutral,
            )
            self.ask(revealing.questions(titles))
        return data


def initial(item: AgendaItem) -> dict[str, Any]:
    values = {field: getattr(item, field) for field in FIELDS}
    values["matter"] = item.matter_id
    values["title"] = "" if item.title == item.neutral_title else item.title
    return values
