"""The search page, and suggestions while one types. For everybody with a role."""

from __future__ import annotations

from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.finding import ask
from intranet.finding.engine import SearchUnavailable
from search import nothing, presentation
from search.state import SearchState

SHORTEST, LONGEST = 2, 100
"""Characters that suggestions are given for."""
SUGGESTIONS = 7


@require_safe
@never_cache
@login_required
def search(request: ViewerRequest) -> HttpResponse:
    viewer = _viewer(request)
    state = SearchState.of(request.GET)
    if not state.text:
        return render(request, "search/search.html", presentation.frame(state))
    try:
        answer = ask.search(state.request(), viewer)
    except SearchUnavailable:
        context = {**presentation.frame(state), "unavailable": True}
        return render(request, "search/search.html", context, status=503)
    last = presentation.pages(answer).num_pages
    if state.page > last:
        return redirect(state.on_page(last).url)
    context = presentation.page(state, answer)
    if not answer.total:
        # It answered a moment ago; if it does not now, the page can do without.
        with suppress(SearchUnavailable):
            context |= nothing.offers(state, presentation.names_of_chosen(context), viewer)
    return render(request, "search/search.html", context)


@require_safe
@never_cache
@login_required
def suggestions(request: ViewerRequest) -> HttpResponse:
    """`{"suggestions": [{"title", "url", "kind"}]}`; none for what is too short, too long or unanswered."""
    viewer = _viewer(request)
    text = request.GET.get("q", "").strip()
    found: list[dict[str, str]] = []
    if SHORTEST <= len(text) <= LONGEST:
        try:
            found = [
                presentation.suggestion(card) for _, card in ask.suggest(text, viewer, limit=SUGGESTIONS)
            ]
        except SearchUnavailable:
            found = []
    return JsonResponse({"suggestions": found})


def _viewer(request: ViewerRequest) -> Viewer:
    viewer = request.viewer
    if not viewer.has_role:
        raise Http404
    return viewer
