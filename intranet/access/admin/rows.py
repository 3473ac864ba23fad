"""A form with rows of another model under it: a person's employments, a function's appointments.

Wagtail's inline panels need models of a kind of their own (`ParentalKey`), made for drafts; these have none.
One empty row always stands last, so that it works without script.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet, inlineformset_factory


class RowsMixin:
    """Mixed into a generic create or edit view."""

    row_model: type[Model]
    row_form: type
    row_link: str  # the field of a row that points here
    row_formset: type[BaseInlineFormSet] = BaseInlineFormSet
    rows_heading = ""
    template_name = "access/form_with_rows.html"
    _formset: BaseInlineFormSet | None = None

    def rows(self) -> QuerySet:
        """The rows that may be shown; those left out stay as they are."""
        return self.row_model._default_manager.all()

    def formset(self, instance: Any) -> BaseInlineFormSet:
        if self._formset is None:
            factory = inlineformset_factory(
                self.model,  # type: ignore[attr-defined]
                self.row_model,
                form=self.row_form,
                formset=self.row_formset,
                fk_name=self.row_link,
                extra=1,
            )
            data = self.request.POST if self.request.method == "POST" else None  # type: ignore[attr-defined]
            self._formset = factory(
                data,
                instance=instance,
                queryset=self.rows(),
                prefix="rows",
                form_kwargs={"for_user": self.request.user},  # type: ignore[attr-defined]
            )
        return self._formset

    def is_valid(self, form: Any) -> bool:
        valid = super().is_valid(form)  # type: ignore[misc]
        if not self.formset(form.instance).is_valid():
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return False
        return valid

    def save_instance(self) -> Any:
        instance = super().save_instance()  # type: ignore[misc]
        formset = self.formset(instance)
        formset.instance = instance
        formset.save()
        return instance

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        formset = self.formset(context["form"].instance)
        context.update({"rows": formset, "rows_heading": self.rows_heading})
        context["media"] = context["media"] + formset.media
        return context
