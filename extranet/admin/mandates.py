"""Mandates: listed by body, role and whether they apply; added, changed, ended. What has begun is never removed."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import AdminDateInput, HeaderButton

from extranet.access.management import is_own_mandate
from extranet.admin.base import (
    OWN,
    ExtranetViewSet,
    RuledCreateView,
    RuledDeleteView,
    RuledEditView,
    RuledIndexView,
    crumbs,
)
from extranet.admin.bodychoice import BodyChosen, bodies_of
from extranet.admin.importing import ImportView
from extranet.admin.mandate_form import MandateForm, has_begun
from extranet.admin.people import found_by_name, name_for
from extranet.admin.policy import Policy
from extranet.mandates.models import Mandate, Role
from extranet.oversight.telling import mandate_changed, mandates_changed
from intranet.access.admin.decisions import DecisionFormView

POLICY = Policy(
    Mandate,
    lambda management: management.administers or bool(management.secretary_of),
    lambda management: management.mandates(),
    is_own_mandate,
)
IN_FORCE, COMING, ENDED = "galler", "kommande", "avslutade"
STATES = ((IN_FORCE, "Gäller"), (COMING, "Kommande"), (ENDED, "Avslutade"))


def state_of(mandate: Mandate) -> str:
    today = timezone.localdate()
    if mandate.start > today:
        return "Kommande"
    return "Avslutat" if mandate.end and mandate.end < today else "Gäller"


def last_day(mandate: Mandate) -> str:
    return f"{mandate.end:%Y-%m-%d}" if mandate.end else ""


class MandateFilterSet(WagtailFilterSet):
    organ = django_filters.ModelChoiceFilter(
        label="Organ", field_name="body", queryset=lambda request: bodies_of(request.user)
    )
    roll = django_filters.ModelChoiceFilter(label="Roll", field_name="role", queryset=Role.objects.all())
    lage = django_filters.ChoiceFilter(label="Läge", choices=STATES, method="in_state")

    class Meta:
        model = Mandate
        fields: ClassVar[list] = []

    def in_state(self, mandates: QuerySet[Mandate], name: str, state: str) -> QuerySet[Mandate]:
        today = timezone.localdate()
        asked = {
            IN_FORCE: Q(start__lte=today) & (Q(end__isnull=True) | Q(end__gte=today)),
            COMING: Q(start__gt=today),
            ENDED: Q(end__lt=today),
        }
        return mandates.filter(asked[state])


class MandateIndexView(RuledIndexView):
    def get_base_queryset(self) -> QuerySet[Mandate]:
        mandates = super().get_base_queryset().prefetch_related("personal_substitutes")
        return mandates.select_related("person", "body", "role", "party", "substitute_for")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        load = HeaderButton("Läs in från fil", url=reverse("mandate_admin:import"), icon_name="upload")
        return [*super().header_buttons, load]

    def search_queryset(self, queryset: QuerySet[Mandate]) -> QuerySet[Mandate]:
        if not self.is_searching:
            return queryset
        return queryset.filter(found_by_name(self.request.viewer, self.search_query))

    def told(self, row: Any) -> None:
        row.whose = name_for(self.request.viewer, row.person)

    def get_list_more_buttons(self, instance: Mandate) -> list:
        return []  # a mandate is changed, ended or removed on its own page


class MandateCreateView(BodyChosen, RuledCreateView):
    page_title = "Nytt uppdrag"
    success_message = "Uppdraget är inlagt. Organets ordförande får veta det."

    def get_initial_form_instance(self) -> Mandate:
        return Mandate(body=self.body)

    def save_instance(self) -> Mandate:
        mandate = super().save_instance()
        mandate_changed(mandate, self.request.user.pk)
        return mandate


class MandateEditView(RuledEditView):
    success_message = "Uppdraget är ändrat. Organets ordförande får veta det."

    def save_instance(self) -> Mandate:
        mandate = super().save_instance()
        if self.has_content_changes:
            mandate_changed(mandate, self.request.user.pk)
        return mandate

    def get_page_subtitle(self) -> str:
        return subtitle(self.request, self.object)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not has_begun(self.object):
            return []
        label = "Avsluta uppdraget" if state_of(self.object) == "Gäller" else "Ändra sista dagen"
        return [
            HeaderButton(label, url=reverse("mandate_admin:end", args=[self.object.pk]), icon_name="cross")
        ]

    @property
    def can_delete(self) -> bool:
        return not has_begun(self.object)


class MandateDeleteView(RuledDeleteView):
    why_not = "Uppdraget har börjat eller används. Avsluta det i stället, så finns historiken kvar."
    success_message = "Uppdraget är borttaget. Det hade inte börjat. Organets ordförande får veta det."
    confirmation_message = "Uppdraget har inte börjat. Vill du ta bort det?"

    def is_used(self) -> bool:
        return (
            has_begun(self.object)
            or self.object.personal_substitutes.exists()
            or self.object.serves_at.exists()
            or self.object.replaced_at.exists()
        )

    def delete_action(self) -> None:
        mandates_changed([self.object.body], self.request.user.pk, [self.object.person_id])
        super().delete_action()

    def get_page_subtitle(self) -> str:
        return subtitle(self.request, self.object)


class EndForm(forms.Form):
    end = forms.DateField(label="Sista dag", widget=AdminDateInput)

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mandate = mandate

    def clean_end(self) -> Any:
        end = self.cleaned_data["end"]
        if end < self.mandate.start:
            raise ValidationError(
                f"Uppdraget började {self.mandate.start:%Y-%m-%d}. Välj den dagen eller en senare."
            )
        return end


class EndView(DecisionFormView):
    """Ends a mandate that has begun, or moves the day on which it ends."""

    template_name = "extranet/admin/end_mandate.html"
    form_class = EndForm
    page_title = "Avsluta uppdrag"
    submit_label = "Avsluta uppdraget"
    header_icon = "cross"
    edit_url_name = "mandate_admin:edit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = POLICY.instances_user_has_permission_for(request.user, "change")
        self.mandate = get_object_or_404(mine, pk=kwargs["pk"])
        if POLICY.is_own(request.user, self.mandate):
            messages.error(request, OWN)
            return redirect("mandate_admin:index")
        if not has_begun(self.mandate):
            messages.error(request, "Uppdraget har inte börjat. Ändra det eller ta bort det.")
            return redirect(self.edit_url_name, self.mandate.pk)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def decided_on(self) -> Mandate:
        return self.mandate

    def get_initial(self) -> dict[str, Any]:
        return {"end": self.mandate.end or timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "mandate": self.mandate}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return crumbs(self, "mandate_admin:index", "Uppdrag", self.page_title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whose = name_for(self.request.viewer, self.mandate.person)
        told = {"mandate": self.mandate, "whose": whose}
        if state_of(self.mandate) != "Gäller":
            told["submit_label"] = "Spara sista dagen"
        return super().get_context_data(**kwargs) | told

    def form_valid(self, form: EndForm) -> HttpResponse:
        self.mandate.end = form.cleaned_data["end"]
        with transaction.atomic():
            self.mandate.save(update_fields=["end"])
            mandate_changed(self.mandate, self.request.user.pk)
        told = f"Uppdragets sista dag är {self.mandate.end:%Y-%m-%d}. Organets ordförande får veta det."
        messages.success(self.request, told)
        return redirect("mandate_admin:index")


def subtitle(request: Any, mandate: Mandate) -> str:
    return f"{name_for(request.viewer, mandate.person)}, {mandate.role.name}, {mandate.body.name}"


class MandateViewSet(ExtranetViewSet):
    model = Mandate
    policy = POLICY
    name = "mandate_admin"
    url_prefix = "uppdrag"
    icon = "user"
    index_view_class = MandateIndexView
    add_view_class = MandateCreateView
    edit_view_class = MandateEditView
    delete_view_class = MandateDeleteView
    filterset_class = MandateFilterSet
    list_display: ClassVar[list] = [
        TitleColumn("whose", label="Person", accessor="whose", get_url=attrgetter("change_url")),
        Column("role", label="Roll", accessor="role.name", sort_key="role__order"),
        Column("body", label="Organ", accessor="body.name", sort_key="body__name"),
        Column("party", label="Parti", accessor="party.code", sort_key="party__code"),
        Column("start", label="Från och med", accessor=lambda row: f"{row.start:%Y-%m-%d}", sort_key="start"),
        Column("end", label="Till och med", accessor=last_day, sort_key="end"),
        Column("state", label="Läge", accessor=state_of),
    ]
    search_fields: ClassVar[list[str]] = [
        "person__last_name"
    ]  # that there is a box; see the view for what it asks

    def get_form_class(self, for_update: bool = False) -> type[MandateForm]:
        return MandateForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("avsluta/<int:pk>/", EndView.as_view(), name="end"),
            path("las-in/", ImportView.as_view(), name="import"),
        ]
