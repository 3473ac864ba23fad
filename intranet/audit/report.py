"""The security log in the admin: filtered by event, person and day, and exported; an export is an event too."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from intranet.audit.masking import Mask
from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.audit.telling import tell, thing

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _time(event: Event) -> str:
    """To the second: "two hours ago" is no answer to when it was."""
    return f"{localtime(event.at):%Y-%m-%d %H:%M:%S}"


class EventFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label="Händelse", choices=Event.Kind.choices, widget=CheckboxSelectMultiple
    )
    actor_name = django_filters.CharFilter(label="Vem (användarnamn)", lookup_expr="icontains")
    object_label = django_filters.CharFilter(label="Om vem eller vad", lookup_expr="icontains")
    at = django_filters.DateFromToRangeFilter(label="Tid", widget=DateRangePickerWidget)

    class Meta:
        model = Event
        fields: ClassVar[list] = []


class SecurityLogView(ReportView):
    """For those with the permission to view events, and superusers; others are sent away by Wagtail."""

    model = Event
    permission_policy = ModelPermissionPolicy(Event)
    permission_required = "view"
    page_title = "Säkerhetslogg"
    header_icon = "lock"
    verbose_name_plural = "händelser"
    filterset_class = EventFilterSet
    index_url_name = "security_log"
    index_results_url_name = "security_log_results"
    default_ordering = ("-at", "-pk")
    columns: ClassVar[list] = [
        Column("at", label="Tid", accessor=_time, width="12%"),
        Column("kind", label="Händelse", accessor="get_kind_display"),
        Column("actor_name", label="Vem"),
        Column("thing", label="Om vem eller vad", accessor=thing),
        Column("tell", label="Uppgifter", accessor=tell, width="30%"),
        Column("address", label="IP-adress"),
    ]
    list_export: ClassVar[list] = [
        "at",
        "kind",
        "actor_name",
        "object_kind",
        "object_id",
        "thing",
        "tell",
        "address",
    ]
    export_headings: ClassVar[dict] = {
        "at": "Tid",
        "kind": "Händelse",
        "actor_name": "Vem",
        "object_kind": "Slag av objekt",
        "object_id": "Objekt-id",
        "thing": "Om vem eller vad",
        "tell": "Uppgifter",
        "address": "IP-adress",
    }
    export_filename = "sakerhetslogg"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_export:
            self._record_export()
        return super().get(request, *args, **kwargs)

    def _record_export(self) -> None:
        """Before the rows are read, so that what is exported says so itself."""
        asked = {
            key: value for key, value in self.request.GET.items() if value and key in self.filters.form.data
        }
        asked.pop("export", None)
        record(
            Event.Kind.EXPORTED,
            request=self.request,
            label="säkerhetsloggen",
            format=self.request.GET["export"],
            filters=asked,
        )

    @cached_property
    def mask(self) -> Mask:
        handles = self.request.viewer.handles_protected
        return Mask() if handles else Mask.of_protected()

    def get_queryset(self) -> QuerySet[Event]:
        events = self.get_base_queryset()
        if any(self.request.GET.get(name) for name in ("actor_name", "object_label")):
            events = self.mask.unnamed(events)
        return self.order_queryset(events)

    def get_table(self, object_list: Any) -> Any:
        # An export shows no table, and all of its rows need not be in memory at once.
        events = object_list if self.is_export else [self.mask.event(event) for event in object_list]
        return super().get_table(events)

    def to_row_dict(self, item: Event) -> dict[str, Any]:
        item = self.mask.event(item)
        row = {
            "at": item.at,
            "kind": item.get_kind_display(),
            "actor_name": item.actor_name,
            "object_kind": item.object_kind,
            "object_id": item.object_id,
            "thing": thing(item),
            "tell": tell(item),
            "address": item.address or "",
        }
        return {name: _harmless(value) for name, value in row.items()}


def _harmless(value: Any) -> Any:
    """A user name may begin with a sign that a spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
