"""How it stands: for machines (no log-on, nothing secret), and for people who wait for something."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intranet.jobs import readiness, streams
from intranet.jobs.models import Job

SHOWN = 20


@login_not_required
@require_safe
@never_cache
def health(_request: HttpRequest) -> JsonResponse:
    """The process answers; it asks nobody else, so that a lost database does not have it restarted."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """503 with what is wrong while anything that the site depends on does not work or is far behind."""
    states = readiness.check_all()
    problems = {name: state.problem for name, state in states.items() if state.problem}
    answer = {
        "status": "unavailable" if problems else "ok",
        "problems": problems,
        "checks": {name: {"ok": not state.problem, **state.facts} for name, state in states.items()},
    }
    return JsonResponse(answer, status=503 if problems else 200)


@require_safe
@never_cache
def jobs(request: HttpRequest) -> HttpResponse:
    """What passes through just now, and the latest long work: one's own, everybody's for those who may see it."""
    mine = Q() if request.user.has_perm("jobs.view_job") else Q(started_by=request.user)
    shown = list(Job.objects.filter(mine)[:SHOWN])
    passing = streams.told(request)
    context = {
        "page": {"title": "Arbeten"},
        "streams": passing,
        "jobs": shown,
        "pending": any(job.is_pending for job in shown) or any(stream.left for stream in passing),
    }
    return render(request, "jobs/jobs.html", context)
