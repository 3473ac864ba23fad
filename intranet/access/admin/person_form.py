"""The form of a person, and of their employments. No password: people choose their own."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.images.widgets import AdminImageChooser

from intranet.access.accounts import grantable
from intranet.organisation.choosers import unit_chooser, workplace_chooser
from intranet.people.models import Employment, Person

# Neither says whose it is, nor whether it is anybody's that the asker may know of.
REFUSED = "Det går inte att använda. Välj ett annat, eller fråga den som ansvarar för katalogen."


class PersonForm(WagtailAdminModelForm):
    class Meta:
        model = Person
        fields: ClassVar[list[str]] = [
            "first_name",
            "last_name",
            "username",
            "employee_number",
            "email",
            "phone",
            "mobile",
            "presentation",
            "photo",
            "active_from",
            "active_to",
            "is_active",
            "protected",
            "groups",
            "is_superuser",
        ]
        labels: ClassVar[dict[str, str]] = {
            "username": "Användarnamn",
            "email": "E-post",
            "is_active": "Får logga in",
            "groups": "Roller och grupper",
            "is_superuser": "Superanvändare",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "username": "Det personen skriver när hen loggar in.",
            "email": "Får vara tomt. Den som saknar e-post får en engångskod av sin chef.",
            "is_active": "Avmarkera i stället för att ta bort personen.",
            "protected": (
                "Personen syns inte i katalog, sök, förslag eller på enhetens sida. Signaturer visar funktionen. "
                "När du har sparat kan bara utsedda registerhandläggare se och ändra personen."
            ),
            "groups": "Bestämmer vad personen får göra i redigeringen.",
            "is_superuser": "Får göra allt utom att se skyddade personuppgifter.",
        }
        error_messages: ClassVar[dict] = {
            "username": {"unique": REFUSED},
            "employee_number": {"unique": REFUSED},
        }
        widgets: ClassVar[dict] = {"groups": forms.CheckboxSelectMultiple, "photo": AdminImageChooser}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = grantable(self.for_user).order_by("name")
        self.fields["first_name"].required = self.fields["last_name"].required = True
        user = self.for_user
        # Nobody gives rights to themselves; what a group may do is for superusers to say.
        if not user.has_perm("access.assign_roles") or self.instance == user:
            del self.fields["groups"]
        if not user.is_superuser or self.instance == user:
            del self.fields["is_superuser"]

    @property
    def names_taken(self) -> bool:
        """Whether it asked for what is somebody else's."""
        return any(self.has_error(name, "unique") for name in ("username", "employee_number"))

    def save(self, commit: bool = True) -> Person:
        if self.instance.pk is None:
            self.instance.set_unusable_password()
        return super().save(commit)


class EmploymentForm(WagtailAdminModelForm):
    class Meta:
        model = Employment
        fields: ClassVar[list[str]] = ["title", "unit", "workplace", "share", "start", "end", "primary"]
        widgets: ClassVar[dict] = {
            "unit": unit_chooser.widget_class,
            "workplace": workplace_chooser.widget_class,
        }

    def _post_clean(self) -> None:
        primary = self.cleaned_data.get("primary")
        super()._post_clean()
        # The model compares with the rows as they are stored; the formset with what they are about to be.
        if primary and "primary" in self._errors:
            del self._errors["primary"]
            self.cleaned_data["primary"] = primary


class EmploymentFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """One primary employment at a time, counting the rows that are not saved yet."""
        super().clean()
        periods: list[tuple[date, date]] = []
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if not data.get("primary") or data.get("DELETE") or not data.get("start"):
                continue
            start, end = data["start"], data.get("end") or date.max
            if any(start <= other_end and other_start <= end for other_start, other_end in periods):
                raise ValidationError("Bara en anställning i taget kan vara huvudanställning.")
            periods.append((start, end))
