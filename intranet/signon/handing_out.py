"""The page where a manager hands out one-time codes."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.people.models import Employment, Person
from intranet.signon import codes
from intranet.signon.eligibility import is_administrator, may_sign_in
from intranet.signon.issuing import may_issue, people_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def hand_out_code(request: ViewerRequest, person_id: int | None = None) -> HttpResponse:
    """A manager's people, or one person, with a button that makes a code: shown in that answer, never again."""
    viewer = request.viewer
    if person_id is None:
        people = people_of(viewer)
        if not people and not (viewer.person and is_administrator(viewer.person)):
            raise Http404
    else:
        people = [_person_to_help(viewer, person_id)]
    issued = None
    if request.method == "POST":
        person = _person_to_help(viewer, person_id or request.POST.get("person"))
        if limited := ratelimit.consume_or_429(request, action="issue_code"):
            return limited
        issued = _issue(request, viewer, person)
    context = {
        "people": _entries(people, viewer),
        "issued": issued,
        "activation_url": request.build_absolute_uri(reverse("activate")),
    }
    return render(request, "account/hand_out_code.html", context)


def _person_to_help(viewer: Viewer, pk: Any) -> Person:
    """404 for all whom the viewer may not help, as for those who do not exist."""
    person = Person.objects.filter(pk=pk).first() if str(pk).isdecimal() else None
    if person is None or not may_issue(viewer, person):
        raise Http404
    return person


def _issue(request: ViewerRequest, viewer: Viewer, person: Person) -> dict[str, Any] | None:
    standing = may_sign_in(person)
    if viewer.person is None or not standing.allowed:
        messages.warning(request, standing.text_for_manager)
        return None
    row, code = codes.issue(person, viewer.person)
    record(Event.Kind.CODE_ISSUED, request=request, obj=person, label=person.username)
    return {"person": person, "code": code, "expires": row.expires_at}


def _entries(people: list[Person], viewer: Viewer) -> list[dict[str, Any]]:
    employments: dict[int, Employment] = {}
    for employment in (
        Employment.objects.in_force(viewer.today).filter(person__in=people).select_related("unit")
    ):
        employments.setdefault(employment.person_id, employment)
    return [
        {
            "person": person,
            "title": employments[person.pk].title if person.pk in employments else "",
            "unit": employments[person.pk].unit if person.pk in employments else None,
        }
        for person in people
    ]
