"""The forms of runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from home.runs import access
from home.runs.choosing import PersonForm
from home.runs.models import NAME_LENGTH, NOTE_LENGTH, Run
from home.runs.names import signature
from intranet.people.models import Person

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day of this century: what is counted from it must be a day as well."""
    between = {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **between})
    field = forms.DateField(label=label, widget=widget, **kwargs)
    text = _("Välj en dag mellan 2000 och 2099.")
    field.validators += [MinValueValidator(FIRST_DAY, text), MaxValueValidator(LAST_DAY, text)]
    return field


class RunForm(PersonForm):
    """What a run is called, when it starts and whom it is about.

    That may be somebody who must not read the checklist, and so never sees the run: it is asked whether that is
    meant. `page_path` is the checklist's path in the page tree.
    """

    field_order = ("person", "search", "name", "start_day")

    name = forms.CharField(
        label=_("Genomgångens namn"),
        max_length=NAME_LENGTH,
        help_text=_("Så att du känner igen den bland andra, till exempel Ny kollega i december."),
        show_hidden_initial=True,
    )
    start_day = day_field(
        _("Startdag"), help_text=_("Punkternas dagar räknas från den."), show_hidden_initial=True
    )
    warned = forms.CharField(required=False, widget=forms.HiddenInput)  # about whom it has been asked

    def __init__(self, *args: Any, page_path: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page_path = page_path
        self.fields["person"].label = gettext("Vem gäller den?")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        person = data.get("person")
        if self.searching or not isinstance(person, Person):
            return data
        if person in (self.current, self.viewer.person) or data.get("warned") == self.value_of(person):
            return data
        if not access.could_read(person, self.page_path, self.viewer.today):
            self.write("warned", self.value_of(person))
            self.write("person", self.value_of(person))
            text = gettext(
                "%(name)s får inte läsa checklistan och kommer inte att se genomgången. "
                "Välj någon annan. Är det så det ska vara, skicka formuläret igen."
            )
            self.add_error("person", text % {"name": signature(self.viewer, person)})
        return data

    @property
    def changes(self) -> dict[str, Any]:
        """What the sender has changed since they fetched the form: the rest may be somebody else's by now."""
        data = self.cleaned_data
        now = {
            "name": data["name"],
            "start_day": data["start_day"].isoformat(),
            "person": self.value_of(data["person"]),
        }
        named = {"name": "name", "start_day": "start_day", "person": "subject"}
        return {
            named[field]: data[field] for field, value in now.items() if value != self.started_from(field)
        }


class StartForm(RunForm):
    """`key` is the form's own, so that it can be sent twice and start one run."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=uuid4)


class GivenForm(PersonForm):
    """Somebody who is given a part in a run, and so must be one who may read its checklist."""

    def __init__(self, *args: Any, run: Run, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        person = data.get("person")
        if self.searching or not isinstance(person, Person) or person == self.current:
            return data  # who has it already keeps it while something else is changed
        if not access.could_read(person, self.run.version.page.path, self.viewer.today):
            text = gettext("%(name)s får inte läsa checklistan. Välj någon annan.") % {"name": person}
            self.add_error("person", text)
        return data


class HandOverForm(GivenForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = gettext("Vem tar över?")


class ItemForm(GivenForm):
    """Who does an item, by when."""

    nobody = _("Ingen särskild")
    field_order = ("person", "search", "due")

    due = day_field(_("Klar senast"), required=False, show_hidden_initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = gettext("Vem gör punkten?")

    @property
    def gives(self) -> bool:
        """Whether the sender has chosen somebody else than the form said when they fetched it."""
        return self.value_of(self.cleaned_data["person"]) != self.started_from("person")

    @property
    def moves(self) -> bool:
        due = self.cleaned_data["due"]
        return (due.isoformat() if due else "") != self.started_from("due")


class NoteForm(forms.Form):
    """Carries the note that it was fetched with: it is written over nobody's words unread.

    `theirs` is what somebody else has written meanwhile, or None.
    """

    note = forms.CharField(
        label=_("Anteckning"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Läses av alla som ser genomgången. Skriv inget känsligt om någon."),
        show_hidden_initial=True,
    )

    theirs: str | None = None

    @property
    def since(self) -> str:
        return str(self.data.get(self.add_initial_prefix("note"), ""))

    def refuse(self, theirs: str) -> None:
        """Show both texts; sent once more, the form replaces the one that it shows."""
        self.theirs = theirs
        self.data = cast(QueryDict, self.data).copy()
        self.data[self.add_initial_prefix("note")] = theirs
        self.add_error(
            "note",
            gettext(
                "Någon annan har ändrat anteckningen medan du skrev. Läs båda och spara det som ska stå."
            ),
        )


class FinishForm(forms.Form):
    """Something must be said of why items are left."""

    note = forms.CharField(
        label=_("Slutanteckning"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, left: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if left:
            field = self.fields["note"]
            field.required = True
            field.label = gettext("Varför avslutas den med punkter kvar?")
            field.error_messages["required"] = gettext("Skriv varför genomgången avslutas med punkter kvar.")


class SharingForm(forms.Form):
    """Which of the proposed people get their items."""

    items = forms.MultipleChoiceField(label=_("Punkter"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = list(choices)  # type: ignore[attr-defined]
