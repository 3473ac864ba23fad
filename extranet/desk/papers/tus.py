"""Resumable upload in the manner of the tus protocol 1.0 (https://tus.io/protocols/resumable-upload): its core, and
the extensions creation and termination. Decision 45 says why it is our own.

What is answered besides, for people, is one line of plain text in the language of the page.
"""

from __future__ import annotations

import base64
import binascii
import errno
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from extranet.access import desk
from extranet.desk.meetings.asking import meeting_at_desk
from extranet.desk.papers.asking import upload_at_desk
from extranet.meetings.models import AgendaItem, Meeting
from extranet.papers.receiving import BusyError
from extranet.placements import arriving
from extranet.placements.arriving import OffsetError
from extranet.placements.placing import MeetingOverError
from extranet.placements.uploads import Upload
from extranet.reading.asking import me, rights_now
from intranet.access.requests import ViewerRequest

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
FULL = (errno.ENOSPC, errno.EDQUOT)


@transaction.non_atomic_requests
@require_http_methods(["POST", "OPTIONS"])
def create(request: ViewerRequest, pk: int) -> HttpResponse:
    """A new upload to a meeting, or the one that the same file was broken off in."""
    rights = rights_now(request)
    meeting = meeting_at_desk(rights, pk)
    if request.method == "OPTIONS":
        return _answer(
            204,
            Tus_Version=VERSION,
            Tus_Extension="creation,termination",
            Tus_Max_Size=settings.PAPERS_MEGABYTES * arriving.MEGABYTE,
        )
    if (wrong := _wrong_version(request)) is not None:
        return wrong
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    size = request.headers.get("Upload-Length", "")
    if not size.isdecimal() or not told.get("filename"):
        return _answer(400, _("Webbläsaren skickade inte filens namn och storlek."))
    if told.get("assured") != "1":
        return _answer(
            422, _("Bekräfta först att filerna inte innehåller säkerhetsskyddsklassificerade uppgifter.")
        )
    item = _item(rights, meeting, told.get("item", ""))
    try:
        upload = arriving.begin(
            me(request), meeting, told["filename"], int(size), item=item, stamp=told.get("stamp", "")
        )
    except MeetingOverError:
        return _answer(409, _("Protokollet är justerat. Sammanträdet tar inte emot fler handlingar."))
    except ValidationError as refused:
        return _answer(413, " ".join(refused.messages))
    return _answer(
        201, Location=reverse("desk_upload", args=[upload.key]), Upload_Offset=arriving.offset_of(upload)
    )


@transaction.non_atomic_requests
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def one(request: ViewerRequest, key: str) -> HttpResponse:
    """Where an upload stands; a piece of it; giving it up."""
    upload = upload_at_desk(rights_now(request), key)
    if (wrong := _wrong_version(request)) is not None:
        return wrong
    if request.method == "DELETE":
        arriving.drop(upload)
        return _answer(204)
    if request.method == "HEAD":
        return _answer(200, Upload_Offset=arriving.offset_of(upload), Upload_Length=upload.size)
    return _piece(request, upload)


def _piece(request: ViewerRequest, upload: Upload) -> HttpResponse:
    offset = request.headers.get("Upload-Offset", "")
    if request.content_type != PIECE:
        return _answer(415)
    if not offset.isdecimal():
        return _answer(400)
    try:
        # Read as it comes, never `request.body`: that would be held in memory.
        upload = arriving.take(upload, int(offset), request)
    except OffsetError as elsewhere:
        return _answer(409, Upload_Offset=elsewhere.offset)
    except BusyError:
        return _answer(423, _("Filen tas redan emot i ett annat fönster."))
    except OSError as failed:
        if failed.errno not in FULL:
            raise
        return _answer(507, _("Servern har ont om plats. Säg till den som sköter intranätet."))
    if upload.state == Upload.State.REFUSED:
        return _answer(422, upload.problem, Upload_Offset=upload.offset)
    return _answer(204, Upload_Offset=upload.offset)


def _wrong_version(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    return _answer(412, Tus_Version=VERSION)


def _item(rights: Any, meeting: Meeting, pk: str) -> AgendaItem | None:
    """The item that files were dropped on. Raises Http404 for one that takes none from whoever asks."""
    if not pk:
        return None
    mine = desk.items(rights, AgendaItem.objects.filter(meeting=meeting))
    found = mine.filter(pk=int(pk)).first() if pk.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _metadata(header: str) -> dict[str, str]:
    """Names and values of Upload-Metadata: base64 of UTF-8, with commas between; what is none is left out."""
    found = {}
    for pair in header.split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def _answer(status: int, text: str = "", **headers: object) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = str(value)
    return response
