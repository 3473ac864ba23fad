from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.notices import choices
from intranet.notices.kinds import Kind
from intranet.notices.models import How

LABELS = {
    How.DAILY: _("I ett mejl om dagen"),
    How.ONCE: _("I ett mejl direkt"),
    How.NONE: _("Inget mejl"),
}
URGENT = _("Det här brådskar. Därför kan det inte vänta på ett mejl om dagen.")


class KindForm(forms.Form):
    """Which of the kinds there are to see."""

    slag = forms.ChoiceField(label=_("Slag"), required=False)

    def __init__(self, *args: Any, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["slag"])
        field.choices = [("", _("Alla")), *((kind.code, kind.label) for kind in kinds)]


class AllForm(forms.Form):
    """One answer for all kinds at once."""

    alla = forms.ChoiceField(
        label=_("Ändra alla till"),
        choices=[(how.value, LABELS[how]) for how in LABELS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad du vill ändra alla till.")},
    )

    def __init__(self, *args: Any, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if any(kind.urgent for kind in kinds):
            self.fields["alla"].help_text = _(
                "Det som brådskar kommer direkt, om du inte väljer bort mejlen."
            )


class ChoicesForm(forms.Form):
    """One question for each kind, named by its code."""

    def __init__(self, *args: Any, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.label,
                choices=[(how.value, LABELS[how]) for how in choices.offered(kind)],
                widget=forms.RadioSelect,
                help_text=URGENT if kind.urgent else "",
                error_messages={"required": _("Välj när du vill ha mejl om det här.")},
            )
