"""The report of the people whom mail does not reach, in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from intranet.mail.models import Undelivered
from intranet.notices.unreached import PERMISSION, people
from intranet.people.models import Person, PersonQuerySet


class UnreachedView(ReportView):
    """For those who see everybody's long work, and of people whom they may see; others are sent away."""

    model = Person
    page_title = "Mejl som inte kommer fram"
    header_icon = "mail"
    verbose_name_plural = "personer"
    index_url_name = "unreached_people"
    index_results_url_name = "unreached_people_results"
    no_results_message = "Mejlen kommer fram till alla."

    @cached_property
    def columns(self) -> list[Column]:
        """The person's page, where the address is changed, is linked to for those who may change it."""
        may_change = self.request.user.has_perm("people.change_person")
        return [
            TitleColumn(
                "person",
                label="Vem",
                accessor=str,
                url_name="wagtailusers_users:edit" if may_change else None,
            ),
            Column("email", label="Adress"),
            Column("why", label="Orsak", accessor=lambda person: Undelivered.Why(person.why).label),
            Column("since", label="Sedan", accessor=lambda person: _time(person.since)),
            Column("latest", label="Senaste försöket", accessor=lambda person: _time(person.latest)),
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> PersonQuerySet:
        return people(self.request.viewer)


def _time(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"
