"""The forms of attendance and recusal."""

from __future__ import annotations

from typing import Any, TypeAlias

from django import forms
from django.utils.translation import gettext_lazy as _

from extranet.attendance.models import Attendance
from extranet.exceptions.models import Recusal

Answer: TypeAlias = Attendance.Answer
Outcome: TypeAlias = Recusal.Outcome

WHETHER_ONE_COMES = {
    Answer.COMES: _("Jag kommer"),
    Answer.REMOTE: _("Jag deltar på distans"),
    Answer.ABSENT: _("Jag har förhinder"),
}
WHETHER_ONE_SERVES = {
    Answer.COMES: _("Ja, jag tjänstgör"),
    Answer.REMOTE: _("Ja, jag tjänstgör på distans"),
    Answer.ABSENT: _("Nej, jag kan inte"),
}
FOR_SOMEBODY = {
    Answer.COMES: _("Kommer"),
    Answer.REMOTE: _("Deltar på distans"),
    Answer.ABSENT: _("Har förhinder eller går inte att nå"),
}


class AnswerForm(forms.Form):
    """`call` is the call that the page showed: an answer to another question is not taken for one to this."""

    said = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Välj ett svar.")})
    call = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, choices: list[Answer], words: dict[Answer, Any], label: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        said = self.fields["said"]
        said.label = label
        said.choices = [(choice.value, words[choice]) for choice in choices]  # type: ignore[attr-defined]


class DeclareForm(forms.Form):
    why = forms.CharField(
        label=_("Varför, med egna ord"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Bara du ser det du skriver. Det raderas när anmälan är prövad eller återtagen. "
            "Ordföranden frågar dig om skälet på sammanträdet."
        ),
        error_messages={
            "max_length": _("Skriv högst %(limit_value)d tecken. Du har skrivit %(show_value)d.")
        },
    )


class DecisionForm(forms.Form):
    """What the body has decided about somebody's recusal."""

    outcome = forms.ChoiceField(
        label=_("Vad har organet beslutat?"),
        widget=forms.RadioSelect,
        choices=[
            (Outcome.UPHELD.value, _("Det är jäv.")),
            (Outcome.REJECTED.value, _("Det är inte jäv.")),
            (
                Outcome.DISREGARDED.value,
                _("Organet bortser från jävet: det saknar uppenbart betydelse (6 kap. 29 § kommunallagen)."),
            ),
        ],
        error_messages={"required": _("Välj vad organet har beslutat.")},
    )
