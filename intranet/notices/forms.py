from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.notices.kinds import Kind
from intranet.notices.models import How

HOW = [
    (How.DAILY.value, _("I ett mejl om dagen")),
    (How.ONCE.value, _("I ett mejl direkt")),
    (How.NONE.value, _("Inget mejl")),
]
URGENT = _("Det här kan brådska.")


class FilterForm(forms.Form):
    """Which of the notices there are to see."""

    slag = forms.ChoiceField(label=_("Slag"), required=False)
    olasta = forms.BooleanField(label=_("Bara olästa"), required=False)

    def __init__(self, *args: Any, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["slag"])
        field.choices = [("", _("Alla")), *((kind.code, kind.label) for kind in kinds)]
        if len(kinds) < 2:
            del self.fields["slag"]


class AllForm(forms.Form):
    """One answer for all kinds at once."""

    alla = forms.ChoiceField(
        label=_("Ändra alla till"),
        choices=HOW,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad du vill ändra alla till.")},
    )


class ChoicesForm(forms.Form):
    """One question for each kind, named by its code."""

    def __init__(self, *args: Any, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.label,
                choices=HOW,
                widget=forms.RadioSelect,
                help_text=URGENT if kind.urgent else "",
                error_messages={"required": _("Välj när du vill ha mejl om det här.")},
            )
