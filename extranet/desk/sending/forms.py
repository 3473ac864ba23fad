"""The form of passing over what a check has found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 300


class PassForm(forms.Form):
    keys = forms.MultipleChoiceField(
        error_messages={
            "required": _("Välj vad du vill skicka ändå."),
            "invalid_choice": _("Något av det du valde är redan åtgärdat. Läs listan igen."),
        }
    )
    reason = forms.CharField(
        label=_("Varför skickar du ändå?"),
        max_length=LONGEST,
        error_messages={
            "required": _("Skriv varför du skickar ändå. Skälet sparas med kallelsen."),
            "max_length": _("Skriv högst %(limit_value)d tecken. Du har skrivit %(show_value)d."),
        },
    )

    def __init__(self, *args: Any, keys: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
