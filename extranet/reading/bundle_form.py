"""What of a meeting is wanted, as its form asks."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from extranet.access.rights import Rights
from extranet.bundles.contents import gather
from extranet.bundles.models import Order
from extranet.bundles.ordering import Wish
from extranet.meetings.models import Meeting
from extranet.notes.reading import own
from extranet.reading.agenda import agenda

EVERYTHING = "allt"
FORMS = [
    (Order.Form.PDF, _("En PDF, med dagordning, bokmärken och sidnummer")),
    (Order.Form.ZIP, _("En ZIP-fil med alla handlingar var för sig")),
]


class BundleForm(forms.Form):
    """The items that have papers for the reader, all of them chosen; `allt` takes them all, whatever is ticked.

    `locked`: secret papers are there that a step-up would open.
    """

    arende = forms.TypedMultipleChoiceField(
        label=_("Ärenden"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    form = forms.ChoiceField(
        label=_("Hur vill du ha dem?"), choices=FORMS, widget=forms.RadioSelect, initial=Order.Form.PDF
    )
    sekretess = forms.BooleanField(label=_("Ta med handlingar med sekretess"), required=False)
    anteckningar = forms.BooleanField(label=_("Ta med mina anteckningar, sist i PDF-filen"), required=False)

    def __init__(self, rights: Rights, meeting: Meeting, data: Any = None, only: str = "") -> None:
        """`only`: the one item (its key) that is chosen at first, with its secret papers."""
        super().__init__(data, label_suffix="")
        self.everything = data is not None and EVERYTHING in data
        rows = agenda(rights, meeting, None).items
        papers = [paper for row in rows for paper in row.papers]
        offered = [row for row in rows if row.papers]
        items = cast(forms.MultipleChoiceField, self.fields["arende"])
        items.choices = [
            (row.item.pk, f"{row.number}. {row.title}" if row.number else row.title) for row in offered
        ]
        self.offered = len(offered)
        self.only = only.isdecimal() and any(row.item.pk == int(only) for row in offered)
        items.initial = [int(only)] if self.only else [row.item.pk for row in offered]
        self.fields["sekretess"].initial = self.only
        self.locked = any(paper.locked for paper in papers)
        self.has_papers = bool(gather(rights, meeting, secret=True).pieces) or self.locked
        if not any(paper.is_secret and not paper.locked for paper in papers):
            del self.fields["sekretess"]
        if not own(rights).filter(item__meeting=meeting).exists():
            del self.fields["anteckningar"]

    def clean_arende(self) -> list[int]:
        chosen: list[int] = self.cleaned_data["arende"]
        if not chosen and not self.everything:
            raise forms.ValidationError(_("Välj minst ett ärende."))
        return chosen

    @property
    def wish(self) -> Wish:
        """What a valid form asks for."""
        said = self.cleaned_data
        all_of_it = self.everything or len(said["arende"]) == self.offered
        return Wish(
            form=said["form"],
            items=None if all_of_it else sorted(said["arende"]),
            secret=said.get("sekretess", False),
            notes=said.get("anteckningar", False) and said["form"] == Order.Form.PDF,
        )
