"""The inbox, the way from a notice to its object, and one's choices."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.access.requests import ViewerRequest
from intranet.mail import undelivered
from intranet.notices import choices, inbox
from intranet.notices.forms import AllForm, ChoicesForm, KindForm
from intranet.notices.kinds import Kind, kinds
from intranet.notices.models import Notice
from intranet.notices.opening import fetches_ahead
from intranet.notices.presentation import by_day

PAGE_SIZE = 20
NOT_NOW = 503
"""Tells a browser that fetches ahead that there is nothing to keep; it asks again when the link is followed."""


@require_safe
@never_cache
def notices(request: ViewerRequest) -> HttpResponse:
    """All of one's notices, newest first by day, unread ones marked (`?slag=` for one kind, `?sida=`)."""
    person = request.viewer.person
    if person is None:
        raise Http404
    now = timezone.now()
    mine = inbox.of(request.viewer, at=now)
    there = set(mine.order_by().values_list("kind", flat=True).distinct())
    chosen = request.GET.get("slag", "")
    chosen = chosen if chosen in there else ""
    offered = [kind for kind in kinds() if kind.code in there]
    page_obj = Paginator(mine.filter(kind=chosen) if chosen else mine, PAGE_SIZE).get_page(
        request.GET.get("sida")
    )
    entries = inbox.entries(request.viewer, page_obj.object_list)
    context = {
        "days": by_day(entries, inbox.doers(request.viewer, entries)),
        "page_obj": page_obj,
        "kinds": KindForm({"slag": chosen}, kinds=offered) if len(offered) > 1 else None,
        "chosen": chosen,
        "until": now.isoformat(),
        "unread": inbox.unread(request).text,
        "has_mail": bool(person.email),
        "undelivered": undelivered.of(person.email),
    }
    return render(request, "notices/notices.html", context)


@require_safe
@never_cache
def notice(request: ViewerRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and lead to what it is about; 404 for another's, and for what may not be seen any more.

    Only a visit marks it: neither a HEAD request nor a browser that fetches ahead has read anything.
    """
    found = inbox.entries(request.viewer, inbox.of(request.viewer, Notice.objects.filter(pk=pk)))
    if not found:
        raise Http404
    if fetches_ahead(request):
        return HttpResponse(status=NOT_NOW)
    entry = found[0]
    if request.method == "GET":
        inbox.mark(request.viewer, [entry.notice])
    return redirect(entry.line.url)


@require_POST
def notices_read(request: ViewerRequest) -> HttpResponse:
    """Mark all as read that the page showed when it was made; what has come since stays unread."""
    if request.viewer.person is None:
        raise Http404
    until = _moment(request.POST.get("until", ""))
    kind = request.POST.get("slag", "")
    if kind and kind not in {known.code for known in kinds()}:
        raise BadRequest("slag is no kind of notice")
    count = inbox.mark_read(request.viewer, until, kind)
    text = ngettext("%(count)s notis är läst.", "%(count)s notiser är lästa.", count)
    messages.success(request, text % {"count": count})
    return redirect(_address(kind))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def notice_choices(request: ViewerRequest) -> HttpResponse:
    """Choose for each kind whether, and how soon, it is mailed; who has no address is told so."""
    person = request.viewer.person
    if person is None:
        raise Http404
    offered = choices.to_choose(request.viewer) if person.email else []
    sent = request.POST if request.method == "POST" else None
    all_at_once = sent is not None and "alla_pa_en_gang" in sent
    form = ChoicesForm(
        None if all_at_once else sent,
        kinds=offered,
        initial={code: how.value for code, how in choices.of(person).items()},
    )
    same = AllForm(sent if all_at_once else None)
    if offered and all_at_once and same.is_valid():
        choices.save(person, dict.fromkeys((kind.code for kind in offered), same.cleaned_data["alla"]))
    elif offered and form.is_valid():
        choices.save(person, form.cleaned_data)
    else:
        return render(request, "notices/choices.html", _asked(person.email, form, same, offered))
    messages.success(request, gettext("Dina val är sparade."))
    return redirect("notice_choices")


def _asked(address: str, form: ChoicesForm, same: AllForm, offered: list[Kind]) -> dict[str, object]:
    """What `templates/notices/choices.html` names."""
    return {
        "form": form if offered else None,
        "same": same if len(offered) > 1 else None,
        "address": address,
        "undelivered": undelivered.of(address),
        "breadcrumbs": [{"title": gettext("Notiser"), "url": reverse("notices")}],
        "page": {"title": gettext("Välj vad du får i mejl")},
    }


def _moment(text: str) -> datetime:
    """Raises BadRequest for what no page of ours has written."""
    try:
        moment = parse_datetime(text)
        if moment is not None and timezone.is_aware(moment):
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the first day there is, by a clock that is ahead of ours
        pass
    raise BadRequest("until is no moment")


def _address(kind: str = "") -> str:
    address = reverse("notices")
    return f"{address}?{urlencode({'slag': kind})}" if kind else address
