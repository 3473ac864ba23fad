"""Choosing a person in a form: a few who are likely, and a field to search for others by name.

Whom one may choose is what the directory's rule shows one, among those who are employed or about to be. It
works without JavaScript: who is searched for comes back as choices in the same form, with all else kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from home.runs.names import signature
from intranet.access import people as access
from intranet.access.viewer import Viewer
from intranet.organisation.matching import containing
from intranet.people.models import Employment, Person, PersonQuerySet

FOUND, LIKELY = 12, 8
SEARCH = "sok_person"
"""The name of the button that only searches."""


def employed_or_coming(on: date) -> Q:
    """Employments that have not ended: a new colleague can be prepared for before the first day."""
    return Q(end__isnull=True) | Q(end__gte=on)


def choosable(viewer: Viewer) -> PersonQuerySet:
    employments = Employment.objects.filter(employed_or_coming(viewer.today))
    people: PersonQuerySet = access.visible_to(viewer, Person.objects.all())
    return people.filter(pk__in=employments.values("person"))


def colleagues(viewer: Viewer, unit: int | None) -> list[Person]:
    """The newest at a unit first: it is often they whom a checklist is about."""
    if unit is None:
        return []
    there = Employment.objects.filter(employed_or_coming(viewer.today), unit=unit).order_by("-start", "pk")
    pks = list(dict.fromkeys(there.values_list("person", flat=True)))
    found = {person.pk: person for person in choosable(viewer).filter(pk__in=pks)}
    return [found[pk] for pk in pks if pk in found][:LIKELY]


def find(viewer: Viewer, words: str) -> list[Person]:
    people = choosable(viewer)
    for word in words.split():
        people = people.filter(containing("first_name", word) | containing("last_name", word))
    return list(people[: FOUND + 1])


class PersonForm(forms.Form):
    """A choice of `person` by primary key; `person` in the cleaned data is the person, or None if that is offered.

    `likely` are the people offered from the start, in their order, some with words of their own beside the name.
    """

    person = forms.ChoiceField(
        label=_("Person"), required=False, widget=forms.RadioSelect, error_messages={"invalid_choice": ""}
    )
    search = forms.CharField(
        label=_("Någon annan"), required=False, max_length=100, help_text=_("Skriv namnet och välj Sök.")
    )

    nobody: Any = ""
    """What the choice of nobody is called; empty if somebody must be chosen."""

    def __init__(
        self, *args: Any, viewer: Viewer, likely: Iterable[tuple[Person, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self._people: dict[str, Person] = {}
        choices: list[tuple[str, str]] = [("", self.nobody)] if self.nobody else []
        words = dict[int, str]()
        for person, word in likely:
            if person.pk not in words:
                words[person.pk] = word
                self._offer(person, word, choices)
        self.found = find(viewer, self.data.get(self.add_prefix("search"), "")) if self._asks() else []
        for person in self.found[:FOUND]:
            if str(person.pk) not in self._people:
                self._offer(person, _title(person, viewer), choices)
        self._keep_chosen(choices)
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    @property
    def searching(self) -> bool:
        """Whether only the search was asked for."""
        return self.is_bound and SEARCH in self.data

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.searching:
            if not self.found:
                self.add_error("search", gettext("Ingen hittades. Kontrollera stavningen."))
            elif len(self.found) > FOUND:
                self.add_error("search", gettext("Många heter så. Skriv både för- och efternamn."))
            return data
        value = data.get("person") or ""
        named = (data.get("search") or "").strip()
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
            chosen = data["person"] = self._people.get(value)
            if chosen is None:
                self.add_error("person", gettext("Välj en person i listan."))
            elif named and chosen not in self.found:
                self.add_error(
                    "search",
                    gettext("Du har skrivit ett annat namn än det du har valt. Välj igen, eller töm fältet."),
                )
        elif self.nobody:
            data["person"] = None
        else:
            self.add_error("person", gettext("Välj en person."))
        return data

    def _asks(self) -> bool:
        return self.is_bound and bool(self.data.get(self.add_prefix("search"), "").strip())

    def _offer(self, person: Person, word: str, choices: list[tuple[str, str]]) -> None:
        self._people[str(person.pk)] = person
        name = signature(self.viewer, person)
        choices.append((str(person.pk), f"{name}, {word}" if word else name))

    def _keep_chosen(self, choices: list[tuple[str, str]]) -> None:
        """Who was found by an earlier search and chosen stays in the list while the rest is corrected."""
        value = self.data.get(self.add_prefix("person"), "") if self.is_bound else ""
        if value.isdecimal() and value not in self._people:
            person = choosable(self.viewer).filter(pk=value).first()
            if person:
                self._offer(person, _title(person, self.viewer), choices)


def _title(person: Person, viewer: Viewer) -> str:
    employment = (
        Employment.objects.filter(employed_or_coming(viewer.today), person=person)
        .select_related("unit")
        .order_by("-primary", "start", "pk")
        .first()
    )
    return f"{employment.title}, {employment.unit}" if employment else ""
