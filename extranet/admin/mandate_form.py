"""The form of a mandate, in a body that has been chosen. Once it has begun, who and what it is stands fast."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from extranet.access.management import is_own_mandate
from extranet.admin.people import choosable, name_for
from extranet.admin.policy import management_for
from extranet.mandates.models import Mandate, MandateItem, MandateKind, Role
from extranet.meetings.models import AgendaItem
from intranet.access.admin.asking import viewer_for
from intranet.access.admin.choosers import person_chooser

NOT_YOUR_OWN = "Du kan inte lägga in eller ändra uppdrag som gäller dig själv. Be någon annan."
SETTLED = ("person", "role", "start")
"""What a mandate is, once it has begun."""


def has_begun(mandate: Mandate) -> bool:
    return mandate.pk is not None and mandate.start <= timezone.localdate()


class SubstituteForField(forms.ModelChoiceField):
    viewer: Any = None

    def label_from_instance(self, mandate: Any) -> str:
        return f"{name_for(self.viewer, mandate.person)}, {mandate.role.name}"


class ItemsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, item: Any) -> str:
        return f"{timezone.localtime(item.meeting.starts):%Y-%m-%d}: {item.neutral_title}"


class MandateForm(WagtailAdminModelForm):
    substitute_for = SubstituteForField(
        label="Personlig ersättare för",
        queryset=Mandate.objects.none(),
        required=False,
        empty_label="Ingen särskild",
        help_text="Bara om organet har personliga ersättare.",
    )
    kinds = forms.MultipleChoiceField(
        label="Slag av ärenden",
        choices=AgendaItem.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Fyll i för en roll som når vissa slag av ärenden, som personalföreträdare.",
    )
    items = ItemsField(
        label="Ärenden",
        queryset=AgendaItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Fyll i för den som är kallad till enskilda ärenden.",
    )

    class Meta:
        model = Mandate
        fields: ClassVar[list[str]] = [
            "person",
            "role",
            "party",
            "constituency",
            "start",
            "end",
            "order",
            "substitute_for",
        ]
        widgets: ClassVar[dict] = {
            "person": person_chooser.widget_class,
            "start": AdminDateInput,
            "end": AdminDateInput,
        }
        help_texts: ClassVar[dict[str, str]] = {
            "end": "Uppdragets sista dag. Tomt om den inte är bestämd.",
            "order": "I vilken ordning ersättaren kallas, 1 först.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.management = management_for(self.for_user)
        viewer = viewer_for(self.for_user)
        person = self.fields["person"]
        person.queryset = choosable(self.for_user, person.queryset, self.instance.person_id)
        replaced = self.fields["substitute_for"]
        replaced.viewer = viewer
        replaced.queryset = self._replaceable()
        self._begin_scope()
        if has_begun(self.instance):
            for name in SETTLED:
                self.fields[name].disabled = True
            del self.fields["end"]  # to end it is a decision of its own

    def _replaceable(self) -> Any:
        """Seats of the body that vote and have not ended, and the one that stands there."""
        going_on = Q(end__isnull=True) | Q(end__gte=timezone.localdate())
        seats = Mandate.objects.filter(body=self.instance.body).select_related("person", "role")
        return seats.filter(Q(role__votes=True) & going_on | Q(pk=self.instance.substitute_for_id)).exclude(
            pk=self.instance.pk
        )

    def _begin_scope(self) -> None:
        mandate = self.instance
        if mandate.pk:
            self.initial["kinds"] = list(mandate.kinds.values_list("kind", flat=True))
            self.initial["items"] = list(mandate.items.values_list("item", flat=True))
        # What a body deals with is its secretary's to know, whoever looks after its mandates.
        if mandate.body_id not in self.management.secretary_of:
            del self.fields["items"]
            return
        self.fields["items"].queryset = (
            AgendaItem.objects.filter(meeting__body=mandate.body_id)
            .filter(
                Q(meeting__starts__gte=timezone.now() - timedelta(days=90))
                | Q(pk__in=self.initial.get("items", ()))
            )
            .select_related("meeting")
            .order_by("meeting__starts", "order")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        role, person, start = data.get("role"), data.get("person"), data.get("start")
        if role is not None:
            self._check_scope(role, data)
        end = data.get("end", self.instance.end)
        if person is not None and role is not None and start is not None:
            self._check_once(person, role, start, end)
        replaced = data.get("substitute_for")
        if replaced is not None and person is not None and replaced.person_id == person.pk:
            self.add_error("substitute_for", "Ingen kan vara ersättare för sig själv.")
        return data

    def _check_scope(self, role: Role, data: dict[str, Any]) -> None:
        if role.scope == Role.Scope.KINDS and not data.get("kinds"):
            self.add_error("kinds", f"Rollen {role.name} når vissa slag av ärenden. Välj vilka.")
        if role.scope == Role.Scope.ITEMS and not data.get("items"):
            if "items" in self.fields:
                self.add_error("items", f"Rollen {role.name} når enskilda ärenden. Välj vilka.")
            else:
                self.add_error("role", "Bara organets sekreterare kan kalla någon till ett ärende.")

    def _check_once(self, person: Any, role: Role, start: date, end: date | None) -> None:
        same = Mandate.objects.filter(person=person, body=self.instance.body, role=role).exclude(
            pk=self.instance.pk
        )
        same = same.filter(Q(end__isnull=True) | Q(end__gte=start))
        if end is not None:
            same = same.filter(start__lte=end)
        if same.exists():
            self.add_error("person", "Personen har redan det uppdraget under den tiden.")

    def _post_clean(self) -> None:
        """After the model's own checks, when the instance holds what was typed."""
        super()._post_clean()
        mandate = self.instance
        if mandate.person_id and is_own_mandate(self.management, mandate):
            mine = mandate.person_id == self.management.person
            self.add_error("person" if mine else "substitute_for", NOT_YOUR_OWN)
        last = mandate.body.active_to
        if last and mandate.start and mandate.start > last:
            self.add_error("start", f"Organet är verksamt till och med {last:%Y-%m-%d}.")

    def save(self, commit: bool = True) -> Mandate:
        mandate: Mandate = super().save(commit)
        scope = mandate.role.scope
        kinds = set(self.cleaned_data["kinds"]) if scope == Role.Scope.KINDS else set()
        mandate.kinds.exclude(kind__in=kinds).delete()
        for kind in kinds:
            MandateKind.objects.get_or_create(mandate=mandate, kind=kind)
        if "items" in self.fields:
            items = set(self.cleaned_data["items"]) if scope == Role.Scope.ITEMS else set()
            mandate.items.exclude(item__in=items).delete()
            for item in items:
                MandateItem.objects.get_or_create(mandate=mandate, item=item)
        return mandate
