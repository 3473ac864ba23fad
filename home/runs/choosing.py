"""Choosing a person in a form: a few who are likely, and a field to search for others by name.

It works without JavaScript: who is searched for comes back as choices in the same form, with all else kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from home.runs.colleagues import FOUND, choosable, find, titles
from home.runs.names import signature
from intranet.access import people as access
from intranet.access.viewer import Viewer
from intranet.organisation.matching import few_words
from intranet.people.models import Person

SEARCH = "sok_person"
"""The name of the button that only searches."""
ENTER = "enter"
"""The name of the form's first button, which the key of that name presses in any of its fields: where a name
stands to be searched for it searches, so that nothing is saved that was not meant. See person.js."""
CURRENT = "nuvarande"
"""The value of whoever has the part now, if the reader may not know who that is."""


class PersonForm(forms.Form):
    """A choice of `person`; in the cleaned data that is the person, or None if nobody is offered and chosen.

    `likely` are the people offered from the start, in their order, some with words of their own beside the
    name. `current` is who has the part now: they may be kept also by somebody who may not see who they are.
    """

    person = forms.ChoiceField(
        label=_("Person"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Välj en person i listan.")},
        show_hidden_initial=True,
    )
    search = forms.CharField(
        label=_("Någon annan"),
        required=False,
        max_length=100,
        validators=[few_words],
        help_text=_("Skriv namnet och välj Sök."),
    )
    # What was searched for when the choices were shown: who then chooses somebody else has meant it.
    searched = forms.CharField(required=False, widget=forms.HiddenInput)

    nobody: Any = ""
    """What the choice of nobody is called; empty if somebody must be chosen."""

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        likely: Iterable[tuple[Person, str]] = (),
        current: Person | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.current = current
        if current is not None:
            self.initial["person"] = self.value_of(current)
        self._people: dict[str, Person] = {}
        choices: list[tuple[str, str]] = []
        self._searched_for = self._admitted()
        self.found = find(viewer, self._searched_for) if self._searched_for else []
        described = titles(self.found[:FOUND], viewer)
        for person in self.found[:FOUND]:
            self._offer(person, described.get(person.pk, ""), choices)
        if self.nobody:
            choices.append(("", self.nobody))
        for person, word in likely:
            self._offer(person, word, choices)
        self._keep_chosen(choices)
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
        if self.searching and len(self.found) == 1:
            self.write("person", self.value_of(self.found[0]))

    @property
    def searching(self) -> bool:
        """Whether only the search was asked for."""
        if not self.is_bound:
            return False
        named = self.data.get(self.add_prefix("search"), "").strip()
        return SEARCH in self.data or (ENTER in self.data and bool(named))

    @property
    def told(self) -> str:
        """What a search has found; empty if it was something else that was asked for, or `errors` tells."""
        if not self.searching or not self.found:
            return ""
        if len(self.found) > FOUND:
            many = gettext(
                "Fler än %(count)s heter så. Här är de första. Saknas den du söker, skriv både för- och efternamn."
            )
            return many % {"count": FOUND}
        text = ngettext(
            "En träff på ”%(name)s”. %(person)s är vald.",
            "%(count)s träffar på ”%(name)s”. Välj den du menar.",
            len(self.found),
        )
        person = signature(self.viewer, self.found[0])
        return text % {"count": len(self.found), "name": self._searched_for, "person": person}

    def value_of(self, person: Person | None) -> str:
        """What stands for a person in the form: nobody's number is told to who may not see them."""
        if person is None:
            return ""
        hidden = person == self.current and not access.is_visible_to(self.viewer, person)
        return CURRENT if hidden else str(person.pk)

    def write(self, name: str, value: str) -> None:
        """Let a field say something else than was sent when the form is shown again."""
        self.data = cast(QueryDict, self.data).copy()
        self.data[self.add_prefix(name)] = value

    def started_from(self, name: str) -> str:
        """What a field said when the form was fetched; what it would say now if the form does not tell."""
        given = self.data.get(self.add_initial_prefix(name))
        value = self.initial.get(name) if given is None else given
        return "" if value is None else str(value)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = data.get("search") or ""
        if self.searching:
            # What else is in the form is not sent yet: nothing is said of it.
            for name in set(self.errors) - {"search"}:
                del self.errors[name]
            self.write("searched", named)
            self._tell_of_search(named)
            return data
        if "person" in self.errors:
            return data
        value = data.get("person") or ""
        if not value and named:
            # The name alone is enough where it is one person's.
            if len(self.found) == 1:
                data["person"] = self.found[0]
                return data
            text = (
                gettext("Välj vem du menar.")
                if self.found
                else gettext("Ingen hittades. Kontrollera stavningen.")
            )
            self.add_error("person" if self.found else "search", text)
        elif value:
            chosen = data["person"] = self._people[value]
            if named and named != data.get("searched") and chosen not in self.found:
                self.add_error(
                    "search",
                    gettext("Du har skrivit ett annat namn än det du har valt. Välj igen, eller töm fältet."),
                )
        elif self.nobody:
            data["person"] = None
        else:
            self.add_error("person", gettext("Välj en person."))
        return data

    def _tell_of_search(self, named: str) -> None:
        if "search" in self.errors:
            return
        if not named:
            self.add_error("search", gettext("Skriv ett namn att söka efter."))
        elif not self.found:
            self.add_error("search", gettext("Ingen hittades. Kontrollera stavningen."))

    def _admitted(self) -> str:
        """What to search for; nothing unless the field admits it: the database is never asked for anything else."""
        if not self.is_bound:
            return ""
        try:
            return str(self.fields["search"].clean(self.data.get(self.add_prefix("search"), "")))
        except ValidationError:
            return ""

    def _offer(self, person: Person, word: str, choices: list[tuple[str, str]]) -> None:
        value = self.value_of(person)
        if value not in self._people:
            self._people[value] = person
            name = signature(self.viewer, person)
            choices.append((value, f"{name}, {word}" if word else name))

    def _keep_chosen(self, choices: list[tuple[str, str]]) -> None:
        """Who was found by an earlier search and chosen stays in the list while the rest is corrected."""
        value = self.data.get(self.add_prefix("person"), "") if self.is_bound else ""
        if value.isdecimal() and len(value) < 19 and value not in self._people:
            person = choosable(self.viewer).filter(pk=value).first()
            if person:
                self._offer(person, titles([person], self.viewer).get(person.pk, ""), choices)
