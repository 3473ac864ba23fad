"""What a device asks for, and the page on which somebody sees their devices. What is not known does not exist."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from extranet.access.rights import rights_of
from extranet.meetings.models import Meeting
from extranet.offline import answers, choosing, devices, keeping
from extranet.offline.answers import Asker
from extranet.offline.listing import of_person
from extranet.offline.models import Device, OfflineCopy
from extranet.papers.storing import opened
from intranet.access.requests import ViewerRequest
from intranet.signon.freshness import fresh_until

SCRIPTS = ("extranet/offline-store.js", "extranet/offline-worker.js")
KNOWN = "X-Kept"
"""The header in which a device says which pages it has: meeting=digest, with commas between."""


@require_http_methods(["GET", "HEAD", "POST"])
def offline_keep(request: ViewerRequest, pk: int) -> HttpResponse:
    """What would be kept of a meeting; sent, it is written down as kept by this device, and all but the files given."""
    asker, meeting = _asks_for(request, pk)
    if not choosing.is_offered(asker.rights, meeting):
        raise Http404
    if request.method != "POST":
        return _json(answers.offer(asker, meeting))
    device, key = devices.device_of(request), ""
    if device is None:
        device, key = devices.add_device(asker.rights.person, request.headers.get("User-Agent", ""))
    papers = list(choosing.keepable(asker.rights, meeting).select_related("version"))
    until = choosing.until(asker.viewer, asker.rights, meeting)
    copy = keeping.keep(device, meeting, papers, until)
    copy.meeting = meeting
    answer, _contents = answers.copy_of(asker, copy)
    response = _json({**answer, **answers.around(_copies(device))})
    if key:
        devices.remember(response, key)
    return response


@require_safe
def offline_part(request: ViewerRequest, pk: int, placement: int, part: int) -> HttpResponse:
    """One part of a paper's file, for a device that it has been noted for; the rule is asked for each part."""
    asker, meeting = _asks_for(request, pk)
    found = choosing.keepable(asker.rights, meeting).select_related("version").filter(pk=placement).first()
    device = devices.device_of(request)
    if found is None or device is None or not keeping.given(device, meeting.pk, found.pk):
        raise Http404
    version, start = found.version, part * answers.PART
    if part and start >= version.size:
        raise Http404
    try:
        with opened(version) as file:
            file.seek(start)
            data = file.read(answers.PART)
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = HttpResponse(data, content_type="application/octet-stream")
    response["X-Sha256"] = version.sha256
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def offline_contact(request: ViewerRequest) -> HttpResponse:
    """A device asks what it may go on keeping; sent, it says what it has now."""
    device = devices.named(request)
    if device is None or device.person_id != request.user.pk:
        return _json({"known": False, "revoked": False})
    if request.method == "POST":
        keeping.holds(device, _held(request))
        response: HttpResponse = HttpResponse(status=204)
        if device.emptied_at:
            response.delete_cookie(devices.cookie_name())
        return response
    token = get_token(request)
    if device.revoked_at:
        return _json({"known": False, "revoked": True, "token": token})
    return _json({**answers.contact(_asker(request), device, _known(request)), "token": token})


@require_safe
def offline_devices(request: ViewerRequest) -> HttpResponse:
    """One's own devices and what they keep."""
    here = devices.named(request)
    context = {
        "page": {"title": _("Dina enheter")},
        "breadcrumbs": [{"title": _("Sammanträden"), "url": reverse("meetings")}],
        "devices": of_person(_person(request), here.pk if here else None),
    }
    return render(request, "extranet/offline/devices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def offline_revoke(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take away from afar what a device of one's own keeps, once one has said that it is to be so."""
    found = Device.objects.filter(pk=pk, person=_person(request), revoked_at=None).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        devices.revoke(found)
        messages.success(request, _("Det som enheten har sparat tas bort nästa gång den har kontakt."))
        return redirect("offline_devices")
    crumbs = [
        {"title": _("Sammanträden"), "url": reverse("meetings")},
        {"title": _("Dina enheter"), "url": reverse("offline_devices")},
    ]
    context = {"page": {"title": _("Ta bort på distans")}, "breadcrumbs": crumbs, "device": found}
    return render(request, "extranet/offline/revoke.html", context)


@require_safe
def offline_worker(request: ViewerRequest) -> HttpResponse:
    """The one service worker of the site. Its place in the address is as far as it reaches."""
    parts = []
    for name in SCRIPTS:
        with open(str(finders.find(name)), encoding="utf-8") as file:  # noqa: PTH123
            parts.append(file.read())
    return HttpResponse("\n".join(parts), content_type="text/javascript; charset=utf-8")


def _asks_for(request: ViewerRequest, pk: int) -> tuple[Asker, Meeting]:
    asker = _asker(request)
    meeting = choosing.found(asker.rights, pk)
    if meeting is None:
        raise Http404
    return asker, meeting


def _asker(request: ViewerRequest) -> Asker:
    until = fresh_until(request)
    return Asker(request.viewer, rights_of(request.viewer, fresh=until is not None), until)


def _person(request: ViewerRequest) -> int:
    if request.viewer.person is None:
        raise Http404
    return int(request.viewer.person.pk)


def _copies(device: Device) -> list[OfflineCopy]:
    readable = OfflineCopy.objects.readable(timezone.now()).filter(device=device)
    return list(readable.select_related("meeting__body").order_by("meeting__starts", "pk"))


def _json(answer: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(answer)
    response["Cache-Control"] = "private, no-store"
    return response


def _known(request: ViewerRequest) -> dict[int, str]:
    found = {}
    for each in request.headers.get(KNOWN, "").split(","):
        meeting, _mark, digest = each.strip().partition("=")
        if meeting.isdecimal() and len(meeting) < 19:
            found[int(meeting)] = digest
    return found


def _held(request: ViewerRequest) -> dict[int, list[int]]:
    """Of each meeting the placements that the device says it has. What cannot be read is taken for all gone: no.

    Raises Http404 for what no device of ours sends.
    """
    try:
        said = json.loads(request.body)["held"]
        return {int(meeting): [int(each) for each in placements] for meeting, placements in said.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise Http404 from unreadable
