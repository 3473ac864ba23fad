"""Starting a run, working through it, printing it, and the list of runs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.messages import get_messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from home.knowledge.checklist import ChecklistPage
from home.runs import access, listing, starting, ticking
from home.runs.colleagues import colleagues
from home.runs.forms import StartForm
from home.runs.models import Run, RunItem
from home.runs.paper import run_paper
from home.runs.presentation import run_page
from home.runs.ticking import Outcome
from intranet.access import pages as page_access
from intranet.access.requests import ViewerRequest
from intranet.notices.opening import BACKGROUND, opened
from intranet.people.models import Person

ANSWER = "Run-Answer"
"""The header that says what has become of a tick, where a script has sent it (`BACKGROUND`).

Such a tick is answered with the parts of the page that may have changed.
"""


def run_or_404(request: ViewerRequest, pk: int) -> Run:
    """The run, if the viewer may see it; otherwise it does not exist. Whichever of its pages is opened, it is read."""
    runs = access.visible_to(request.viewer, Run.objects.all()).defer("version__content")
    people = ("starter", "lead", "subject", "finished_by")
    run = runs.select_related("version__page", "unit", *people).filter(pk=pk).first()
    if run is None:
        raise Http404
    opened(request, run)
    return run


def me(request: ViewerRequest) -> Person:
    """Whoever asks. Only after a rule has let them through."""
    if request.viewer.person is None:
        raise Http404
    return request.viewer.person


@require_safe
def runs(request: ViewerRequest) -> HttpResponse:
    if not request.viewer.is_employee:
        raise Http404
    page = {"title": _("Genomgångar")}
    return render(request, "home/runs/list.html", {"page": page, **listing.listing(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.non_atomic_requests  # a search is no change: nobody waits for it
def start(request: ViewerRequest, page_pk: int) -> HttpResponse:
    """Start a run of a checklist that is in force, for oneself or for a colleague."""
    viewer = request.viewer
    # By `id`: the key of a page's subclass is a link, which takes a number that no database has for a mistake.
    found = page_access.visible_to(viewer, ChecklistPage.objects.all()).filter(id=page_pk)
    checklist = get_object_or_404(found)
    version = starting.version_to_start(viewer, checklist)
    if version is None:
        raise Http404
    starter = me(request)
    unit = viewer.primary_employment.unit if viewer.primary_employment else None
    likely = [(starter, _("det är du")), *colleagues(viewer, unit)]
    form = StartForm(
        request.POST if request.method == "POST" else None,
        viewer=viewer,
        likely=likely,
        page_path=checklist.path,
        initial={"person": starter.pk, "name": version.title[:120], "start_day": viewer.today},
    )
    if request.method == "POST" and form.is_valid() and not form.searching:
        data = form.cleaned_data
        run = starting.start(
            version, starter, data["person"], data["name"], data["start_day"], form=data["key"]
        )
        messages.success(request, _started(run))
        shares = run.items.exclude(function="").exists()
        return redirect("share_run" if shares else "run", run.pk)
    context = {
        "form": form,
        "checklist": checklist,
        "version": version,
        "page": {"title": _("Starta genomgång")},
        "breadcrumbs": [{"title": checklist.title, "url": checklist.get_url(request)}],
    }
    return render(request, "home/runs/start.html", context)


def _started(run: Run) -> str:
    late = sum(item.was_late_at_start for item in run.items.select_related("run"))
    if not late:
        return _("Genomgången är startad.")
    text = ngettext(
        "Genomgången är startad. %(count)s punkt skulle redan ha varit klar. Gör den i dag, eller ändra dagen.",
        "Genomgången är startad. %(count)s punkter skulle redan ha varit klara. Gör dem i dag, eller ändra dagen.",
        late,
    )
    return text % {"count": late}


@require_safe
def run(request: ViewerRequest, pk: int) -> HttpResponse:
    found = run_or_404(request, pk)
    context = {"page": {"title": found.name}, "saved": _saved(request), **run_page(found, request)}
    return render(request, "home/runs/run.html", context)


def _saved(request: ViewerRequest) -> str:
    """The anchor of the item that was saved on its own page just now: its row says so, where the reader looks."""
    return next((message.extra_tags for message in get_messages(request) if message.extra_tags), "")


@require_safe
def print_run(request: ViewerRequest, pk: int) -> HttpResponse:
    found = run_or_404(request, pk)
    context = run_paper(found, request)
    context["breadcrumbs"] = [*context["breadcrumbs"], {"title": found.name, "url": found.get_absolute_url()}]
    context["page"] = {"title": _("Utskrift")}
    return render(request, "home/runs/print.html", context)


@require_POST
@transaction.non_atomic_requests  # `ticking` opens its own: others don't wait while the answer is written
def tick(request: ViewerRequest, pk: int) -> HttpResponse:
    """Tick (`klar`) or untick (`angra`) an item.

    `nyckel` is the tick's key, `vantat` the seconds it waited, `vem` who made it, if it has waited where somebody
    else may have signed in: nobody's tick becomes another's.
    """
    if request.POST.get("vem", str(me(request).pk)) != str(me(request).pk):
        return HttpResponse(status=409)
    found = run_or_404(request, pk)
    done = "klar" in request.POST
    item = _item(found, request.POST.get("klar") or request.POST.get("angra") or "")
    outcome = make_tick(request, found, item, done) if item else Outcome.REFUSED
    if BACKGROUND in request.headers:
        response = render(request, "home/runs/parts.html", run_page(run_or_404(request, pk), request))
        response[ANSWER] = outcome
        return response
    if outcome != Outcome.TAKEN:
        messages.warning(request, told(outcome))
    anchor = "nasta" if done and outcome == Outcome.TAKEN else item.anchor if item else "nasta"
    return redirect(f"{reverse('run', args=[pk])}#{anchor}")


def make_tick(request: ViewerRequest, run: Run, item: RunItem, done: bool) -> Outcome:
    """Tick or untick, with the key and the seconds that were sent along; opens its own transaction."""
    # Whether a finished run takes the tick depends on when it was made: `ticking` knows.
    may = access.rights(request.viewer, run).tick_late
    made = ticking.moment_made(_seconds(request.POST), timezone.now())
    try:
        return ticking.tick(item.pk, me(request).pk, done, _key(request.POST), made, may).outcome
    except RunItem.DoesNotExist:
        return Outcome.REFUSED  # removed at this very moment


def told(outcome: Outcome) -> str:
    """Why a tick was not taken."""
    match outcome:
        case Outcome.THEIRS:
            return _("Någon annan hann före. På punkten står vem och när.")
        case Outcome.CLOSED:
            return _("Genomgången är avslutad. Krysset sparades inte.")
        case Outcome.OLDER:
            return _("Punkten har ändrats efter ditt kryss. Krysset sparades inte.")
    return _("Du kan inte kryssa den punkten. Någon annan har fått den.")


def _item(run: Run, value: str) -> RunItem | None:
    return run.items.filter(pk=int(value)).first() if value.isdecimal() and len(value) < 19 else None


def _key(data: QueryDict) -> UUID | None:
    try:
        return UUID(data.get("nyckel", ""))
    except ValueError:
        return None


def _seconds(data: QueryDict) -> float | None:
    value = data.get("vantat", "")
    return float(value) if value.isdecimal() else None
