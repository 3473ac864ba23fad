"""Addresses of people and units. Who has no role has no directory."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from home.directory import people as directory
from home.directory.person import person_page
from home.directory.units import organisation, unit_page
from intranet.access import people as access
from intranet.access import units as unit_access
from intranet.access.requests import ViewerRequest
from intranet.organisation.models import Unit
from intranet.people.models import Person


def people(request: ViewerRequest) -> HttpResponse:
    _need_role(request)
    context = directory.directory(request)
    page = {"title": _("Kollegor"), "summary": _("Sök på namn, titel eller enhet.")}
    return render(
        request, "home/person_index_page.html", {"page": page, "units_url": reverse("units"), **context}
    )


def person(request: ViewerRequest, pk: int) -> HttpResponse:
    viewer = request.viewer
    found = access.visible_to(viewer, Person.objects.all()).select_related("photo").filter(pk=pk).first()
    if found is None:
        raise Http404
    return render(request, "home/person.html", person_page(found, request))


def units(request: ViewerRequest) -> HttpResponse:
    _need_role(request)
    return render(request, "home/unit_index.html", {"tree": organisation(), "people_url": reverse("people")})


def unit(request: ViewerRequest, code: str) -> HttpResponse:
    found = unit_access.visible_to(request.viewer, Unit.objects.filter(code=code)).first()
    if found is None:
        raise Http404
    return render(request, "home/unit_page.html", unit_page(found, request))


def _need_role(request: ViewerRequest) -> None:
    if not request.viewer.has_role:
        raise Http404
