"""Grants: a body's secretary lets somebody read, for a reason and a time, and takes it back."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from extranet.access.management import is_own_grant
from extranet.admin.base import OWN, ExtranetViewSet, RuledCreateView, RuledIndexView, crumbs
from extranet.admin.bodychoice import BodyChosen
from extranet.admin.grant_form import GrantForm
from extranet.admin.people import found_by_name, name_for
from extranet.admin.policy import Policy, management_for
from extranet.bodies.models import Body
from extranet.exceptions.models import Grant
from extranet.oversight.kinds import body_of
from extranet.oversight.telling import grant_changed
from intranet.access.admin.decisions import DecisionFormView

POLICY = Policy(
    Grant,
    lambda management: bool(management.secretary_of),
    lambda management: management.grants(),
    is_own_grant,
    frozenset({"add", "change", "view"}),
)
STATES = (("galler", "Gäller"), ("upphort", "Har upphört"))


def applies(grant: Grant) -> bool:
    return grant.revoked_at is None and grant.expires > timezone.now()


def what_of(grant: Grant) -> str:
    """What it lets somebody read, by neutral title."""
    meeting = grant.meeting or (grant.item.meeting if grant.item else None)
    if meeting is None:
        return "Hela organet"
    day = date_format(timezone.localdate(meeting.starts), "j F Y")
    return f"{grant.item.neutral_title} ({day})" if grant.item else f"Sammanträdet {day}"


class GrantFilterSet(WagtailFilterSet):
    lage = django_filters.ChoiceFilter(label="Läge", choices=STATES, method="in_state")

    class Meta:
        model = Grant
        fields: ClassVar[list] = []

    def in_state(self, grants: QuerySet[Grant], name: str, state: str) -> QuerySet[Grant]:
        over = Q(revoked_at__isnull=False) | Q(expires__lte=timezone.now())
        return grants.exclude(over) if state == "galler" else grants.filter(over)


class GrantIndexView(RuledIndexView):
    def get_base_queryset(self) -> QuerySet[Grant]:
        return (
            super()
            .get_base_queryset()
            .select_related("person", "group", "body", "meeting__body", "item__meeting__body")
            .order_by("-made_at", "-pk")
        )

    def search_queryset(self, queryset: QuerySet[Grant]) -> QuerySet[Grant]:
        if not self.is_searching:
            return queryset
        return queryset.filter(
            found_by_name(self.request.viewer, self.search_query)
            | Q(group__name__icontains=self.search_query)
        )

    def told(self, row: Any) -> None:
        row.whose = name_for(self.request.viewer, row.person) if row.person else f"Gruppen {row.group}"
        row.where = body_of(row).name
        until = timezone.localtime(min(row.expires, row.revoked_at or row.expires))
        row.until = f"{until:%Y-%m-%d %H.%M}"

    def get_edit_url(self, instance: Any) -> str | None:
        if not applies(instance) or self._untouchable(instance):
            return None
        return reverse("grant_admin:revoke", args=[instance.pk])

    def get_list_more_buttons(self, instance: Grant) -> list:
        return []


class GrantCreateView(BodyChosen, RuledCreateView):
    page_title = "Nytt medgivande"
    success_message = "Medgivandet gäller nu. Organets ordförande får veta det."

    def bodies(self) -> QuerySet[Body]:
        return Body.objects.filter(pk__in=management_for(self.request.user).secretary_of)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "body": self.body}

    def save_instance(self) -> Grant:
        grant = super().save_instance()
        grant_changed(grant, self.request.user.pk)
        return grant

    def get_success_url(self) -> str:
        return reverse("grant_admin:index")


class RevokeView(DecisionFormView):
    """Takes a grant back at once."""

    template_name = "extranet/admin/revoke_grant.html"
    form_class = Form
    page_title = "Ta tillbaka medgivande"
    submit_label = "Ta tillbaka"
    header_icon = "cross"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = POLICY.instances_user_has_permission_for(request.user, "change")
        self.grant = get_object_or_404(
            mine.select_related("person", "group", "body", "meeting__body", "item__meeting__body"),
            pk=kwargs["pk"],
        )
        if POLICY.is_own(request.user, self.grant):
            messages.error(request, OWN)
            return redirect("grant_admin:index")
        if not applies(self.grant):
            messages.error(request, "Medgivandet har redan upphört.")
            return redirect("grant_admin:index")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_success_url(self) -> str:
        return reverse("grant_admin:index")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return crumbs(self, "grant_admin:index", "Medgivanden", self.page_title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grant = self.grant
        whose = name_for(self.request.viewer, grant.person) if grant.person else f"Gruppen {grant.group}"
        told = {"whose": whose, "what": what_of(grant), "where": body_of(grant).name}
        return super().get_context_data(**kwargs) | told

    def form_valid(self, form: Form) -> HttpResponse:
        with transaction.atomic():
            self.grant.revoked_at = timezone.now()
            self.grant.save(update_fields=["revoked_at"])
            grant_changed(self.grant, self.request.user.pk)
        messages.success(self.request, "Medgivandet är taget tillbaka. Organets ordförande får veta det.")
        return redirect("grant_admin:index")


class GrantViewSet(ExtranetViewSet):
    model = Grant
    policy = POLICY
    name = "grant_admin"
    url_prefix = "medgivanden"
    icon = "key"
    index_view_class = GrantIndexView
    add_view_class = GrantCreateView
    filterset_class = GrantFilterSet
    list_display: ClassVar[list] = [
        TitleColumn("whose", label="Vem", accessor="whose", get_url=lambda grant: grant.change_url),
        Column("what", label="Får läsa", accessor=what_of),
        Column("where", label="Organ", accessor="where"),
        Column("reason", label="Skäl", accessor="reason"),
        Column("until", label="Till", accessor="until"),
        Column("state", label="Läge", accessor=lambda grant: "Gäller" if applies(grant) else "Har upphört"),
    ]
    search_fields: ClassVar[list[str]] = [
        "person__last_name"
    ]  # that there is a box; see the view for what it asks

    def get_form_class(self, for_update: bool = False) -> type[GrantForm]:
        return GrantForm

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [p for p in super().get_urlpatterns() if p.name in ("index", "index_results", "add")]
        return [*kept, path("ta-tillbaka/<int:pk>/", RevokeView.as_view(), name="revoke")]
