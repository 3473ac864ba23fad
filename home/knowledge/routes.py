"""What a reader meets at a knowledge page's own address and below it: its versions, past, present and coming."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_date
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from home.knowledge.timeline import State, Timeline
from home.knowledge.versions import KnowledgeVersion
from intranet.access.requests import ViewerRequest

if TYPE_CHECKING:
    from home.knowledge.base import KnowledgePage


class VersionRoutes(RoutablePageMixin):
    """The addresses of a page's versions. Mixed into `KnowledgePage`, which has the timeline and the content."""

    withdrawals: Any

    if TYPE_CHECKING:

        @property
        def timeline(self) -> Timeline: ...

        def as_decided(self, version: KnowledgeVersion) -> KnowledgePage: ...

    @path("")
    def serve_current(self, request: ViewerRequest) -> HttpResponse:
        today = request.viewer.today
        version = self.timeline.in_force(today)
        if version is None:
            return self._serve_without_force(request, today)
        return self._render(request, version, "current")

    @path("versioner/<int:number>/", name="version")
    def serve_version(self, request: ViewerRequest, number: int) -> HttpResponse:
        version = next((v for v in self.timeline.versions if v.number == number), None)
        if version is None:
            raise Http404
        today = request.viewer.today
        if version == self.timeline.in_force(today):
            return self._render(request, version, "current")
        waits = version in self.timeline.coming(today)
        return self._render(request, version, "coming" if waits else "archived")

    @path("gallde/", name="on_date_form")
    @path("gallde/<str:day>/", name="on_date")
    def serve_on_date(self, request: ViewerRequest, day: str = "") -> HttpResponse:
        """What applied on date X."""
        try:
            asked = parse_date(day or request.GET.get("datum", ""))
        except ValueError:
            asked = None
        if asked is None:
            raise Http404
        version = self.timeline.in_force(asked)
        if version is None:
            return TemplateResponse(
                request,
                "home/knowledge_not_in_force.html",
                self.get_context(request) | {"asked": asked},
            )
        return self._render(request, version, "archived", asked=asked)

    @path("andringar/", name="changes")
    def serve_changes(self, request: ViewerRequest) -> HttpResponse:
        """What has changed between two versions; the one in force and the one before unless asked otherwise."""
        from home.knowledge.comparison import chosen_pair, compare

        pair = chosen_pair(self.timeline, request.GET, request.viewer.today)
        if pair is None:
            raise Http404
        old, new = pair
        context = self.get_context(request) | {
            "old": old,
            "new": new,
            "changes": compare(self, old, new),
            "versions": self.timeline.versions[::-1],
        }
        return TemplateResponse(request, "home/knowledge_changes.html", context)

    def _serve_without_force(self, request: ViewerRequest, today: date) -> HttpResponse:
        state = self.timeline.state(today)
        if state == State.COMING:
            return self._render(request, self.timeline.coming(today)[0], "coming")
        if state == State.WITHDRAWN:
            effective = self.withdrawals.filter(from_date__lte=today).select_related("replaced_by")
            last = self.timeline.last_applied(today)
            return self._render(request, last, "withdrawn", withdrawal=effective.first())
        raise Http404

    def _render(
        self, request: ViewerRequest, version: KnowledgeVersion, mode: str, **extra: Any
    ) -> HttpResponse:
        page = self.as_decided(version)
        context = page.get_context(request, version=version) | {"version": version, "mode": mode, **extra}
        return TemplateResponse(request, page.get_template(request), context)
