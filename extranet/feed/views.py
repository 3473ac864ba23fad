"""One's own addresses of the calendar, and the calendar itself."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from extranet.access.rights import rights_of
from extranet.feed import calendar, pace, tokens
from extranet.feed.forms import NewAddressForm
from extranet.feed.models import CalendarToken
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import viewer_of
from intranet.signon.eligibility import standing_of

TOKEN = "nyckel"  # noqa: S105  the name of the parameter
"""In the query, which stands in no log: the path does."""
AGAIN = "ny"


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_addresses(request: ViewerRequest) -> HttpResponse:
    """Those that somebody has, and a form for another: shown in the answer to the form, and never again."""
    person = _me(request)
    if request.method == "POST":
        form = NewAddressForm(request.POST)
        if form.is_valid():
            return _made(request, person, form.cleaned_data["name"])
        return _page(request, person, form)
    return _page(request, person, NewAddressForm())


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_revoke(request: ViewerRequest, pk: int) -> HttpResponse:
    """Asked for, and then done; with a new one in its place, if that is wished."""
    person = _me(request)
    token = tokens.in_force(person).filter(pk=pk).first()
    if token is None:
        raise Http404
    if request.method == "POST":
        tokens.revoke(token)
        if AGAIN in request.POST:
            return _made(request, person, token.name)
        messages.success(request, _("Adressen är återkallad. Kalendern hämtar inget mer med den."))
        return redirect("calendar")
    context = {"page": {"title": _("Återkalla adressen")}, "breadcrumbs": _way(own=True), "token": token}
    return render(request, "extranet/feed/revoke.html", context)


@login_not_required
@require_safe
def calendar_feed(request: ViewerRequest) -> HttpResponse:
    """The calendar of whoever the token belongs to. It alone decides: no session is looked at, and none begins."""
    sent = request.GET.get(TOKEN, "")
    if pace.is_too_often(tokens.hashed(sent)):
        return _plain(429, {"Retry-After": str(pace.SECONDS)})
    token = tokens.find(sent)
    if token is None:
        return _plain(404)
    viewer = viewer_of(token.person)
    if not standing_of(viewer).allowed:
        return _plain(404)
    tokens.note_use(token, viewer.today)
    body = calendar.written(rights_of(viewer))
    etag = quote_etag(sha256(body).hexdigest())
    known = get_conditional_response(request, etag=etag)
    response = known if known is not None and known.status_code == 304 else HttpResponse(body)
    response["ETag"] = etag
    response["Content-Type"] = "text/calendar; charset=utf-8"
    response["Content-Disposition"] = 'inline; filename="sammantraden.ics"'
    return _kept_nowhere(response)


def _plain(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """The same for whatever was sent; not the log-in, which a calendar program would take for a calendar."""
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8", headers=headers)
    response.answers_programs = True  # type: ignore[attr-defined]  # see SignOnMiddleware
    return _kept_nowhere(response)


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _made(request: ViewerRequest, person: int, name: str) -> HttpResponse:
    try:
        token = tokens.make(person, name)
    except tokens.TooManyError:
        messages.warning(request, _("Du har redan så många adresser som går. Återkalla en först."))
        return redirect("calendar")
    address = f"{settings.SITE_URL.rstrip('/')}{reverse('calendar_feed')}?{urlencode({TOKEN: token})}"
    parts = urlsplit(address)
    context = {
        "page": {"title": _("Din nya kalenderadress")},
        "breadcrumbs": _way(own=True),
        "address": address,
        "subscribe": parts._replace(scheme="webcal").geturl(),
        "name": name,
    }
    return render(request, "extranet/feed/made.html", context)


def _page(request: ViewerRequest, person: int, form: NewAddressForm) -> HttpResponse:
    mine: list[CalendarToken] = list(tokens.in_force(person))
    context = {
        "page": {"title": _("Kalender")},
        "breadcrumbs": _way(),
        "tokens": mine,
        "form": form if len(mine) < tokens.MOST else None,
        "today": timezone.localdate(),
    }
    return render(request, "extranet/feed/addresses.html", context)


def _me(request: ViewerRequest) -> int:
    if request.viewer.person is None:
        raise Http404
    return int(request.viewer.person.pk)


def _way(*, own: bool = False) -> list[dict[str, str]]:
    way = [{"title": _("Sammanträden"), "url": reverse("meetings")}]
    if own:
        way.append({"title": _("Kalender"), "url": reverse("calendar")})
    return way
