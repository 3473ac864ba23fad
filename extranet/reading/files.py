"""A paper's file in the browser's own viewer, whole or in parts. Only ever asked after the rule has said yes.

The site sends the bytes itself: the web server is given no folder of papers (`extranet.papers.models.PaperStorage`).
"""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from extranet.bundles import marking
from extranet.papers.models import PaperVersion
from extranet.papers.storing import opened
from extranet.placements.models import Placement
from extranet.reading.ranges import Part, UnsatisfiableError, asked
from intranet.access.requests import ViewerRequest
from intranet.files.kinds import KINDS
from intranet.files.serve import dress
from intranet.files.types import SHOWN
from intranet.people.models import Person


def send(request: ViewerRequest, placement: Placement, *, secret: bool, whole: bool) -> HttpResponseBase:
    """The file of a placement; in parts if they are asked for, unless it is to be read `whole`.

    Raises Http404 if it is gone.
    """
    version = placement.version
    etag = quote_etag(version.sha256)
    # A secret paper is kept nowhere, so nobody has a copy that could be confirmed.
    confirmed = None if secret else get_conditional_response(request, etag=etag)
    response: HttpResponseBase
    if confirmed is not None and confirmed.status_code == 304:
        response = confirmed
    else:
        response = _bytes(request, version, "" if secret else etag, whole=whole)
    shown = version.content_type if version.content_type in SHOWN else None
    dress(response, shown, neutral_name(placement) if secret else version.filename)
    if secret:
        response["Cache-Control"] = "private, no-store"
        response["X-Accel-Buffering"] = "no"  # nor in the proxy's temporary files
    else:
        response["ETag"] = etag
        # The browser's own copy is shown after the rule has been asked again.
        response["Cache-Control"] = "private, no-cache"
    return response


def send_marked(
    request: ViewerRequest, placement: Placement, person: Person, *, secret: bool
) -> HttpResponseBase:
    """The file with its reader's name and the time on each page, made for this answer alone and kept nowhere.

    Always whole, for the parts of two answers would not fit together. What can't be marked is sent as it is. One
    that takes long is asked for as a bundle: the answer leads there. Raises Http404 if it is gone.
    """
    version = placement.version
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse()
    else:
        try:
            file = marking.marked_now(placement, person)
        except marking.TakesLongError:
            chosen = urlencode({"arende": placement.item_id})
            return HttpResponseRedirect(f"{reverse('bundle', args=[placement.item.meeting_id])}?{chosen}")
        except FileNotFoundError as gone:
            raise Http404 from gone
        response = FileResponse(file)
    dress(response, version.content_type, neutral_name(placement) if secret else version.filename)
    response["Accept-Ranges"] = "none"
    response["Cache-Control"] = "private, no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def is_first_part(request: ViewerRequest) -> bool:
    """Whether a request begins to read: one noted reading for each, not one for each part of a file."""
    asks = request.headers.get("Range", "bytes=0-")
    return request.method == "GET" and asks.startswith("bytes=0-")


def neutral_name(placement: Placement) -> str:
    """What a secret file is called where it is kept: nothing of its title."""
    kind = KINDS.get(placement.version.content_type)
    ending = f".{kind.endings[0]}" if kind else PurePath(placement.version.filename).suffix
    return f"handling-{placement.pk}{ending}"


def _bytes(request: ViewerRequest, version: PaperVersion, etag: str, *, whole: bool) -> HttpResponseBase:
    size = version.size
    in_parts = request.method == "GET" and not whole and _is_the_same(request, etag)
    try:
        part = asked(request.headers.get("Range", ""), size) if in_parts else None
    except UnsatisfiableError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    try:
        file = opened(version)
    except FileNotFoundError as gone:
        raise Http404 from gone
    if part is None:
        all_of_it = FileResponse(file)
        all_of_it["Accept-Ranges"] = "none" if whole else "bytes"
        return all_of_it
    first, last = part
    response = StreamingHttpResponse(Part(file, first, last), status=206)
    response["Accept-Ranges"] = "bytes"
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _is_the_same(request: ViewerRequest, etag: str) -> bool:
    """Whether the parts that the browser has already are of this file, if it asks that (If-Range)."""
    asks = request.headers.get("If-Range")
    return asks is None or (bool(etag) and asks == etag)
