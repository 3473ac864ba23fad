"""The form beside the file and the page that it becomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import slugify
from wagtail.admin.widgets import AdminDateInput

from home.importing.incoming.models import IncomingText
from home.importing.incoming.reviewing import Entered, offered_steps, picture_names
from home.importing.outline import Picture
from home.knowledge.base import KnowledgePage
from home.knowledge.index import KnowledgeIndexPage
from intranet.organisation.models import Unit
from intranet.organisation.widgets import UnitCheckboxes
from intranet.people.choosers import function_chooser
from intranet.people.models import Function
from intranet.subjects.models import Subject

MANY = ("units", "subjects")
CHOICES: dict[str, Callable[[], QuerySet]] = {
    "owner": Function.objects.all,
    "units": Unit.objects.all,
    "subjects": Subject.objects.all,
}
LONGEST_KEY = 19  # figures
MOST_CHOSEN = 1000


class PlaceForm(forms.Form):
    """Where the pages will stand. `places` are those where the sender may add pages."""

    place: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Lägg sidorna under", queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, places: list[KnowledgeIndexPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["place"]
        chosen.queryset = KnowledgeIndexPage.objects.filter(pk__in=[place.pk for place in places])  # type: ignore[attr-defined]
        chosen.label_from_instance = lambda page: page.get_admin_display_title()  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    title = forms.CharField(label="Titel", max_length=255, error_messages={"required": "Skriv en titel."})
    slug = forms.CharField(
        label="Adress",
        max_length=240,
        validators=[validate_slug],
        help_text="Sista delen av adressen: små bokstäver, siffror och bindestreck. Är den tagen får den ett nummer.",
        error_messages={"required": "Skriv en adress."},
    )
    kind = forms.ChoiceField(label="Slag", choices=KnowledgePage.Kind.choices)
    summary = forms.CharField(
        label="Ingress",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="En mening som säger vad sidan ger svar på.",
    )
    owner: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Ägare",
        queryset=Function.objects.all(),
        required=False,
        widget=function_chooser.widget_class,
        help_text="Behövs innan sidan skickas till granskning.",
    )
    units: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label="Gäller för",
        queryset=Unit.objects.all(),
        required=False,
        widget=UnitCheckboxes,
        help_text="Tomt: alla enheter.",
    )
    subjects: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label="Ämnen", queryset=Subject.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    valid_from = forms.DateField(label="Gäller från", required=False, widget=AdminDateInput)
    review_by = forms.DateField(label="Ses över senast", required=False, widget=AdminDateInput)

    def __init__(self, data: Any = None, *, text: IncomingText, **kwargs: Any) -> None:
        self._unusable: set[str] = set()
        self.sent = QueryDict() if data is None else self._usable(data)
        super().__init__(None if data is None else self.sent, **kwargs)
        self.steps = offered_steps(text)
        if self.steps:
            self.fields["first_list"] = forms.BooleanField(
                label="Använd filens första lista som ”Det här gör du”",
                required=False,
                help_text=_offer(self.steps),
            )
            self.order_fields(["title", "slug", "kind", "first_list"])
        self.pictures: dict[str, Picture] = {}
        for number, picture in enumerate(picture_names(text)):
            name = f"alt_{number}"
            self.pictures[name] = picture
            self.fields[name] = forms.CharField(
                label=f"Bildtext till {picture.source.partition(':')[2]}",
                max_length=250,
                initial=picture.alt,
                help_text="Beskriv vad bilden visar, för den som inte ser den.",
                error_messages={"required": "Skriv vad bilden visar."},
            )

    def _usable(self, data: Any) -> QueryDict:
        """What was sent, without what no form of ours sends: a choice that is none could not even be shown again."""
        kept = data.copy() if isinstance(data, QueryDict) else as_sent(data)
        for name, queryset in CHOICES.items():
            given = [value for value in kept.getlist(name) if value]
            known = _known(queryset(), given)
            if len(known) < len(given):
                self._unusable.add(name)
                kept.setlist(name, known)
        for name in list(kept):
            kept.setlist(name, [value.replace("\x00", "") for value in kept.getlist(name)])
        return kept

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self._unusable:
            self.add_error(name, "Det du valde finns inte längre. Välj något annat.")
        start, review = data.get("valid_from"), data.get("review_by")
        if start and review and review < start:
            raise ValidationError({"review_by": "Översynen ligger före den dag då texten börjar gälla."})
        return data

    def entered(self) -> Entered:
        """Of a form that is valid."""
        data = self.cleaned_data
        return Entered(
            *(data["title"], data["slug"], data["kind"], data["summary"], data["owner"]),
            units=list(data["units"]),
            subjects=list(data["subjects"]),
            valid_from=data["valid_from"],
            review_by=data["review_by"],
            first_list=bool(data.get("first_list")),
            alts={picture.source: data[name] for name, picture in self.pictures.items()},
        )


def _offer(steps: list[str]) -> str:
    """What the list is, so that nobody has to look for it in the file."""
    first = f"{steps[0][:80]} …" if len(steps[0]) > 80 else steps[0]
    count = "1 steg" if len(steps) == 1 else f"{len(steps)} steg"
    return f"Listan börjar med ”{first}” och har {count}. Checklistor och handböcker har inget kort svar."


def initial_of(suggestion: Entered) -> dict[str, Any]:
    return {
        "title": suggestion.title,
        "slug": slugify(suggestion.title)[:240],
        "kind": suggestion.kind,
        "summary": suggestion.summary,
        "owner": suggestion.owner,
        "units": suggestion.units,
        "subjects": suggestion.subjects,
        "valid_from": suggestion.valid_from,
        "review_by": suggestion.review_by,
    }


def as_left(posted: QueryDict, text: IncomingText) -> dict[str, Any]:
    """What a row keeps of a form, valid or not, so that it can be taken up again: what was typed, and real choices."""
    form = ReviewForm(posted, text=text)
    sent = form.sent
    typed: dict[str, Any] = {
        name: str(sent[name])[:1000] for name in form.fields if name in sent and name not in CHOICES
    }
    if typed.get("kind") not in KnowledgePage.Kind.values:
        typed.pop("kind", None)
    chosen: dict[str, Any] = {name: sent.getlist(name) for name in MANY}
    return typed | chosen | {"owner": sent.get("owner", "")}


def taken_up(entered: dict[str, Any]) -> dict[str, Any]:
    """What a row kept, as a form's initial values; what has gone since, or never was a choice, is left out."""
    values: dict[str, Any] = {
        name: value for name, value in entered.items() if name not in CHOICES and isinstance(value, str)
    }
    if values.get("kind") not in KnowledgePage.Kind.values:
        values.pop("kind", None)
    for name in CHOICES.keys() & entered.keys():
        given = entered[name] if isinstance(entered[name], list) else [entered[name]]
        known = _known(CHOICES[name](), [str(value) for value in given if value])
        values[name] = known if name in MANY else next(iter(known), None)
    return values


def as_sent(values: dict[str, Any]) -> QueryDict:
    """Initial values as a browser would send them."""
    sent = QueryDict(mutable=True)
    for name, value in values.items():
        several = value if isinstance(value, (list, tuple)) else [value]
        sent.setlist(name, [str(getattr(one, "pk", one)) for one in several if one is not None])
    return sent


def _known(queryset: QuerySet, given: list[str]) -> list[str]:
    """Those of some keys that name something, in their order."""
    keys = [value for value in given if value.isascii() and value.isdecimal() and len(value) < LONGEST_KEY]
    there = {str(pk) for pk in queryset.filter(pk__in=keys[:MOST_CHOSEN]).values_list("pk", flat=True)}
    return [value for value in keys if value in there]
