"""The forms of runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from home.runs import access
from home.runs.choosing import PersonForm
from home.runs.models import NAME_LENGTH, NOTE_LENGTH, Run
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
    """What a run is called, when it starts and whom it is about."""

    field_order = ("person", "search", "name", "start_day")

    name = forms.CharField(
        label=_("Genomgångens namn"),
        max_length=NAME_LENGTH,
        help_text=_("Så att du känner igen den bland andra, till exempel Ny kollega i december."),
    )
    start_day = day_field(_("Startdag"), help_text=_("Punkternas dagar räknas från den."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = gettext("Vem gäller den?")


class GivenForm(PersonForm):
    """Somebody who is given a part in a run, and so must be one who may read its checklist."""

    def __init__(self, *args: Any, run: Run, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        person = data.get("person")
        if not isinstance(person, Person) or person.pk == self.initial.get("person"):
            return data  # who has it already keeps it while something else is changed
        if not access.could_read(person, self.run, self.viewer.today):
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

    due = day_field(_("Klar senast"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = gettext("Vem gör punkten?")


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Anteckning"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Läses av alla som ser genomgången. Skriv inget känsligt om någon."),
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
