"""Serving what lies under MEDIA: documents, images and their renditions, each by the rule.

There is no other way to these bytes: the proxy is told which file to send only after the view has said yes.
"""

from __future__ import annotations

import posixpath
from hashlib import sha256
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionMember

from intranet.access import files as access
from intranet.access.models import Audience
from intranet.access.requests import ViewerRequest
from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.files.detect import shown_type
from intranet.files.documents import CustomDocument
from intranet.files.permissions import may_edit
from intranet.notices.opening import opened

# Audiences that leave somebody out who has a role.
NARROW = (Audience.EMPLOYEES, Audience.ELECTED, Audience.GROUPS)


@require_safe
def document(request: ViewerRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """The newest file of a document, whatever name an old link has for it; 404 alike for missing and not the reader's.

    The name in the address decides nothing: it tells neither whether the document exists nor what it is called.
    """
    found = _opened(request, document_id)
    if found.is_withdrawn and not may_edit(request.viewer, found):
        return _to_its_page(found)
    response = _send(request, str(found.file.name), found.filename)
    _log(request, response, found)
    return response


@require_safe
def document_by_id(request: ViewerRequest, document_id: int) -> HttpResponseBase:
    """Where a link in a text leads: to the file, if the reader may open it; to the page of one that is withdrawn."""
    found = _opened(request, document_id)
    if found.is_withdrawn:
        return _to_its_page(found)
    return _unkept(redirect(found.url))


@require_safe
def document_version(request: ViewerRequest, document_id: int, number: int) -> HttpResponseBase:
    """A file that a document had. What was replaced may have been so for a reason: for those who may edit it."""
    found = _opened(request, document_id)
    version = found.versions.filter(number=number).first()
    if version is None or not may_edit(request.viewer, found):
        raise Http404
    response = _send(request, version.file.name, version.filename or found.filename)
    _log(request, response, found)
    return response


def _opened(request: ViewerRequest, document_id: int) -> CustomDocument:
    """The document, if it opens for the reader, who has seen it then. Raises Http404."""
    documents = access.open_to(request.viewer, CustomDocument.objects.select_related("collection"))
    found = documents.filter(pk=document_id).first()
    if found is None:
        raise Http404
    opened(request, found)
    return found


def _to_its_page(found: CustomDocument) -> HttpResponseBase:
    return _unkept(redirect(found))


def _unkept(response: HttpResponseBase) -> HttpResponseBase:
    """Where it leads is another place tomorrow, and nothing to those who may not go there."""
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def media(request: ViewerRequest, path: str) -> HttpResponseBase:
    """An image or a rendition by its place under MEDIA; documents have no address here."""
    viewer = request.viewer
    if posixpath.normpath(path) != path or path.startswith(("/", "..")):
        raise Http404
    images = access.open_to(viewer, get_image_model().objects.select_related("collection"))
    original = images.filter(file=path).first()
    rendition = get_image_model().get_rendition_model()
    if original is None and not rendition.objects.filter(file=path, image__in=images.values("pk")).exists():
        raise Http404
    response = _send(request, path, posixpath.basename(path))
    if original is not None:
        _log(request, response, original)
    return response


def _log(request: ViewerRequest, response: HttpResponseBase, file: CollectionMember) -> None:
    """Note the download of a file that is not for everybody with a role: once, not for each piece of it."""
    begins = request.headers.get("Range", "bytes=0-").startswith("bytes=0-")
    if request.method == "GET" and response.status_code == 200 and begins and _is_restricted(file):
        record(Event.Kind.FILE_DOWNLOADED, request=request, obj=file)


def _is_restricted(file: CollectionMember) -> bool:
    """Whether its collection, or one above it, narrows who may have the file; one query."""
    path, step = file.collection.path, Collection.steplen
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    narrowed = Q(view_restrictions__isnull=False) | Q(collection_audience__audience__in=NARROW)
    return Collection.objects.filter(narrowed, path__in=above).exists()


def _send(request: ViewerRequest, name: str, filename: str) -> HttpResponseBase:
    """The bytes themselves, or the word to the proxy to send them. Raises Http404 if the file is gone."""
    try:
        etag = f'"{name}:{default_storage.size(name)}:{default_storage.get_modified_time(name).timestamp()}"'
    except FileNotFoundError as gone:
        raise Http404 from gone
    unchanged = get_conditional_response(request, etag=quote_etag(sha256(etag.encode()).hexdigest()))
    response = unchanged or _bytes(name)
    dress(response, shown_type(name), filename)
    response["ETag"] = quote_etag(sha256(etag.encode()).hexdigest())
    # A shared cache must not keep what was served to one reader; their own must ask again, and the rule with it.
    response["Cache-Control"] = "private, no-cache"
    return response


def dress(response: HttpResponseBase, shown: str | None, filename: str) -> None:
    """Say what a file is and what it may do: shown as a type that browsers show safely, or else downloaded.

    Nothing in it can run. A confirmation (304) says nothing of the file itself.
    """
    if response.status_code != 304:
        response["Content-Type"] = shown or "application/octet-stream"
        disposition = "inline" if shown else "attachment"
        response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(filename)}"
    response["X-Content-Type-Options"] = "nosniff"
    # Browsers show no PDF inside a sandbox; theirs is one already.
    sandbox = "" if shown == "application/pdf" else "; sandbox"
    response["Content-Security-Policy"] = f"default-src 'none'; style-src 'unsafe-inline'{sandbox}"


def _bytes(name: str) -> HttpResponseBase:
    if settings.SENDFILE == "nginx":
        response = HttpResponse()
        response["X-Accel-Redirect"] = "/_protected/" + quote(name)
        return response
    return FileResponse(default_storage.open(name))
