"""The organisation in the admin: units as a tree, legal entities, workplaces."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.urls import URLPattern, path, reverse
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import HeaderButton

from intranet.organisation.choosers import unit_chooser
from intranet.organisation.deleting import CarefulDeleteView, RetiringDeleteView
from intranet.organisation.models import Organisation, Unit, Workplace
from intranet.organisation.moving import MoveView
from intranet.organisation.widgets import INDENT

CODE_HELP = "Används i filer och kommandon, t.ex. KLK-HR. Ändra den inte i onödan."


class UnitForm(WagtailAdminModelForm):
    class Meta:
        model = Unit
        fields: ClassVar[list[str]] = [
            "name",
            "code",
            "kind",
            "organisation",
            "connected_from",
            "phone",
            "email",
            "description",
            "active",
        ]
        widgets: ClassVar[dict] = {"code": forms.TextInput}
        help_texts: ClassVar[dict[str, str]] = {"code": CODE_HELP}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        top = self._is_top(data)
        if top and not data.get("organisation"):
            self.add_error("organisation", "Den översta enheten måste vara en juridisk person.")
        if not top and data.get("organisation"):
            self.add_error("organisation", "Bara den översta enheten kan vara en juridisk person.")
        return data

    def _is_top(self, data: dict[str, Any]) -> bool:
        return self.instance.depth == 1

    def save(self, commit: bool = True) -> Unit:
        unit = super().save(commit)
        if "name" in self.changed_data:
            # The tree keeps its units by name; a new name has a new place among its siblings.
            if unit.is_root():
                unit.move(Unit.get_first_root_node(), pos="sorted-sibling")
            else:
                unit.move(unit.get_parent(), pos="sorted-child")
            unit.refresh_from_db()
        return unit


class NewUnitForm(UnitForm):
    parent = forms.ModelChoiceField(
        label="Ligger under",
        queryset=Unit.objects.all(),
        required=False,
        widget=unit_chooser.widget_class,
        help_text="Tomt bara för en juridisk persons översta enhet.",
    )

    class Meta(UnitForm.Meta):
        pass

    field_order = ("parent",)

    def _is_top(self, data: dict[str, Any]) -> bool:
        return data.get("parent") is None

    def save(self, commit: bool = True) -> Unit:
        unit: Unit = forms.ModelForm.save(self, commit=False)
        parent = self.cleaned_data["parent"]
        return parent.add_child(instance=unit) if parent else Unit.add_root(instance=unit)


class UnitIndexView(generic.IndexView):
    def order_queryset(self, queryset: Any) -> Any:
        # The tree's own order, unless the reader has asked for another.
        return super().order_queryset(queryset) if self.is_explicitly_ordered else queryset.order_by("path")


class UnitEditView(generic.EditView):
    @property
    def header_buttons(self) -> list[HeaderButton]:
        if self.object.is_root():
            return []
        url = reverse("unit_admin:move", args=[self.object.pk])
        return [HeaderButton("Flytta", url=url, icon_name="arrow-right-full")]


class UnitColumn(TitleColumn):
    """The name, set in as far as the unit lies deep."""

    def get_value(self, instance: Unit) -> str:
        return INDENT * (instance.depth - 1) + instance.name

    def get_link_url(self, instance: Unit, parent_context: dict[str, Any]) -> str:
        return reverse("unit_admin:edit", args=[instance.pk])


class UnitViewSet(ModelViewSet):
    model = Unit
    name = "unit_admin"
    url_prefix = "enheter"
    icon = "group"
    menu_label = "Enheter"
    index_view_class = UnitIndexView
    edit_view_class = UnitEditView
    delete_view_class = RetiringDeleteView
    copy_view_enabled = False
    list_per_page = 100
    list_display: ClassVar[list] = [
        UnitColumn("name", label="Namn", accessor="name"),
        Column("code", label="Kod", accessor="code", sort_key="code"),
        Column("kind", label="Slag", accessor="get_kind_display"),
        DateColumn(
            "connected_from", label="Ansluten från", accessor="connected_from", sort_key="connected_from"
        ),
        BooleanColumn("active", label="Finns kvar", accessor="active"),
    ]
    list_filter: ClassVar[list[str]] = ["kind", "active"]
    search_fields: ClassVar[list[str]] = ["name", "code"]

    def get_form_class(self, for_update: bool = False) -> type[UnitForm]:
        return UnitForm if for_update else NewUnitForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("flytta/<int:pk>/", MoveView.as_view(), name="move")]


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    name = "organisation_admin"
    url_prefix = "juridiska-personer"
    icon = "home"
    delete_view_class = CarefulDeleteView
    copy_view_enabled = False
    form_fields: ClassVar[list[str]] = ["name", "code", "kind", "organisation_number", "site"]
    list_display: ClassVar[list] = ["name", "code", "kind", "organisation_number"]
    search_fields: ClassVar[list[str]] = ["name", "code", "organisation_number"]


class WorkplaceForm(WagtailAdminModelForm):
    class Meta:
        model = Workplace
        fields: ClassVar[list[str]] = ["name", "code", "unit", "address", "phone", "active"]
        widgets: ClassVar[dict] = {"code": forms.TextInput, "unit": unit_chooser.widget_class}
        help_texts: ClassVar[dict[str, str]] = {"code": CODE_HELP}


class WorkplaceViewSet(ModelViewSet):
    model = Workplace
    name = "workplace_admin"
    url_prefix = "arbetsplatser"
    icon = "site"
    delete_view_class = RetiringDeleteView
    copy_view_enabled = False
    list_per_page = 50
    list_display: ClassVar[list] = [
        "name",
        "code",
        Column("unit", label="Enhet", accessor="unit.name"),
        "active",
    ]
    list_filter: ClassVar[list[str]] = ["unit", "active"]
    search_fields: ClassVar[list[str]] = ["name", "code", "address", "unit__name"]

    def get_form_class(self, for_update: bool = False) -> type[WorkplaceForm]:
        return WorkplaceForm
