"""What machines ask the site: is the process alive, can it do its work. No log-on, nothing secret."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intranet.jobs import readiness


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
