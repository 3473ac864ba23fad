"""For whom sections and collections are, in the admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import URLPattern
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminPageChooser

from intranet.access.admin.asking import may_name, viewer_for
from intranet.access.admin.unlogged import (
    UnloggedCreateView,
    UnloggedDeleteView,
    UnloggedEditView,
    without_history,
)
from intranet.access.models import Audience, CollectionAudience, DeclaredAudience, SectionAudience


class AudienceForm(WagtailAdminModelForm):
    """Groups are asked for when, and only when, they decide."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "groups" not in data:
            return data  # what was wrong with them is said already
        by_group = data.get("audience") == Audience.GROUPS
        if by_group and not data["groups"]:
            raise ValidationError({"groups": "Välj minst en grupp. Annars kommer ingen in."})
        if not by_group:
            data["groups"] = data["groups"].none()
        return data


class SectionAudienceForm(AudienceForm):
    class Meta:
        model = SectionAudience
        fields: ClassVar[list[str]] = ["page", "audience", "groups"]
        widgets: ClassVar[dict] = {"page": AdminPageChooser, "groups": forms.CheckboxSelectMultiple}

    def clean_page(self) -> Any:
        page = self.cleaned_data["page"]
        if page.depth == 1 or not may_name(viewer_for(self.for_user), page):
            raise ValidationError("Välj en sida på webbplatsen.")
        return page


class CollectionAudienceForm(AudienceForm):
    class Meta:
        model = CollectionAudience
        fields: ClassVar[list[str]] = ["collection", "audience", "groups"]
        widgets: ClassVar[dict] = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        collections = self.fields["collection"]
        collections.queryset = collections.queryset.filter(
            viewer_for(self.for_user).places.collections.query("path")
        )


class AdmittedIndexView(generic.IndexView):
    """Lists the declarations of those places that the user may see."""

    def get_base_queryset(self) -> QuerySet[DeclaredAudience]:
        places = self.request.viewer.places
        if self.model is SectionAudience:
            return SectionAudience.objects.select_related("page").filter(places.pages.query("page__path"))
        return CollectionAudience.objects.select_related("collection").filter(
            places.collections.query("collection__path")
        )


class AudienceViewSet(ModelViewSet):
    index_view_class = AdmittedIndexView
    add_view_class = UnloggedCreateView
    edit_view_class = UnloggedEditView
    delete_view_class = UnloggedDeleteView
    copy_view_enabled = False
    add_to_settings_menu = True
    form_class: type[AudienceForm]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_common_view_kwargs(**kwargs), "history_url_name": None, "usage_url_name": None}

    def get_form_class(self, for_update: bool = False) -> type[AudienceForm]:
        return self.form_class

    def get_urlpatterns(self) -> list[URLPattern]:
        return without_history(super().get_urlpatterns())


class SectionAudienceViewSet(AudienceViewSet):
    model = SectionAudience
    name = "section_audience"
    url_prefix = "malgrupper"
    icon = "group"
    menu_label = "Målgrupper för avdelningar"
    menu_order = 620
    form_class = SectionAudienceForm
    list_display: ClassVar[list] = [Column("page", label="Sida", accessor="page.title"), "audience"]


class CollectionAudienceViewSet(AudienceViewSet):
    model = CollectionAudience
    name = "collection_audience"
    url_prefix = "malgrupper-for-filer"
    icon = "folder-open-1"
    menu_label = "Målgrupper för filer"
    menu_order = 710
    form_class = CollectionAudienceForm
    list_display: ClassVar[list] = [
        Column("collection", label="Samling", accessor="collection.name"),
        "audience",
    ]
