"""The forms of delivery: how somebody wants their papers, and what was printed for each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from extranet.delivery.choosing import Address
from extranet.delivery.models import POSTAL_CODE, Way
from intranet.people.models import Person

MOST_SHEETS = 20_000
NEEDED = ("street", "postal_code", "town")
"""Of an address, where papers are to be posted to it."""


class ChoiceForm(forms.Form):
    """Without the address for who is protected: none is asked of them."""

    way = forms.ChoiceField(
        label=_("Hur vill du ha handlingarna?"),
        widget=forms.RadioSelect,
        choices=[
            (Way.DIGITAL.value, _("Digitalt: jag läser dem här")),
            (Way.PAPER.value, _("På papper: jag får dem utskrivna, och kan läsa dem här också")),
        ],
        error_messages={"required": _("Välj digitalt eller på papper.")},
    )
    care_of = forms.CharField(label=_("c/o"), max_length=80, required=False)
    street = forms.CharField(
        label=_("Gatuadress, box eller motsvarande"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
        error_messages={"required": _("Skriv gatuadressen som handlingarna ska skickas till.")},
    )
    postal_code = forms.CharField(
        label=_("Postnummer"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
        error_messages={"required": _("Skriv postnumret.")},
    )
    town = forms.CharField(
        label=_("Postort"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"required": _("Skriv postorten.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_address = not person.protected
        if not self.asks_address:
            for name in ("care_of", *NEEDED):
                del self.fields[name]
        elif self.is_bound and self.data.get(self.add_prefix("way")) != Way.PAPER:
            for name in NEEDED:
                self.fields[name].required = False

    def clean_postal_code(self) -> str:
        figures = "".join(self.cleaned_data["postal_code"].split())
        if not figures:
            return ""
        code = f"{figures[:3]} {figures[3:]}"
        POSTAL_CODE(code)
        return code

    @property
    def address(self) -> Address:
        data = self.cleaned_data
        return Address(
            street=data.get("street", ""),
            postal_code=data.get("postal_code", ""),
            town=data.get("town", ""),
            care_of=data.get("care_of", ""),
        )


class PrintedForm(forms.Form):
    """What was printed for one person. `papers`: those that the page showed, by primary key."""

    printed = forms.BooleanField(required=False)
    sheets = forms.IntegerField(
        label=_("Ark"),
        required=False,
        min_value=1,
        max_value=MOST_SHEETS,
        error_messages={
            "invalid": _("Skriv antalet ark med siffror."),
            "min_value": _("Skriv minst ett ark."),
            "max_value": _("Så många ark kan det inte vara. Kontrollera talet."),
        },
    )
    papers = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_papers(self) -> frozenset[int]:
        return frozenset(int(pk) for pk in self.cleaned_data["papers"].split(",") if pk.isdecimal())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("printed") and not cleaned.get("sheets") and "sheets" not in self.errors:
            self.add_error("sheets", _("Skriv hur många ark det blev."))
        return cleaned
