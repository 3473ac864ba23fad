"""The admin's choosers of units and workplaces, and the searchable chooser that others build on."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.urls import URLPattern
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet

from intranet.organisation.matching import words_of


class TextFilterForm(BaseFilterForm):
    """Every word must occur in one of the fields; the search index is not asked."""

    search_in: ClassVar[tuple[str, ...]] = ()

    q = forms.CharField(label="Sök", required=False, widget=forms.TextInput(attrs={"placeholder": "Sök"}))

    def filter(self, objects: QuerySet) -> QuerySet:
        self.search_query = self.cleaned_data.get("q")
        for word in words_of(self.search_query or ""):
            self.is_searching = True
            objects = objects.filter(
                reduce(or_, (Q(**{f"{field}__icontains": word}) for field in self.search_in))
            )
        return objects


class SearchableChooserViewSet(ChooserViewSet):
    """A chooser that searches by `search_in` and shows `extra_columns` (accessor, heading) beside the name."""

    search_in: ClassVar[tuple[str, ...]] = ()
    extra_columns: ClassVar[tuple[tuple[str, str], ...]] = ()
    view_mixins: ClassVar[tuple[type, ...]] = ()
    per_page = 20

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form = type("FilterForm", (TextFilterForm,), {"search_in": self.search_in})
        extra = [
            Column(accessor, label=heading, accessor=accessor) for accessor, heading in self.extra_columns
        ]

        def columns(view: Any) -> list[Column]:
            return [view.title_column, *extra]

        given = {"filter_form_class": form, "columns": property(columns)}
        self.choose_view_class = type("Choose", (*self.view_mixins, views.ChooseView), given)
        self.choose_results_view_class = type("Results", (*self.view_mixins, views.ChooseResultsView), given)

    def get_urlpatterns(self) -> list[URLPattern]:
        # Nothing is created on the way: a new unit or person has its own page, with its own checks.
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]

    @property
    def create_url_name(self) -> None:
        return None


class UnitChooserViewSet(SearchableChooserViewSet):
    model = "organisation.Unit"
    icon = "group"
    choose_one_text = "Välj en enhet"
    choose_another_text = "Välj en annan enhet"
    edit_item_text = "Ändra enheten"
    search_in = ("name", "code")
    extra_columns = (("code", "Kod"),)


class WorkplaceChooserViewSet(SearchableChooserViewSet):
    model = "organisation.Workplace"
    icon = "site"
    choose_one_text = "Välj en arbetsplats"
    choose_another_text = "Välj en annan arbetsplats"
    edit_item_text = "Ändra arbetsplatsen"
    search_in = ("name", "code", "unit__name")
    extra_columns = (("unit.name", "Enhet"),)


unit_chooser = UnitChooserViewSet("unit_chooser")
workplace_chooser = WorkplaceChooserViewSet("workplace_chooser")
