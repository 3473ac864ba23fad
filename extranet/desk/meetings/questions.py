"""Forms that ask before they save what may be meant, and may be a mistake."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from extranet.desk.meetings.seen import digest

SURE = "saker"


class AskingForm(forms.Form):
    """A form may put `questions`; it is valid once they have been answered with a yes, those and no others.

    What else is wrong is told first.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions: list[str] = []

    @property
    def asked(self) -> str:
        """What a yes must say to be an answer to these questions."""
        return digest(self.questions)

    def ask(self, questions: Iterable[str]) -> None:
        """Called last in `clean`."""
        found = [str(question) for question in questions]
        if found and not self.errors:
            self.questions = found
            if self.data.get(SURE) != self.asked:
                self.add_error(None, _("Läs frågan och svara innan du sparar."))
