"""Acts by which a page becomes stricter than its files without being published.

What opens is stopped: a page that is moved or copied to where it is for fewer, a collection that is opened. Nothing
is changed, and the same act is offered again with the files moved. What closes is never held up, since
somebody may be in a hurry: it is done, and which files are still open is shown at once, with the button that moves
them.

Wagtail's views have no hooks for most of this, and what follows from an act is seen best when it has been done. So
each is done in a transaction, looked at, and taken back if it is to be stopped.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from django.contrib import messages as pending
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Page

from intranet.access.admin.asking import may_meet
from intranet.access.viewer import viewer_of
from intranet.files import exposure, stricter
from intranet.files.admin.standing import Standing
from intranet.files.exposure import Exposure, Pair

CLOSING = frozenset(
    {
        "wagtailadmin_pages:set_privacy",
        "section_audience:add",
        "section_audience:edit",
        "section_audience:delete",
    }
)
COPYING = "wagtailadmin_pages:copy"
BULK = "wagtail_bulk_action"
OPENING = frozenset(
    {
        "wagtailadmin_pages:move_confirm",
        COPYING,
        "wagtailadmin_collections:edit",
        "wagtailadmin_collections:set_privacy",
        "collection_audience:add",
        "collection_audience:edit",
        "collection_audience:delete",
    }
)
OPENING_IN_BULK = frozenset(
    {("page", "move"), ("customdocument", "add_to_collection"), ("customimage", "add_to_collection")}
)
MOVE_TOO = "flytta_filerna"
"""Set when the same is asked for again, with the files moved first."""
LIVE_COPIES = ("publish_copies", "alias")


class ClosingMiddleware:
    """Stands after the guard, whose answers are nobody's change, and before the transaction of each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        act = _act(request)
        if not act:
            return self.get_response(request)
        with transaction.atomic():
            before = exposure.look()
            response = self.get_response(request)
            if response.status_code >= 400:
                return response
            after = exposure.look()
            worse = after.worse_than(before)
            if not worse:
                return response
            if act in CLOSING:
                return _show(request, response, after, worse)
            if request.POST.get(MOVE_TOO) and _is_settled(request, before, after, worse):
                return response
            transaction.set_rollback(True)
        return _stop(request, act, after, worse)


def _act(request: HttpRequest) -> str:
    """The name of the view, if it is one of those; empty for anything else."""
    if request.method != "POST" or not request.path.startswith(reverse("wagtailadmin_home")):
        return ""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return ""
    if match.view_name == BULK:
        done = (match.kwargs["model_name"], match.kwargs["action"])
        return BULK if done in OPENING_IN_BULK else ""
    return match.view_name if match.view_name in CLOSING | OPENING else ""


def _is_settled(request: HttpRequest, before: Exposure, after: Exposure, worse: frozenset[Pair]) -> bool:
    """Move what this person may move to where it fits; whether nothing is left."""
    stricter.move_to_fit(Standing(request.viewer, after, worse).movable())  # type: ignore[attr-defined]
    return not exposure.look().worse_than(before)


def _stop(request: HttpRequest, act: str, after: Exposure, worse: frozenset[Pair]) -> HttpResponse:
    list(pending.get_messages(request))  # that it was done, which it is not
    standing = Standing(request.viewer, after, worse)  # type: ignore[attr-defined]
    copying = act == COPYING
    filing = act == BULK and "collection" in request.POST
    left_out = {MOVE_TOO, "csrfmiddlewaretoken", *(LIVE_COPIES if copying else ())}
    context = {
        **standing.told(),
        "again": [
            (name, value)
            for name in request.POST
            if name not in left_out
            for value in request.POST.getlist(name)
        ],
        "address": request.get_full_path(),
        "copying": copying,
        "move_too": "" if copying or filing or not standing.all_can_move() else MOVE_TOO,
        "page_title": "Sidan är för färre än filerna",
        "header_icon": "warning",
        "header_title": "Sidan är för färre än filerna",
    }
    if is_script(request):
        return render_modal_workflow(
            request, "files/admin/stopped_dialog.html", None, context, json_data={"step": "set_privacy"}
        )
    return TemplateResponse(request, "files/admin/stopped.html", context, status=409).render()


def _show(
    request: HttpRequest, response: HttpResponse, after: Exposure, worse: frozenset[Pair]
) -> HttpResponse:
    """What was closed is closed; which files are not is said in the same breath."""
    standing = Standing(request.viewer, after, worse)  # type: ignore[attr-defined]
    page = _root_of(after, worse)
    # Whoever has closed a place to themselves too can't go there any more, but is to know.
    mine = page if page is not None and may_meet(viewer_of(request.user), page) else None
    if is_script(request):
        context = {**standing.told(), "page": mine}
        return render_modal_workflow(
            request, "files/admin/still_open_dialog.html", None, context, json_data={"step": "set_privacy"}
        )
    if mine is not None:
        return redirect("files_still_open", mine.pk)
    names = ", ".join(f"”{each['file'].title}”" for each in standing.told()["files"])
    messages.warning(request, f"{standing.said()} {names}".strip())
    return response


def _root_of(after: Exposure, worse: frozenset[Pair]) -> Page | None:
    """The page that all of these lie at or below."""
    paths = sorted(after.paths[page] for _, page in worse)
    shared = 0
    while paths[0][: shared + Page.steplen] == paths[-1][: shared + Page.steplen] and shared < len(paths[0]):
        shared += Page.steplen
    return Page.objects.filter(path=paths[0][:shared]).first()


def is_script(request: HttpRequest) -> bool:
    """Whether a window on top of the page asks, which reads an answer of its own kind."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def dialog_is_done(page: Page) -> HttpResponse:
    """What closes the window for privacy, and says there what the page is now."""
    is_public = not page.get_view_restrictions().exists()
    return HttpResponse(
        json.dumps({"step": "set_privacy_done", "is_public": is_public}), content_type="text/javascript"
    )
