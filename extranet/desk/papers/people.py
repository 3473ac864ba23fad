"""Naming people in a form by name or user name, one a line: only those whom the viewer may see are found."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.access import people
from intranet.access.viewer import Viewer
from intranet.people.models import Person, PersonQuerySet

MOST = 20


class PeopleField(forms.CharField):
    """Cleans to a list of persons. `viewer` is set by the form."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Ett namn eller användarnamn på varje rad."))
        super().__init__(max_length=2000, **kwargs)
        self.widget.attrs |= {"rows": 2, "autocomplete": "off", "spellcheck": "false"}
        self.viewer: Viewer | None = None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(self._name(person) for person in value if not self.hides(person))

    def hides(self, person: Person) -> bool:
        """Whether the viewer may not see that somebody is named; who is hidden stays, whatever is written."""
        return self.viewer is None or not people.is_visible_to(self.viewer, person)

    def clean(self, value: Any) -> list[Person]:
        lines = [" ".join(line.split()) for line in str(super().clean(value) or "").splitlines()]
        lines = [line for line in dict.fromkeys(lines) if line]
        if len(lines) > MOST:
            raise ValidationError(_("Skriv högst %(most)s namn.") % {"most": MOST})
        wrong, found = [], []
        for line in lines:
            matches = list(self._matching(line)[:5])
            if len(matches) == 1:
                found.append(matches[0])
            elif matches:
                names = ", ".join(person.username for person in matches)
                wrong.append(
                    _("Flera heter %(name)s. Skriv användarnamnet: %(names)s.")
                    % {"name": line, "names": names}
                )
            else:
                wrong.append(_("Vi hittar ingen som heter %(name)s.") % {"name": line})
        if wrong:
            raise ValidationError(wrong)
        return found

    def _matching(self, line: str) -> PersonQuerySet:
        if self.viewer is None:
            return Person.objects.none()
        seen = people.visible_to(self.viewer, Person.objects.all())
        exact = seen.filter(username__iexact=line)
        if exact.exists():
            return exact
        whole = Concat("first_name", Value(" "), "last_name", output_field=CharField())
        return seen.annotate(whole=whole).filter(Q(whole__iexact=line)).order_by("username")

    def _name(self, person: Person) -> str:
        """By name where that finds them alone."""
        return person.username if len(list(self._matching(str(person))[:2])) != 1 else str(person)
