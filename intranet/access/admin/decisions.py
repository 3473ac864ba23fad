"""The form with which something is decided in the admin: what follows from it, a reason, one button and a way back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from intranet.access.requests import ViewerRequest


class DecisionFormView(WagtailAdminTemplateMixin, FormView):
    """Its template extends `access/decision_form.html` and says there what the decision does.

    `edit_url_name` with the primary key of `decided_on()` is where one comes from and goes to.
    """

    request: ViewerRequest
    submit_label = ""
    edit_url_name = ""
    is_serious = True
    """The button's colour: what takes something away from readers is."""

    def decided_on(self) -> Any:
        raise NotImplementedError

    def get_success_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.decided_on().pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "submit_label": self.submit_label,
            "is_serious": self.is_serious,
            "back_url": self.get_success_url(),
            "media": context["form"].media,
        }
