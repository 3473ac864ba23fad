"""The secretary's prints and addresses: for the bodies whose secretary somebody is; to all others nothing is there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from extranet.access import desk
from extranet.access.rights import Rights, rights_of
from extranet.delivery import addresses, printing
from extranet.delivery.models import Printing
from extranet.delivery.presentation import Prints, prints
from extranet.meetings.models import Meeting
from intranet.access.requests import ViewerRequest
from intranet.signon.freshness import is_fresh

ONE_SIDED = "enkel"


@require_http_methods(["GET", "HEAD", "POST"])
def desk_prints(request: ViewerRequest, pk: int) -> HttpResponse:
    """What is to be printed for whom, what has been, and what of it has been posted."""
    rights = rights_of(request.viewer, fresh=is_fresh(request))
    meeting = _at_desk(rights, pk)
    double_sided = request.GET.get("sidor", "") != ONE_SIDED
    if request.method != "POST":
        return _show(request, meeting, prints(rights, request.viewer, meeting, double_sided))
    # Two who note at the same time come one after the other, and the second sees what the first has noted.
    Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    if "posted" in request.POST:
        return _post(request, meeting)
    if "take_back" in request.POST:
        return _take_back(request, meeting)
    return _print(request, rights, meeting, double_sided)


@require_safe
def desk_addresses(request: ViewerRequest, pk: int) -> HttpResponse:
    """The address list, to print as labels or as a list."""
    rights = rights_of(request.viewer)
    meeting = _at_desk(rights, pk)
    context = {
        **_frame(meeting, _("Adresser"), deeper=True),
        "labels": addresses.labels(request.viewer, meeting),
    }
    return render(request, "extranet/delivery/addresses.html", context)


@require_safe
def desk_addresses_csv(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_of(request.viewer)
    meeting = _at_desk(rights, pk)
    told = addresses.as_table(addresses.labels(request.viewer, meeting))
    name = f"adresser-{meeting.body.slug}-{timezone.localdate(meeting.starts):%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(told, content_type="text/csv; charset=utf-8", headers=headers)


def _at_desk(rights: Rights, pk: int) -> Meeting:
    found = desk.meetings(rights, Meeting.objects.select_related("body")).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _print(request: ViewerRequest, rights: Rights, meeting: Meeting, double_sided: bool) -> HttpResponse:
    shown = prints(rights, request.viewer, meeting, double_sided, sent=request.POST)
    if not shown.is_valid():
        return _show(request, meeting, shown)
    noted, now = 0, timezone.now()
    for row in shown.rows:
        if row.ticked and row.noted:
            printing.note(
                meeting,
                row.parcel.reader.person,
                row.noted,
                row.form.cleaned_data["sheets"],
                double_sided=double_sided,
                by=request.viewer.person,  # type: ignore[arg-type]
                now=now,
            )
            noted += 1
    if noted:
        text = ngettext("En utskrift är antecknad.", "%(count)d utskrifter är antecknade.", noted)
        messages.success(request, text % {"count": noted})
    else:
        messages.warning(request, _("Inget antecknades. Kryssa för dem du har skrivit ut åt."))
    return redirect(_back(meeting, double_sided))


def _post(request: ViewerRequest, meeting: Meeting) -> HttpResponse:
    chosen = [int(pk) for pk in request.POST.getlist("printing") if pk.isdecimal()]
    count = printing.post(meeting, chosen, timezone.now())
    if count:
        text = ngettext("En försändelse är antecknad.", "%(count)d försändelser är antecknade.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.warning(request, _("Inget antecknades. Kryssa för det du har skickat eller lämnat."))
    return redirect("desk_prints", meeting.pk)


def _take_back(request: ViewerRequest, meeting: Meeting) -> HttpResponse:
    pk = request.POST["take_back"]
    found = Printing.objects.filter(meeting=meeting, pk=int(pk) if pk.isdecimal() else 0).first()
    if found is None:
        messages.warning(request, _("Anteckningen är redan borttagen."))
    else:
        printing.take_back(found)
        messages.success(request, _("Anteckningen är borttagen. Handlingarna står som kvar att skriva ut."))
    return redirect("desk_prints", meeting.pk)


def _show(request: ViewerRequest, meeting: Meeting, shown: Prints) -> HttpResponse:
    wanted = request.GET.get("ta-bort", "")
    taking_back = next((each for each in shown.noted if str(each.printing.pk) == wanted), None)
    context = {**_frame(meeting, _("Utskrift och post")), "shown": shown, "taking_back": taking_back}
    return render(request, "extranet/delivery/prints.html", context)


def _frame(meeting: Meeting, title: str, *, deeper: bool = False) -> dict[str, Any]:
    prints_url = reverse("desk_prints", args=[meeting.pk])
    crumbs = [
        {"title": _("Bered sammanträden"), "url": reverse("desk")},
        {"title": meeting.body.name, "url": reverse("desk_meeting", args=[meeting.pk])},
    ]
    if deeper:
        crumbs.append({"title": _("Utskrift och post"), "url": prints_url})
    return {"page": {"title": title}, "breadcrumbs": crumbs, "meeting": meeting, "prints_url": prints_url}


def _back(meeting: Meeting, double_sided: bool) -> str:
    address = reverse("desk_prints", args=[meeting.pk])
    return address if double_sided else f"{address}?sidor={ONE_SIDED}"
