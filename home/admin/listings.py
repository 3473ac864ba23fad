"""The municipality's own lists in the admin: operational notices, systems, subjects and accessibility reports."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets import AdminPageChooser
from wagtail.permissions import ModelPermissionPolicy

from home.notices import OperationalNotice
from home.shortcuts import Shortcut
from home.standard.models import AccessibilityReport
from intranet.organisation.deleting import CarefulDeleteView
from intranet.people.models import Person
from intranet.subjects.models import Subject


class NoticeForm(WagtailAdminModelForm):
    class Meta:
        model = OperationalNotice
        fields: ClassVar[list[str]] = ["title", "text", "page", "starts", "ends"]
        widgets: ClassVar[dict] = {"page": AdminPageChooser}


def notice_state(notice: OperationalNotice) -> str:
    now = timezone.now()
    if notice.ends <= now:
        return "Slut"
    return "Visas nu" if notice.starts <= now else "Kommande"


class NoticeViewSet(ModelViewSet):
    model = OperationalNotice
    name = "operational_notice"
    url_prefix = "driftinformation"
    icon = "warning"
    menu_label = "Driftinformation"
    copy_view_enabled = False
    list_display: ClassVar[list] = [
        "title",
        Column("state", label="Läge", accessor=notice_state),
        DateColumn("starts", label="Börjar", accessor="starts", sort_key="starts"),
        DateColumn("ends", label="Slutar", accessor="ends", sort_key="ends"),
    ]
    list_filter: ClassVar[dict] = {"starts": ["gte"], "ends": ["lte"]}
    search_fields: ClassVar[list[str]] = ["title", "text"]

    def get_form_class(self, for_update: bool = False) -> type[NoticeForm]:
        return NoticeForm


class ShortcutDeleteView(CarefulDeleteView):
    why_not = (
        "Någon har systemet bland sina genvägar, eller en text länkar till det. Därför kan det inte tas bort."
    )


class ShortcutViewSet(ModelViewSet):
    model = Shortcut
    name = "shortcut"
    url_prefix = "system"
    icon = "link-external"
    menu_label = "System och genvägar"
    delete_view_class = ShortcutDeleteView
    copy_view_enabled = False
    form_fields: ClassVar[list[str]] = ["name", "code", "url", "description", "standard", "order"]
    list_display: ClassVar[list] = [
        "name",
        Column("code", label="Kod", accessor="code", sort_key="code"),
        Column("url", label="Adress", accessor="url"),
        BooleanColumn("standard", label="Visas för alla", accessor="standard"),
        Column("order", label="Ordning", accessor="order", sort_key="order"),
    ]
    list_filter: ClassVar[list[str]] = ["standard"]
    search_fields: ClassVar[list[str]] = ["name", "code", "description"]


class SubjectDeleteView(CarefulDeleteView):
    why_not = "Ämnet används på sidor och kan därför inte tas bort."


class SubjectViewSet(ModelViewSet):
    model = Subject
    name = "subject"
    url_prefix = "amnen"
    icon = "tag"
    delete_view_class = SubjectDeleteView
    copy_view_enabled = False
    form_fields: ClassVar[list[str]] = ["name", "slug", "description"]
    list_display: ClassVar[list[str]] = ["name", "slug", "description"]
    search_fields: ClassVar[list[str]] = ["name", "slug", "description"]


class HandlingPolicy(ModelPermissionPolicy):
    """What somebody has reported is answered, not written or thrown away here."""

    def user_has_permission(self, user: Person | AnonymousUser, action: str) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)


class ReportForm(WagtailAdminModelForm):
    """What came in is read only; the answer is the mark."""

    class Meta:
        model = AccessibilityReport
        fields: ClassVar[list[str]] = ["page_url", "problem", "contact", "handled"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("page_url", "problem", "contact"):
            self.fields[name].disabled = True


class ReportIndexView(generic.IndexView):
    page_title = "Anmälningar om tillgänglighet"

    def get_base_queryset(self) -> QuerySet[AccessibilityReport]:
        return super().get_base_queryset().order_by("handled", "-created_at")


class AccessibilityReportViewSet(ModelViewSet):
    model = AccessibilityReport
    name = "accessibility_report"
    url_prefix = "tillganglighet"
    icon = "mail"
    menu_label = "Anmälningar om tillgänglighet"
    menu_hook = "register_reports_menu_item"
    menu_order = 500
    index_view_class = ReportIndexView
    copy_view_enabled = False
    list_display: ClassVar[list] = [
        "__str__",
        Column("page_url", label="Sida", accessor="page_url"),
        DateColumn("created_at", label="Inkom", accessor="created_at", sort_key="created_at"),
        BooleanColumn("handled", label="Åtgärdad", accessor="handled"),
    ]
    list_filter: ClassVar[list[str]] = ["handled"]
    search_fields: ClassVar[list[str]] = ["problem", "page_url"]

    @property
    def permission_policy(self) -> HandlingPolicy:
        return HandlingPolicy(self.model)

    def get_form_class(self, for_update: bool = False) -> type[ReportForm]:
        return ReportForm


class ListsGroup(ModelViewSetGroup):
    menu_label = "Listor"
    menu_icon = "list-ul"
    menu_order = 590
    items = (NoticeViewSet, ShortcutViewSet, SubjectViewSet)
