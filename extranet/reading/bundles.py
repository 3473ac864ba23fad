"""All of a meeting in one file: choosing, how far it has come, and the file. The rule is asked at each step."""

from __future__ import annotations

from functools import partial

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from extranet.access import meetings as meeting_rule
from extranet.access.rights import Rights
from extranet.bundles import files, limits, names, zips
from extranet.bundles.contents import Contents, gather
from extranet.bundles.models import Made, Order
from extranet.bundles.ordering import RefusedError, contents_for, place_order
from extranet.meetings.models import Meeting
from extranet.papers.storing import opened
from extranet.reading import logged
from extranet.reading.asking import me, rights_now
from extranet.reading.bundle_form import BundleForm
from intranet.access.requests import ViewerRequest
from intranet.files.serve import dress
from intranet.files.types import PDF, ZIP
from intranet.signon.freshness import step_up, step_up_url


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def bundle(request: ViewerRequest, pk: int) -> HttpResponseBase:
    """What of a meeting is wanted; sent, it leads to the file, or to where one sees how far it has come."""
    rights = rights_now(request)
    meeting = _meeting(rights, pk)
    form = BundleForm(rights, meeting, request.POST or None, request.GET.get("arende", ""))
    if request.method == "POST" and form.is_valid():
        try:
            return _asked(request, rights, meeting, form)
        except RefusedError as refused:
            form.add_error(None, str(refused))
    context = {
        "page": {"title": _("Hämta handlingarna")},
        "breadcrumbs": _way(meeting),
        "meeting": meeting,
        "form": form,
        "unlock_url": step_up_url(request, request.path) if form.locked else "",
    }
    return render(request, "extranet/bundles/choose.html", context)


def _asked(request: ViewerRequest, rights: Rights, meeting: Meeting, form: BundleForm) -> HttpResponseBase:
    """Raises RefusedError."""
    wish = form.wish
    contents = contents_for(rights, meeting, wish)
    if wish.form == Order.Form.ZIP and not any(piece.marked for piece in contents.pieces):
        logged.reads_bundle(request, rights, meeting, [piece.placement for piece in contents.pieces])
        return _zip(meeting, contents)
    order = place_order(rights, meeting, wish, contents)
    ready = order.work.state == Made.State.READY
    return HttpResponseRedirect(reverse("bundle_file" if ready else "bundle_order", args=[order.pk]))


@require_safe
@never_cache
def bundle_order(request: ViewerRequest, pk: int) -> HttpResponse:
    """How far it has come. Another person's order does not exist."""
    rights = rights_now(request)
    order, contents = _order(request, rights, pk)
    work = order.work
    # What a step-up alone hides has not changed.
    changed = contents.manifest != order.manifest and not (order.fresh and not rights.fresh)
    context = {
        "page": {"title": _("Hämta handlingarna")},
        "breadcrumbs": _way(order.meeting),
        "order": order,
        "work": work,
        "changed": changed or work.problem == Made.Problem.CHANGED,
        "is_ready": work.state == Made.State.READY and not _is_over(order),
        "pending": work.is_pending and not changed,
        "kept_minutes": int(limits.KEPT.total_seconds() // 60),
    }
    return render(request, "extranet/bundles/order.html", context)


@require_safe
def bundle_file(request: ViewerRequest, pk: int) -> HttpResponseBase:
    """The file, if it holds just what whoever asked may open now."""
    rights = rights_now(request)
    order, contents = _order(request, rights, pk)
    if order.fresh and not rights.fresh:
        return step_up(request)
    work = order.work
    if work.state != Made.State.READY or contents.manifest != order.manifest or _is_over(order):
        return HttpResponseRedirect(reverse("bundle_order", args=[order.pk]))
    try:
        file = files.path(work.file).open("rb")
    except FileNotFoundError:
        return HttpResponseRedirect(reverse("bundle_order", args=[order.pk]))
    if request.method == "GET":
        logged.reads_bundle(request, rights, order.meeting, [piece.placement for piece in contents.pieces])
    response = FileResponse(file, content_type=PDF if order.form == Order.Form.PDF else ZIP)
    return _dressed(response, order.meeting, order.form)


def _zip(meeting: Meeting, contents: Contents) -> HttpResponseBase:
    """Streamed: it lies on no disk, and is never whole in memory."""
    listed = [
        zips.Entry(name, partial(opened, piece.placement.version), piece.placement.version.made_at)
        for name, piece in names.in_zip(contents)
    ]
    return _dressed(StreamingHttpResponse(zips.pieces(listed)), meeting, Order.Form.ZIP)


def _dressed(response: HttpResponseBase, meeting: Meeting, form: str) -> HttpResponseBase:
    dress(response, PDF if form == Order.Form.PDF else None, names.of_bundle(meeting, form))
    response["Cache-Control"] = "private, no-store"
    response["X-Accel-Buffering"] = "no"  # nor in the proxy's temporary files
    response["Accept-Ranges"] = "none"
    return response


def _meeting(rights: Rights, pk: int) -> Meeting:
    """Raises Http404 for one that is not known."""
    meeting = meeting_rule.known_to(rights, Meeting.objects.select_related("body")).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    return meeting


def _order(request: ViewerRequest, rights: Rights, pk: int) -> tuple[Order, Contents]:
    """One's own, of a meeting that is known, with what it would hold now. Raises Http404."""
    mine = Order.objects.filter(person=me(request)).select_related("bundle", "meeting__body")
    order = mine.filter(pk=pk).first()
    if order is None:
        raise Http404
    _meeting(rights, order.meeting_id)
    return order, gather(rights, order.meeting, order.items, secret=order.fresh)


def _is_over(order: Order) -> bool:
    """Whether what was made for one alone has been there for as long as it is kept, swept or not."""
    return order.bundle is None and timezone.now() - order.since > limits.KEPT


def _way(meeting: Meeting) -> list[dict[str, str]]:
    return [
        {"title": _("Sammanträden"), "url": reverse("meetings")},
        {"title": meeting.body.name, "url": reverse("body", args=[meeting.body.slug])},
        {
            "title": date_format(timezone.localtime(meeting.starts), "j F Y"),
            "url": reverse("meeting", args=[meeting.pk]),
        },
    ]
