"""What somebody has been told of is read when they have opened it, whichever way they came.

The view that shows an object says so here. What is unread has been asked for the header's sake already, so that
nothing is asked, or written, where there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from intranet.access.requests import ViewerRequest
from intranet.notices import inbox
from intranet.notices.kinds import kinds
from intranet.notices.models import Notice

BACKGROUND = "X-Background"
"""The header of what an open page's script sends and asks for: its reader may be elsewhere."""


def opened(request: ViewerRequest, obj: Model, *, in_editor: bool = False) -> int:
    """Mark what the viewer has been told of an object as read; returns how many notices.

    Called before the page is rendered, whose header then counts no more than is left. Only a visit marks:
    neither a HEAD request nor a browser that fetches ahead nor a page's script has read anything. What leads
    to the editor is read there (`in_editor`), and not on the site. Looks at the newest unread ones, as many as
    are counted.
    """
    known = [kind for kind in kinds() if isinstance(obj, kind.model_class)]
    codes = {kind.code for kind in known if in_editor or not kind.in_editor}
    return _read(request, codes, lambda notice: notice.object_id == obj.pk)


def list_opened(request: ViewerRequest, kind: str) -> int:
    """The same for a list in which all stands that a kind tells of, and where its notices lead to."""
    return _read(request, {kind}, lambda _notice: True)


def _read(request: ViewerRequest, codes: set[str], is_about: Callable[[Notice], bool]) -> int:
    viewer = request.viewer
    if viewer.person is None or not viewer.has_role or not _is_visit(request):
        return 0
    newest = inbox.unread(request).newest
    read = [notice for notice in newest if notice.kind in codes and is_about(notice)]
    if not read:
        return 0
    inbox.keep_unread(request, tuple(notice for notice in newest if notice not in read))
    # By object: what stood behind one of these (`Kind.covered_by`) is read with it.
    objects = {notice.object_id for notice in read}
    mine = Notice.objects.filter(person=viewer.person, kind__in=codes, object_id__in=objects)
    now = timezone.now()
    return mine.unread().shown(now).update(seen_at=now)


def _is_visit(request: HttpRequest) -> bool:
    return request.method == "GET" and not fetches_ahead(request) and BACKGROUND not in request.headers


def fetches_ahead(request: HttpRequest) -> bool:
    """Whether a browser asks for what its reader may never open."""
    purpose = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    return "prefetch" in purpose.lower()
