from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NewAddressForm(forms.Form):
    name = forms.CharField(
        label=_("Var ska du använda den?"),
        help_text=_("Till exempel: min telefon."),
        max_length=60,
        error_messages={"required": _("Skriv var du ska använda adressen, så vet du vilken det är sedan.")},
    )
