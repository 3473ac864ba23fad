"""The forms of papers at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from extranet.bodies.models import Authority
from extranet.desk.papers.people import PeopleField
from extranet.desk.papers.sorting import proposal
from extranet.meetings.models import AgendaItem
from extranet.papers.models import Paper
from extranet.placements.uploads import Upload
from extranet.secrecy.marking import PROVISIONS, validated
from intranet.access.viewer import Viewer
from intranet.people.models import Function

NO_TITLE = _("Skriv en rubrik.")
NO_NEUTRAL = _("Skriv en neutral rubrik: den läses av alla som får veta att handlingen finns.")
OTHER = "annan"


def item_label(item: AgendaItem) -> str:
    return f"{item.number}. {item.title}" if item.number else str(item.title)


class SortForm(forms.Form):
    """One received file: what it becomes, and where. Without an item it waits."""

    item = forms.TypedChoiceField(label=_("Ärende"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Slag"), choices=Paper.Kind.choices)
    title = forms.CharField(label=_("Rubrik"), max_length=300, error_messages={"required": NO_TITLE})
    neutral_title = forms.CharField(
        label=_("Neutral rubrik"), max_length=200, error_messages={"required": NO_NEUTRAL}
    )

    def __init__(self, data: Any, upload: Upload, items: Sequence[AgendaItem]) -> None:
        self.upload, self.items = upload, {item.pk: item for item in items}
        super().__init__(data, prefix=f"fil{upload.pk}", initial=self._initial(upload, items))
        choices = [("", gettext("Välj ärende")), *((item.pk, item_label(item)) for item in items)]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {upload.name}"

    @staticmethod
    def _initial(upload: Upload, items: Sequence[AgendaItem]) -> dict[str, Any]:
        said = proposal(upload.name)
        numbered: dict[int | None, int] = {item.number: item.pk for item in items if item.number}
        dropped_on = upload.item_id if any(item.pk == upload.item_id for item in items) else None
        return {
            "item": dropped_on or numbered.get(said.number) or "",
            "kind": said.kind,
            "title": said.title,
            "neutral_title": said.neutral_title,
        }

    @property
    def is_proposed(self) -> bool:
        return bool(self.initial["item"])

    def chosen(self) -> AgendaItem | None:
        chosen: int | None = self.cleaned_data["item"]
        return self.items[chosen] if chosen else None


class PaperForm(forms.ModelForm):
    """What a paper is called and who answers for it. Authors and reviewers read it before it is sent."""

    authors = PeopleField(label=_("Författare"), required=False)
    reviewers = PeopleField(label=_("Granskare"), required=False)

    class Meta:
        model = Paper
        fields = ("title", "neutral_title", "kind", "authors", "reviewers", "responsible")
        labels = {
            "title": _("Rubrik"),
            "neutral_title": _("Neutral rubrik"),
            "kind": _("Slag"),
            "responsible": _("Ansvarig chef"),
        }
        help_texts = {"neutral_title": _("Röjer inget om enskilda eller sekretess.")}
        error_messages = {
            "title": {"required": NO_TITLE},
            "neutral_title": {"required": NO_NEUTRAL},
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("authors", "reviewers"):
            self.fields[name].viewer = viewer  # type: ignore[attr-defined]
        if self.instance.pk:
            self._hidden = {
                name: [one for one in getattr(self.instance, name).all() if self.fields[name].hides(one)]  # type: ignore[attr-defined]
                for name in ("authors", "reviewers")
            }
        responsible = self.fields["responsible"]
        responsible.queryset = Function.objects.select_related("kind", "unit")  # type: ignore[attr-defined]
        responsible.empty_label = gettext("Ingen")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, hidden in getattr(self, "_hidden", {}).items():
            if name in data:
                data[name] = [*data[name], *hidden]
        return data


class ItemForm(forms.Form):
    """Another item of the same meeting."""

    item = forms.TypedChoiceField(
        label=_("Ärende"), coerce=int, error_messages={"required": _("Välj vart handlingen ska flyttas.")}
    )

    def __init__(self, data: Any, items: Sequence[AgendaItem]) -> None:
        super().__init__(data)
        self.items = {item.pk: item for item in items}
        choices = [("", gettext("Välj ärende")), *((item.pk, item_label(item)) for item in items)]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]


class PublicForm(forms.Form):
    public_on = forms.DateField(
        label=_("Offentlig från och med"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Lämna tomt om handlingen inte ska visas för andra än organet."),
        error_messages={"invalid": _("Skriv dagen som 2026-12-31.")},
    )


class FileForm(forms.Form):
    """`file` is read by the view: it lies where parts lie, and is no file of Django's."""

    file = forms.FileField(label=_("Fil"), required=False)
    assured = forms.BooleanField(
        label=_("Filen innehåller inga säkerhetsskyddsklassificerade uppgifter."),
        error_messages={
            "required": _(
                "Bekräfta det. Säkerhetsskyddsklassificerade uppgifter får aldrig läggas i systemet."
            )
        },
    )


class ReplaceForm(FileForm):
    changes = forms.CharField(
        label=_("Vad har ändrats?"),
        max_length=300,
        help_text=_("Läsarna ser det vid den nya versionen. Skriv inget som är hemligt."),
        error_messages={"required": _("Skriv vad som har ändrats, så att läsarna slipper leta.")},
    )
    field_order = ("file", "changes", "assured")


class MaskedForm(FileForm):
    title = forms.CharField(
        label=_("Rubrik på den maskade varianten"), max_length=300, error_messages={"required": NO_TITLE}
    )
    field_order = ("file", "title", "assured")


class MarkForm(forms.Form):
    """A marking of secrecy: one of the usual provisions, or any other by its chapter and section."""

    provision = forms.ChoiceField(
        label=_("Bestämmelse"), error_messages={"required": _("Välj vilken bestämmelse som gäller.")}
    )
    chapter = forms.IntegerField(
        label=_("Kapitel, om du valde en annan bestämmelse"),
        required=False,
        error_messages={"invalid": _("Skriv kapitlet med siffror.")},
    )
    section = forms.CharField(
        label=_("Paragraf, om du valde en annan bestämmelse"), required=False, max_length=10
    )
    authority = forms.ModelChoiceField(
        Authority.objects.all(),
        label=_("Myndighet som har bedömt"),
        error_messages={"required": _("Välj den myndighet som har gjort bedömningen.")},
    )
    marked_on = forms.DateField(
        label=_("Dag för bedömningen"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Skriv vilken dag bedömningen gjordes."),
            "invalid": _("Skriv dagen som 2026-12-31."),
        },
    )
    handled_by = forms.CharField(
        label=_("Handläggare"),
        max_length=120,
        error_messages={"required": _("Skriv vem som handlägger frågan.")},
    )
    not_classified = forms.BooleanField(
        label=_("Handlingen innehåller inga säkerhetsskyddsklassificerade uppgifter."),
        error_messages={
            "required": _(
                "Bekräfta det. Säkerhetsskyddsklassificerade uppgifter får aldrig läggas i systemet."
            )
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = [(p.code, f"{p.chapter} kap. {p.section} § – {p.words}") for p in PROVISIONS]
        choices = [("", gettext("Välj bestämmelse")), *usual, (OTHER, gettext("En annan bestämmelse"))]
        self.fields["provision"].choices = choices  # type: ignore[attr-defined]

    def clean_marked_on(self) -> Any:
        day = self.cleaned_data["marked_on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("Bedömningen kan inte vara gjord i framtiden."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("provision", "")
        if chosen == OTHER:
            if data.get("chapter") is None and "chapter" not in self.errors:
                self.add_error("chapter", gettext("Skriv kapitlet."))
            if not data.get("section"):
                self.add_error("section", gettext("Skriv paragrafen."))
            if data.get("chapter") is not None and data.get("section"):
                try:
                    data["chapter"], data["section"] = validated(data["chapter"], data["section"])
                except ValidationError as wrong:
                    self.add_error("chapter" if "kapitel" in wrong.messages[0] else "section", wrong)
        elif chosen:
            provision = next(p for p in PROVISIONS if p.code == chosen)
            data["chapter"], data["section"] = provision.chapter, provision.section
        return data


class WithdrawForm(forms.Form):
    """`earlier`: whether what it had replaced shows again, which is asked where there is such a thing."""

    why = forms.CharField(
        label=_("Skäl"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        help_text=_("Bara myndighetens registratorer läser skälet."),
        error_messages={"required": _("Skriv varför handlingen dras tillbaka.")},
    )
    earlier = forms.ChoiceField(
        label=_("Vad händer med den förra versionen?"),
        widget=forms.RadioSelect,
        choices=[
            ("show", _("Den visas igen för läsarna.")),
            ("withdraw", _("Den dras också tillbaka.")),
        ],
        error_messages={"required": _("Välj om den förra versionen ska visas igen.")},
    )

    def __init__(self, *args: Any, asks_of_earlier: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_of_earlier:
            del self.fields["earlier"]
