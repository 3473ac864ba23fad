"""The inbox, the way from a notice to its object, and one's choices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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
from intranet.notices import choices, inbox, reading
from intranet.notices.forms import AllForm, ChoicesForm, FilterForm
from intranet.notices.kinds import Kind, kinds
from intranet.notices.models import Notice
from intranet.notices.opening import fetches_ahead
from intranet.notices.presentation import by_day

PAGE_SIZE = 20
TO_TAKE_BACK = timedelta(hours=1)
"""So long what was marked all at once can be made unread all at once."""
NOT_NOW = 503
"""Tells a browser that fetches ahead that there is nothing to keep; it asks again when the link is followed."""


@require_safe
@never_cache
def notices(request: ViewerRequest) -> HttpResponse:
    """All of one's notices, newest first by day, unread ones marked.

    `?slag=` for one kind, `?olasta=on` for unread ones, `?sida=`; `?markerade=` offers to take back what was
    marked as read in that moment.
    """
    person = request.viewer.person
    if person is None:
        raise Http404
    now = timezone.now()
    mine = inbox.of(request.viewer, at=now)
    there = set(mine.order_by().values_list("kind", flat=True).distinct())
    chosen = request.GET.get("slag", "")
    chosen = chosen if chosen in there else ""
    only_unread = bool(request.GET.get("olasta"))
    shown = mine.filter(kind=chosen) if chosen else mine
    shown = shown.unread() if only_unread else shown
    page_obj = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("sida"))
    entries = inbox.entries(request.viewer, page_obj.object_list)
    offered = [kind for kind in kinds() if kind.code in there]
    context = {
        "days": by_day(entries, inbox.doers(request.viewer, entries)),
        "page_obj": page_obj,
        "filters": FilterForm({"slag": chosen, "olasta": only_unread}, kinds=offered) if offered else None,
        "chosen": chosen,
        "only_unread": only_unread,
        "query": _kept(request, chosen),
        "until": now.isoformat(),
        "unread": inbox.unread(request).text,
        "marked": _marked(request, now),
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
        reading.mark(request.viewer, [entry.notice])
    return redirect(entry.line.url)


@require_POST
def notice_reading(request: ViewerRequest, pk: int) -> HttpResponse:
    """Mark one notice as read, or as unread again, without opening it; 404 as `notice`."""
    found = inbox.entries(request.viewer, inbox.of(request.viewer, Notice.objects.filter(pk=pk)))
    if not found:
        raise Http404
    match request.POST.get("som"):
        case "last":
            reading.mark(request.viewer, [found[0].notice])
        case "olast":
            reading.mark_unread(request.viewer, Notice.objects.filter(pk=pk))
        case _:
            raise BadRequest("som is neither")
    return redirect(f"{_address(**_wanted(request))}#notis-{pk}")


@require_POST
def notices_read(request: ViewerRequest) -> HttpResponse:
    """Mark all as read that the page showed when it was made; what has come since stays unread."""
    if request.viewer.person is None:
        raise Http404
    until = _moment(request.POST.get("until", ""))
    wanted = _wanted(request)
    moment = reading.mark_read(request.viewer, until, wanted.get("slag", ""))
    return redirect(_address(**wanted, markerade=moment.isoformat()))


@require_POST
def notices_unread(request: ViewerRequest) -> HttpResponse:
    """Take back that all were marked as read: those that were in the moment which is told."""
    if request.viewer.person is None:
        raise Http404
    moment = _moment(request.POST.get("markerade", ""))
    if timezone.now() - moment > TO_TAKE_BACK:
        messages.warning(request, gettext("Det har gått för lång tid. Markera dem som olästa en och en."))
        return redirect(_address(**_wanted(request)))
    count = reading.mark_unread(request.viewer, Notice.objects.filter(seen_at=moment))
    text = ngettext("%(count)s notis är oläst igen.", "%(count)s notiser är olästa igen.", count)
    messages.success(request, text % {"count": count})
    return redirect(_address(**_wanted(request)))


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


def _marked(request: ViewerRequest, now: datetime) -> dict[str, object] | None:
    """What was just marked as read, as the page tells it; None for nothing, and for what was long ago."""
    try:
        moment = _moment(request.GET.get("markerade", ""))
    except BadRequest:
        return None
    if not timedelta() <= now - moment <= TO_TAKE_BACK:
        return None
    count = reading.marked_at(request.viewer, moment)
    text = ngettext("%(count)s notis är läst.", "%(count)s notiser är lästa.", count)
    return {"moment": moment.isoformat(), "count": count, "text": text % {"count": count}}


def _kept(request: ViewerRequest, chosen: str) -> dict[str, str]:
    """The page that the reader is on, for what comes back to it."""
    asked = {"slag": chosen, "olasta": request.GET.get("olasta"), "sida": request.GET.get("sida")}
    return {name: value for name, value in asked.items() if value}


def _wanted(request: ViewerRequest) -> dict[str, str]:
    """What a form of the page sent along of where it stood. Raises BadRequest for a kind that there is not."""
    wanted = {name: request.POST.get(name, "")[:60] for name in ("slag", "olasta", "sida")}
    if wanted["slag"] and wanted["slag"] not in {known.code for known in kinds()}:
        raise BadRequest("slag is no kind of notice")
    return {name: value for name, value in wanted.items() if value}


def _address(**query: str) -> str:
    address = reverse("notices")
    return f"{address}?{urlencode(query)}" if query else address
