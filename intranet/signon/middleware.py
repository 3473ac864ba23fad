"""The door: who is not signed in is led to the log-in, who may no longer be is signed out.

Closed by default. A view is open to all if it is marked with Django's `login_not_required`, or named in
`ASKS_THE_RULE` because it asks the access rule itself. To somebody who is not signed in, an address that is
closed and one that does not exist look the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import is_valid_path, reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from intranet.access.viewer import Viewer, resolve
from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.signon.eligibility import Standing, standing_of
from intranet.signon.rooms import rooms_of

ASKS_THE_RULE = frozenset(
    {
        "wagtail_serve",
        "wagtailcore_authenticate_with_password",
        "wagtaildocs_serve",
        "document",
        "document_text",
        "document_version",
        "document_by_id",
        "wagtailimages_serve",
        "media",
        "page_by_id",
    }
)


View = TypeVar("View", bound=Callable[..., Any])


def answers_the_signed_out(view: View) -> View:
    """For a view that keeps what somebody sends it who has been signed out meanwhile.

    It raises Http404 for them, as for what is not there, and so they are led to the log-in like everybody else.
    """
    view.answers_the_signed_out = True  # type: ignore[attr-defined]
    return view


class Request(WSGIRequest):
    """For the type checker: what the middlewares before this one have put on a request."""

    htmx: HtmxDetails
    viewer: Viewer
    signed_in: bool


class SignOnMiddleware:
    """Stands after the viewer's middleware and before the transaction's, which calls the view."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        if _is_missing(response) and not request.user.is_authenticated and not _gets_slash(request):
            return log_in_first(request)
        if getattr(request, "signed_in", False) and not response.has_header("Cache-Control"):
            # A shared computer's back button must not show what the one before had read.
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if _is_open(request, view):
            return None
        asks_the_rule = (
            request.resolver_match is not None and request.resolver_match.view_name in ASKS_THE_RULE
        )
        if not request.user.is_authenticated:
            itself = asks_the_rule or (
                request.method == "POST" and getattr(view, "answers_the_signed_out", False)
            )
            return None if itself else log_in_first(request)
        # The viewer costs what the page would pay for it anyway.
        standing = standing_of(request.viewer)
        if not standing.allowed:
            return sign_out(request, standing)
        request.signed_in = True
        if not request.viewer.has_role:
            return _without_a_role(request, asks_the_rule)
        if request.path.startswith(reverse("wagtailadmin_home")) and not request.viewer.uses_admin:
            # Wagtail would lead them to the log-in, and the log-in back again, for ever.
            raise Http404
        return None


def log_in_first(request: Request) -> HttpResponse:
    """The answer to whoever is not signed in, the same whether the address exists or not."""
    if request.htmx:
        seen = request.htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(redirect_to_login(seen, reverse("account_login")).url)
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


def sign_out(request: Request, standing: Standing) -> HttpResponse:
    """End the session of somebody who may no longer sign in, and say why."""
    record(Event.Kind.SIGN_IN_REFUSED, request=request, reason=standing.refusal)
    logout(request)
    request.viewer = SimpleLazyObject(lambda: resolve(request))  # type: ignore[assignment]
    messages.warning(request, standing.text)
    return log_in_first(request)


def _is_open(request: Request, view: Any) -> bool:
    """Whether a view is for everybody. REST framework marks its views so because they ask for themselves: the
    admin's would let in who may no longer sign in."""
    match = request.resolver_match
    marked = getattr(view, "login_required", True) is False
    return marked and (match is None or "wagtailadmin_api" not in match.namespaces)


def _without_a_role(request: Request, asks_the_rule: bool) -> HttpResponse | None:
    """Their own account, and where they are let read or do something for all that."""
    account, rooms = reverse("profile"), rooms_of(request.viewer)
    if request.path == "/":
        return redirect(rooms[0] if rooms else account)
    if asks_the_rule or request.path.startswith((account, *rooms)):
        return None
    raise Http404


def _is_missing(response: HttpResponse) -> bool:
    """A 404, but for a program's: what asks by a token of its own has no use for a log-in page."""
    return response.status_code == 404 and not getattr(response, "answers_programs", False)


def _gets_slash(request: Request) -> bool:
    """Whether CommonMiddleware will lead the request to the same address with a slash at its end."""
    path = request.path_info
    return not path.endswith("/") and not is_valid_path(path) and bool(is_valid_path(f"{path}/"))
