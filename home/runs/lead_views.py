"""What whoever leads a run does with it: shares the items out, hands it over, finishes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from home.knowledge.versions import KnowledgeVersion
from home.runs import access, leading, sharing, takeover
from home.runs.access import Rights
from home.runs.colleagues import colleagues
from home.runs.forms import FinishForm, HandOverForm, RunForm, SharingForm
from home.runs.models import Run
from home.runs.offer import offer
from home.runs.presentation import names
from home.runs.views import me, run_or_404
from intranet.access import people as people_access
from intranet.access.requests import ViewerRequest

View = Callable[[ViewerRequest, int], HttpResponse]


def form(view: View) -> View:
    """A form about a run. What is decided opens its own transaction, so that nobody waits for a search in it."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @transaction.non_atomic_requests
    @wraps(view)
    def asked(request: ViewerRequest, pk: int) -> HttpResponse:
        try:
            return view(request, pk)
        except leading.FinishedError:
            messages.warning(request, _("Genomgången är avslutad. Ändringen sparades inte."))
            return redirect("run", pk)
        except Run.DoesNotExist as error:  # removed at this very moment
            raise Http404 from error

    return asked


def _led(request: ViewerRequest, pk: int) -> tuple[Run, Rights]:
    """A run that the viewer leads; to others who see the run the address does not exist."""
    run = run_or_404(request, pk)
    rights = access.rights(request.viewer, run)
    if not rights.leads:
        raise Http404
    return run, rights


def _show(request: ViewerRequest, template: str, run: Run, title: str, **context: object) -> HttpResponse:
    breadcrumbs = [
        {"title": _("Genomgångar"), "url": reverse("runs")},
        {"title": run.name, "url": run.get_absolute_url()},
    ]
    frame = {
        "run": run,
        "page": {"title": title},
        "breadcrumbs": breadcrumbs,
        "names": names(run, request.viewer),
    }
    return render(request, f"home/runs/{template}.html", {**frame, **context})


def _already(request: ViewerRequest, run: Run, text: str) -> HttpResponse:
    messages.info(request, text)
    return redirect(run)


@form
def share(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give the items whose function somebody holds to that person, all at once."""
    run, rights = _led(request, pk)
    if not rights.arrange:
        return _already(request, run, _("Genomgången är avslutad."))
    proposed = sharing.proposed(run, request.viewer)
    if not proposed:
        return redirect(run)
    choices = [(p.value, p.item.text) for p in proposed]
    bound = request.POST if request.method == "POST" else None
    form = SharingForm(bound, choices=choices, initial={"items": [value for value, _label in choices]})
    if request.method == "POST" and form.is_valid():
        wanted = set(form.cleaned_data["items"])
        given = {p.item: p.person for p in proposed if p.value in wanted}
        count = leading.assign(run, me(request), given, free=True)
        if count:
            text = ngettext("%(count)s punkt är fördelad.", "%(count)s punkter är fördelade.", count)
            messages.success(request, text % {"count": count})
        return redirect(run)
    chosen = set(form["items"].value() or ())
    return _show(request, "share", run, _("Fördela punkterna"), form=form, proposed=proposed, chosen=chosen)


@form
def edit(request: ViewerRequest, pk: int) -> HttpResponse:
    run, rights = _led(request, pk)
    if not rights.arrange:
        return _already(request, run, _("Genomgången är avslutad."))
    viewer = request.viewer
    people = [(run.subject, _("genomgången gäller")), (me(request), _("det är du"))]
    people += colleagues(viewer, run.unit)
    # Whom the run is about stays a choice, also when they have left.
    likely = [(p, word) for p, word in people if p == run.subject or people_access.is_visible_to(viewer, p)]
    form = RunForm(
        request.POST if request.method == "POST" else None,
        viewer=viewer,
        likely=likely,
        current=run.subject,
        page_path=run.version.page.path,
        initial={"name": run.name, "start_day": run.start_day},
    )
    if request.method == "POST" and form.is_valid() and not form.searching:
        run = leading.edit(run, me(request), **form.changes)
        messages.success(request, _("Ändringen är sparad."))
        # Whom the run is about has a say in who sees it.
        return redirect(run) if access.is_visible_to(viewer, run) else redirect("runs")
    return _show(request, "edit", run, _("Ändra genomgången"), form=form)


@form
def hand_over(request: ViewerRequest, pk: int) -> HttpResponse:
    run, rights = _led(request, pk)
    if not rights.arrange:
        return _already(request, run, _("Genomgången är avslutad."))
    viewer = request.viewer
    people = [(me(request), _("det är du")), (run.starter, _("startade genomgången"))]
    people += [(run.subject, _("genomgången gäller")), *colleagues(viewer, run.unit)]
    likely = [
        (person, word)
        for person, word in people
        if person != run.lead and people_access.is_visible_to(viewer, person)
    ]
    form = HandOverForm(
        request.POST if request.method == "POST" else None, run=run, viewer=viewer, likely=likely
    )
    if request.method == "POST" and form.is_valid() and not form.searching:
        person = form.cleaned_data["person"]
        run = leading.hand_over(run, me(request), person)
        messages.success(request, _("%(name)s håller i genomgången nu.") % {"name": person})
        return redirect(run) if access.is_visible_to(viewer, run) else redirect("runs")
    return _show(request, "hand_over", run, _("Lämna över genomgången"), form=form)


@form
def take_over(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show what a newer version would change, then take it over."""
    run, rights = _led(request, pk)
    newer = takeover.newer(run, request.viewer.today)
    if not rights.arrange or newer is None:
        return _already(request, run, _("Genomgången följer redan den version som gäller."))
    version = KnowledgeVersion.objects.get(pk=newer.pk)
    if request.method == "POST":
        # What was shown is what is taken over: another may have come in force meanwhile.
        if request.POST.get("version") == str(version.pk):
            takeover.take_over(run.pk, version, me(request))
            text = _("Genomgången följer nu version %(number)s.") % {"number": version.number}
            messages.success(request, text)
            return redirect(run)
        messages.warning(request, _("En ännu nyare version gäller. Läs igenom ändringarna igen."))
    plan = takeover.plan(run, version)
    told = offer(plan, run.items.all(), request.viewer)
    return _show(request, "take_over", run, _("Ta över den nya versionen"), version=version, offer=told)


@form
def finish(request: ViewerRequest, pk: int) -> HttpResponse:
    run, rights = _led(request, pk)
    if not rights.arrange:
        return _already(request, run, _("Genomgången är redan avslutad."))
    left = list(run.items.open())
    form = FinishForm(request.POST if request.method == "POST" else None, left=len(left))
    if request.method == "POST" and form.is_valid():
        leading.finish(run, me(request), form.cleaned_data["note"])
        messages.success(request, _("Genomgången är avslutad."))
        return redirect(run)
    return _show(request, "finish", run, _("Avsluta genomgången"), form=form, left=left)


@form
def reopen(request: ViewerRequest, pk: int) -> HttpResponse:
    run, rights = _led(request, pk)
    if not rights.reopen:
        return _already(request, run, _("Genomgången är redan öppen."))
    if request.method == "POST":
        leading.reopen(run, me(request))
        messages.success(request, _("Genomgången är öppen igen."))
        return redirect(run)
    return _show(request, "reopen", run, _("Öppna genomgången igen"))


@form
def remove(request: ViewerRequest, pk: int) -> HttpResponse:
    run, rights = _led(request, pk)
    if not rights.remove(leading.is_untouched(run)):
        text = _("Något är redan gjort i genomgången. Avsluta den i stället, så finns det kvar.")
        return _already(request, run, text)
    if request.method == "POST":
        if not leading.remove(run):
            return _already(request, run, _("Någon hann kryssa en punkt. Genomgången finns kvar."))
        messages.success(request, _("Genomgången är borttagen."))
        return redirect("runs")
    return _show(request, "remove", run, _("Ta bort genomgången"))
