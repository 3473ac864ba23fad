"""What functions there are, in the admin. People and appointments stand with the rule that they need."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet

from intranet.organisation.deleting import CarefulDeleteView
from intranet.people.models import FunctionKind


class FunctionKindForm(WagtailAdminModelForm):
    class Meta:
        model = FunctionKind
        fields: ClassVar[list[str]] = ["name", "code", "has_amount_limit"]
        widgets: ClassVar[dict] = {"code": forms.TextInput}
        help_texts: ClassVar[dict[str, str]] = {
            "code": "Används i filer och texter, t.ex. rutinagare. Koden chef betyder enhetens chef."
        }


class FunctionKindViewSet(ModelViewSet):
    model = FunctionKind
    name = "function_kind_admin"
    url_prefix = "slag-av-funktioner"
    icon = "tag"
    delete_view_class = CarefulDeleteView
    copy_view_enabled = False
    list_display: ClassVar[list[str]] = ["name", "code", "has_amount_limit"]
    search_fields: ClassVar[list[str]] = ["name", "code"]

    def get_form_class(self, for_update: bool = False) -> type[FunctionKindForm]:
        return FunctionKindForm
