"""Functions in the admin, with who holds them. Appointments of protected persons are for their handlers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from intranet.access.admin.asking import viewer_for
from intranet.access.admin.choosers import person_chooser
from intranet.access.admin.rows import RowsMixin
from intranet.organisation.choosers import unit_chooser
from intranet.organisation.deleting import CarefulDeleteView
from intranet.people.models import Appointment, Function
from intranet.people.responsibility import responsible_for


class FunctionForm(WagtailAdminModelForm):
    class Meta:
        model = Function
        fields: ClassVar[list[str]] = ["kind", "unit", "title"]
        widgets: ClassVar[dict] = {"unit": unit_chooser.widget_class}


class AppointmentForm(WagtailAdminModelForm):
    class Meta:
        model = Appointment
        fields: ClassVar[list[str]] = ["person", "stand_in", "start", "end", "amount_limit"]
        widgets: ClassVar[dict] = {
            "person": person_chooser.widget_class,
            "stand_in": person_chooser.widget_class,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if viewer_for(self.for_user).handles_protected:
            return
        for name in ("person", "stand_in"):
            field = self.fields[name]
            chosen_already = Q(pk=getattr(self.instance, f"{name}_id"))
            field.queryset = field.queryset.filter(Q(protected=False) | chosen_already)


class AppointmentRows(RowsMixin):
    row_model = Appointment
    row_form = AppointmentForm
    row_link = "function"
    rows_heading = "Vem som har funktionen"

    def rows(self) -> QuerySet:
        rows = Appointment.objects.select_related("person", "stand_in", "function__kind", "function__unit")
        viewer = self.request.viewer  # type: ignore[attr-defined]
        return (
            rows
            if viewer.handles_protected
            else rows.filter(Q(person__protected=False) | Q(person=viewer.person))
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        function = context["form"].instance
        hidden = 0
        if function.pk:
            mine = Appointment.objects.filter(function=function)
            hidden = mine.count() - self.rows().filter(function=function).count()
        return context | {"rows_hidden": hidden}


class FunctionIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("kind", "unit")

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        """With who answers, for the functions of the page alone, however many hold them."""
        paginator, page, _functions, is_paginated = super().paginate_queryset(queryset, page_size)
        functions = page.object_list = list(page.object_list)
        answers = responsible_for([function.pk for function in functions], timezone.localdate())
        for function in functions:
            answer = answers.get(function.pk)
            function.held_by = answer.signature if answer and answer.person else "Ingen"
        return paginator, page, functions, is_paginated


class FunctionCreateView(AppointmentRows, generic.CreateView):
    pass


class FunctionEditView(AppointmentRows, generic.EditView):
    pass


class FunctionDeleteView(CarefulDeleteView):
    why_not = "Funktionen äger texter eller har innehavare och kan därför inte tas bort."


class FunctionViewSet(ModelViewSet):
    model = Function
    name = "function_admin"
    url_prefix = "funktioner"
    icon = "user"
    menu_label = "Funktioner"
    index_view_class = FunctionIndexView
    add_view_class = FunctionCreateView
    edit_view_class = FunctionEditView
    delete_view_class = FunctionDeleteView
    create_template_name = edit_template_name = RowsMixin.template_name
    copy_view_enabled = False
    list_per_page = 50
    list_display: ClassVar[list] = [
        "__str__",
        Column("kind", label="Slag", accessor="kind.name", sort_key="kind__name"),
        Column("unit", label="Enhet", accessor="unit.name", sort_key="unit__name"),
        Column("held_by", label="Svarar just nu", accessor="held_by"),
    ]
    list_filter: ClassVar[list[str]] = ["kind", "unit"]
    search_fields: ClassVar[list[str]] = ["title", "kind__name", "unit__name", "unit__code"]

    def get_form_class(self, for_update: bool = False) -> type[FunctionForm]:
        return FunctionForm
