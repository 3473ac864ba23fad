"""Whether this session has proved a second factor lately: what secret papers ask for (the step-up).

The one place that knows how it was proved. Today that is allauth's record, in the session, of how somebody has
signed in and confirmed; an identity provider that tells when and how it asked can take its place here, and
nobody who asks `is_fresh` will notice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit, urlunsplit

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

Arguments = ParamSpec("Arguments")
SAFE = ("GET", "HEAD")

# A code from the printed list is as good as the telephone that it stands in for.
SECOND_FACTORS = ("totp", "webauthn", "recovery_codes")


def is_fresh(request: HttpRequest) -> bool:
    """Whether whoever is signed in has proved a second factor in this session at most STEP_UP_MINUTES ago.

    A password never makes it fresh. Nor does a moment in the future, a record that does not look as it should,
    or one of somebody else: what cannot be read has not been proved. No query but for the session.
    """
    if not request.user.is_authenticated:
        return False
    now = time.time()
    return any(0 <= now - moment <= settings.STEP_UP_MINUTES * 60 for moment in _proved(request))


def fresh_until(request: HttpRequest) -> datetime | None:
    """Until when `is_fresh` holds if nothing is proved again; None if it does not hold now."""
    if not is_fresh(request):
        return None
    now = time.time()
    latest = max(moment for moment in _proved(request) if moment <= now)
    return datetime.fromtimestamp(latest + settings.STEP_UP_MINUTES * 60, tz=UTC)


def _proved(request: HttpRequest) -> Iterator[float]:
    """When this session has proved a second factor, in seconds since 1970."""
    for record in get_authentication_records(request, request.user):
        if not isinstance(record, dict) or record.get("method") != "mfa":
            continue
        moment = record.get("at")
        if record.get("type") in SECOND_FACTORS and isinstance(moment, float):
            yield moment


def step_up_url(request: HttpRequest, next: str = "") -> str:  # noqa: A002
    """The page where somebody proves it, which leads on to `next`: an address on this site, or it is left out."""
    address = reverse("step_up")
    return f"{address}?{urlencode({'next': next})}" if _is_local(next) else address


def step_up(request: HttpRequest) -> HttpResponse:
    """The answer to whoever is known here and lacks freshness alone: the step-up page, and then back.

    Back is this address, or, for what is not to be asked for anew (a form that was sent), the page that it was
    sent from.
    """
    htmx = getattr(request, "htmx", None)
    if htmx:
        return HttpResponseClientRedirect(step_up_url(request, htmx.current_url_abs_path or ""))
    if request.method in SAFE:
        return HttpResponseRedirect(step_up_url(request, request.get_full_path()))
    sent_from = urlsplit(request.headers.get("referer", ""))
    here = sent_from.netloc == request.get_host()
    return HttpResponseRedirect(
        step_up_url(request, urlunsplit(("", "", sent_from.path, sent_from.query, "")) if here else "")
    )


def fresh_required(view: Callable[Concatenate[Any, Arguments], HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that everybody who gets that far may know of: a fresh second factor first, however it is called."""

    @wraps(view)
    def fresh_view(request: Any, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if is_fresh(request) else step_up(request)

    return fresh_view


def _is_local(address: str) -> bool:
    """Whether it is a path on this site; nothing with a host in it, not even ours."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
