"""From which parties substitutes are called when one's own has nobody left, as fullmäktige has set it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column

from extranet.access.management import Management
from extranet.admin.base import ExtranetViewSet, RuledIndexView
from extranet.admin.policy import Policy
from extranet.attendance.models import PartyOrder


def _administers(management: Management) -> bool:
    return management.administers


class PartyOrderForm(WagtailAdminModelForm):
    class Meta:
        model = PartyOrder
        fields: ClassVar[list[str]] = ["party", "calls", "order", "body"]
        help_texts: ClassVar[dict[str, str]] = {
            "party": "Partiet vars ledamot har förhinder. Dess egna ersättare kallas alltid först.",
            "calls": "Partiet som ersättare då kallas från.",
            "order": "1 för det parti som kallas först, 2 för nästa.",
            "body": "Lämna tomt om ordningen gäller alla organ. Ett organ med en egen ordning för partiet "
            "följer bara den.",
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        party, calls = data.get("party"), data.get("calls")
        if party and party == calls:
            self.add_error("calls", "Välj ett annat parti: det egna kallas alltid först.")
        same = PartyOrder.objects.filter(party=party, calls=calls, body=data.get("body"))
        if party and calls and same.exclude(pk=self.instance.pk).exists():
            self.add_error("calls", "Partiet står redan i den ordningen.")
        return data


class PartyOrderIndexView(RuledIndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("party", "calls", "body")


class PartyOrderViewSet(ExtranetViewSet):
    model = PartyOrder
    policy = Policy(PartyOrder, _administers)
    name = "party_order_admin"
    url_prefix = "partiordning"
    icon = "list-ol"
    index_view_class = PartyOrderIndexView
    list_display: ClassVar[list] = [
        "__str__",
        Column("party", label="Parti", accessor="party.name", sort_key="party__name"),
        Column("order", label="Ordning", accessor="order", sort_key="order"),
        Column("calls", label="Kallar från", accessor="calls.name", sort_key="calls__name"),
        Column("body", label="Organ", accessor="body.name", sort_key="body__name"),
    ]
    search_fields: ClassVar[list[str]] = ["party__name", "calls__name", "body__name"]

    def get_form_class(self, for_update: bool = False) -> type[PartyOrderForm]:
        return PartyOrderForm
