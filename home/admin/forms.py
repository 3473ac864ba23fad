"""The editor's forms of knowledge pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser

from intranet.access.admin.forms import RuledCopyForm


class KnowledgeCopyForm(RuledCopyForm):
    """A copy is a draft of its own: nothing has been decided about it, so it can be neither live nor an alias."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)


class RoutinePageForm(WagtailAdminPageForm):
    """Checklists and handbooks are page types of their own, so a routine cannot call itself one."""

    OTHER_PAGE_TYPES = ("checklista", "handbok")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields.get("knowledge_kind")
        if kind:
            kind.choices = [choice for choice in kind.choices if choice[0] not in self.OTHER_PAGE_TYPES]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Skäl", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="Visas för läsarna."
    )


class WithdrawForm(ReasonForm):
    """From when, why, and what is read instead. `pages` are those that the decider may see."""

    from_date = forms.DateField(
        label="Upphör från", widget=AdminDateInput, help_text="Den första dagen då sidan inte gäller."
    )
    replaced_by: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Ersätts av", queryset=None, required=False, help_text="Läsarna får en länk dit."
    )

    field_order = ("from_date", "reason", "replaced_by")

    def __init__(self, *args: Any, pages: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["replaced_by"]
        chosen.queryset = pages  # type: ignore[attr-defined]
        chosen.widget = AdminPageChooser(target_models=[pages.model])

    def clean_from_date(self) -> Any:
        day = self.cleaned_data["from_date"]
        if day < timezone.localdate():
            raise ValidationError(
                "Välj i dag eller en senare dag. Det som har gällt ändras inte i efterhand."
            )
        return day
