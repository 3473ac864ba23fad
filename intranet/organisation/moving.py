"""Moving a unit, with all that is below it, to another place in the organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.permissions import ModelPermissionPolicy

from intranet.organisation.choosers import unit_chooser
from intranet.organisation.models import Unit


class MoveForm(forms.Form):
    parent = forms.ModelChoiceField(
        label="Ny enhet ovanför", queryset=Unit.objects.all(), widget=unit_chooser.widget_class
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean_parent(self) -> Unit:
        parent = self.cleaned_data["parent"]
        if parent == self.unit or parent.is_descendant_of(self.unit):
            raise ValidationError("En enhet kan inte ligga under sig själv.")
        if parent == self.unit.get_parent():
            raise ValidationError("Enheten ligger redan där.")
        return parent


class MoveView(WagtailAdminTemplateMixin, FormView):
    """Choose the new place, see what follows with it, confirm."""

    form_class = MoveForm
    template_name = "organisation/move_unit.html"
    page_title = "Flytta"
    header_icon = "group"
    permission_policy = ModelPermissionPolicy(Unit)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.unit = get_object_or_404(Unit, pk=kwargs["pk"])
        self.page_subtitle = self.unit.name
        if not self.permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        if self.unit.is_root():
            messages.error(request, "Den översta enheten är organisationen själv och kan inte flyttas.")
            return redirect("unit_admin:edit", self.unit.pk)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("unit_admin:index"), "label": "Enheter"},
            {"url": reverse("unit_admin:edit", args=[self.unit.pk]), "label": self.unit.name},
            {"url": "", "label": self.page_title},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unit": self.unit}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.update(
            {"unit": self.unit, "below": self.unit.get_descendant_count(), "media": context["form"].media}
        )
        return context

    def form_valid(self, form: MoveForm) -> HttpResponse:
        parent = form.cleaned_data["parent"]
        if "confirm" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, parent=parent))
        before = self.unit.get_parent()
        self.unit.move(parent, pos="sorted-child")
        log(self.unit, "wagtail.edit", content_changed=True, data={"from": str(before), "to": str(parent)})
        messages.success(self.request, f"{self.unit.name} ligger nu under {parent.name}.")
        return redirect("unit_admin:index")
