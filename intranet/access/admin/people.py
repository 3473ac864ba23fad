"""People in the admin, in place of Wagtail's users. Protected persons are for their handlers, whatever the rank."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.contrib.auth.models import Group
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSet

from intranet.access.accounts import may_open
from intranet.access.admin.person_form import EmploymentForm, EmploymentFormSet, PersonForm
from intranet.access.admin.rows import RowsMixin
from intranet.access.admin.unlogged import (
    UnloggedCreateView,
    UnloggedDeleteView,
    UnloggedEditView,
    without_history,
)
from intranet.access.viewer import Viewer
from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.organisation.models import Unit
from intranet.people.models import Employment, Person, in_force


def nameable(viewer: Viewer, people: QuerySet[Person]) -> QuerySet[Person]:
    """Those whose names the viewer may be shown in the admin, active or not."""
    if viewer.handles_protected:
        return people
    return people.filter(Q(protected=False) | Q(pk=viewer.person.pk if viewer.person else None))


def name_in_list(person: Person) -> str:
    """Surname first. Not `get_full_name`, which in the admin gives no protected person's name to anybody."""
    return f"{person.last_name}, {person.first_name}".strip(", ") or person.username


def works_at(person: Person) -> str:
    """The units of the employments in force; loaded with the list."""
    return ", ".join(f"{e.title}, {e.unit.name}" for e in person.current_employments)  # type: ignore[attr-defined]


class PersonFilterSet(WagtailFilterSet):
    is_active = django_filters.BooleanFilter(label="Får logga in")
    unit = django_filters.ModelChoiceFilter(
        label="Enhet, med enheterna under", queryset=Unit.objects.all(), method="at_unit"
    )
    group = django_filters.ModelChoiceFilter(
        label="Roll eller grupp", queryset=Group.objects.order_by("name"), field_name="groups"
    )

    class Meta:
        model = Person
        fields: ClassVar[list] = []

    def at_unit(self, people: QuerySet[Person], name: str, unit: Unit) -> QuerySet[Person]:
        employed = Employment.objects.in_force(timezone.localdate()).filter(unit__path__startswith=unit.path)
        return people.filter(pk__in=employed.values("person"))


class PersonIndexView(ModelViewSet.index_view_class):
    def get_base_queryset(self) -> QuerySet[Person]:
        current = Employment.objects.filter(in_force(timezone.localdate())).select_related("unit")
        people = nameable(self.request.viewer, super().get_base_queryset())
        return people.prefetch_related(
            Prefetch("employments", queryset=current, to_attr="current_employments")
        )


class EmploymentRows(RowsMixin):
    row_model = Employment
    row_form = EmploymentForm
    row_link = "person"
    row_formset = EmploymentFormSet
    rows_heading = "Anställningar"

    def rows(self) -> QuerySet[Employment]:
        return Employment.objects.select_related("unit", "workplace")


class GuessesCounted:
    """Notes who asked for a name that is taken: the answer tells that there is somebody, perhaps one unseen."""

    def form_invalid(self, form: PersonForm) -> HttpResponse:
        if form.names_taken:
            record(Event.Kind.NAME_TAKEN, request=self.request)  # type: ignore[attr-defined]
        return super().form_invalid(form)  # type: ignore[misc]


class PersonCreateView(GuessesCounted, EmploymentRows, UnloggedCreateView):
    def get_success_message(self, instance: Person) -> str:
        return f"{name_in_list(instance)} är upplagd."


class PersonEditView(GuessesCounted, EmploymentRows, UnloggedEditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        giver = request.user
        if not (isinstance(giver, Person) and may_open(giver, self.get_object())):
            # Whoever could change their e-mail address could also have a new password sent to it.
            messages.error(request, "Personen har behörigheter som du själv saknar. Be någon som har dem.")
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return name_in_list(self.object)

    def get_success_message(self) -> str:
        return f"{name_in_list(self.object)} är ändrad."


class PersonDeleteView(UnloggedDeleteView):
    why_not = (
        "Personen har anställningar, texter eller beslut och kan inte tas bort. "
        "Avmarkera ”Får logga in” i stället."
    )


class PersonViewSet(ModelViewSet):
    """Registered by `UsersConfig` where Wagtail has its own, so that its links to users lead here."""

    model = Person
    icon = "user"
    menu_label = "Personer"
    menu_name = "people"
    menu_order = 610
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    create_template_name = edit_template_name = RowsMixin.template_name
    copy_view_enabled = False
    filterset_class = PersonFilterSet
    list_per_page = 50
    list_display: ClassVar[list] = [
        "last_name",
        Column("first_name", label="Förnamn", accessor="first_name", sort_key="first_name"),
        Column("username", label="Användarnamn", accessor="username", sort_key="username"),
        Column("works_at", label="Arbetar som", accessor=works_at),
        BooleanColumn("is_active", label="Får logga in", accessor="is_active"),
    ]
    search_fields: ClassVar[list[str]] = ["first_name", "last_name", "username", "employee_number", "email"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_common_view_kwargs(**kwargs), "history_url_name": None, "usage_url_name": None}

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return PersonForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return without_history(super().get_urlpatterns())
