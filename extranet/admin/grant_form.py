"""The form of a grant in a body that has been chosen: to whom, what of it, why, and until when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from extranet.access import items
from extranet.access.management import is_own_grant
from extranet.access.rights import Rights, rights_of
from extranet.admin.people import choosable
from extranet.admin.policy import management_for
from extranet.bodies.models import Body
from extranet.exceptions.models import Grant
from extranet.meetings.models import AgendaItem, Meeting
from intranet.access.admin.asking import viewer_for
from intranet.access.admin.choosers import person_chooser

LONGEST = timedelta(days=365)
BACK = timedelta(days=365)
"""Meetings longer ago than this are not offered one by one."""
FEWEST_WORDS = 3
BODY, MEETING, ITEM = "body", "meeting", "item"


def enough_words(text: str) -> None:
    """A field's validator: a reason that somebody else can weigh."""
    if len(text.split()) < FEWEST_WORDS:
        raise ValidationError("Skriv skälet så att ordföranden kan bedöma det, med minst tre ord.")


def offered(rights: Rights, body: Body) -> list[tuple[str, Any]]:
    """What of a body can be granted, as choices: all of it, its meetings, their items by neutral title."""
    meetings = Meeting.objects.filter(body=body, starts__gte=rights.at - BACK).order_by("-starts")
    known = items.known_to(rights, AgendaItem.objects.filter(meeting__in=meetings)).order_by("order", "pk")
    of_meeting: dict[int, list[tuple[str, str]]] = {}
    for item in known:
        of_meeting.setdefault(item.meeting_id, []).append(
            (f"{ITEM}:{item.pk}", f"Ärende: {item.neutral_title}")
        )
    choices: list[tuple[str, Any]] = [("", "Välj"), (f"{BODY}:{body.pk}", f"Hela organet: {body.name}")]
    for meeting in meetings:
        day = date_format(timezone.localdate(meeting.starts), "j F Y")
        whole = (f"{MEETING}:{meeting.pk}", f"Hela sammanträdet {day}")
        choices.append((day, [whole, *of_meeting.get(meeting.pk, [])]))
    return choices


class GrantForm(WagtailAdminModelForm):
    what = forms.ChoiceField(label="Vad får läsas?")
    until = forms.DateField(
        label="Till och med",
        widget=AdminDateInput,
        help_text="Den sista dagen, högst ett år fram.",
    )
    group = forms.ModelChoiceField(
        label="Eller en grupp",
        queryset=Group.objects.order_by("name"),
        required=False,
        empty_label="Ingen grupp",
        help_text="Välj en person eller en grupp, inte båda. Den som läggs till i gruppen senare kan också läsa.",
    )
    field_order = ("person", "group", "what", "secret", "reason", "until")

    class Meta:
        model = Grant
        fields: ClassVar[list[str]] = ["person", "group", "secret", "reason"]
        widgets: ClassVar[dict] = {
            "person": person_chooser.widget_class,
            "reason": forms.Textarea(attrs={"rows": 3}),
        }
        labels: ClassVar[dict[str, str]] = {"person": "Person", "reason": "Skäl"}
        help_texts: ClassVar[dict[str, str]] = {
            "reason": "Ordföranden läser det. Skriv inga personuppgifter och inget ur handlingarna.",
            "secret": "Bara om det behövs, och bara om du själv får läsa dem.",
        }

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        self.rights = rights_of(viewer_for(self.for_user))
        self.fields["person"].queryset = choosable(self.for_user, self.fields["person"].queryset, None)
        self.fields["what"].choices = offered(self.rights, body)
        self.fields["reason"].validators.append(enough_words)

    def clean_until(self) -> datetime:
        """The moment after the last day, Swedish time."""
        last: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if last < today:
            raise ValidationError("Dagen har varit. Välj i dag eller senare.")
        if last > today + LONGEST:
            raise ValidationError(f"Högst ett år: välj senast {today + LONGEST:%Y-%m-%d}.")
        return timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        person, group = data.get("person"), data.get("group")
        if bool(person) == bool(group) and not self.has_error("person"):
            self.add_error(
                "person",
                "Välj en person eller en grupp, inte båda." if person else "Välj en person eller en grupp.",
            )
        if is_own_grant(management_for(self.for_user), Grant(person=person, group=group)):
            mine = "person" if person and person.pk == self.for_user.pk else "group"
            self.add_error(
                mine, "Du kan inte ge dig själv rätt att läsa. Du är själv den eller med i gruppen."
            )
        if data.get("secret") and data.get("what") and not self._reads_secret(data["what"]):
            self.add_error("secret", "Du får inte själv läsa de sekretessbelagda handlingarna där.")
        return data

    def _reads_secret(self, what: str) -> bool:
        """Nobody gives what they have not got."""
        kind, _, pk = what.partition(":")
        mine = self.rights.reach_secret
        if self.body.pk in mine.bodies:
            return kind != ITEM or int(pk) not in self.rights.recused
        return False

    def _post_clean(self) -> None:
        self.instance.made_by = self.for_user
        what, until = self.cleaned_data.get("what"), self.cleaned_data.get("until")
        if what and until:
            kind, _, pk = what.partition(":")
            setattr(self.instance, f"{kind}_id", int(pk))
            self.instance.expires = until
            super()._post_clean()
        else:
            forms.models.construct_instance(self, self.instance, self._meta.fields)
