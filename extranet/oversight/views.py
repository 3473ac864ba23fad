"""The page of those who lead a body. For everybody else it does not exist."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from extranet.bodies.models import Body
from extranet.oversight.chairs import led_by
from extranet.oversight.page import oversight_page
from intranet.access.requests import ViewerRequest
from intranet.notices.opening import opened


@require_safe
def oversight(request: ViewerRequest, slug: str) -> HttpResponse:
    viewer = request.viewer
    person = viewer.person.pk if viewer.person else 0
    led = led_by(person, viewer.today).values("body")
    body = Body.objects.filter(slug=slug, pk__in=led).first()
    if body is None:
        raise Http404
    shown = oversight_page(viewer, body)
    for thing in shown.things:
        opened(request, thing)
    context = {
        "page": {"title": _("Vilka som kan läsa: %(body)s") % {"body": body.name}},
        "breadcrumbs": [
            {"title": _("Sammanträden"), "url": reverse("meetings")},
            {"title": body.name, "url": reverse("body", args=[body.slug])},
        ],
        "shown": shown,
    }
    return render(request, "extranet/oversight.html", context)
