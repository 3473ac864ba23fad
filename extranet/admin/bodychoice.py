"""What is entered in a body begins with which: asked first, unless there is but one or the address says so."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from extranet.admin.policy import management_for
from extranet.bodies.models import Body

LONGEST = 18  # digits of a key


def bodies_of(user: Any) -> QuerySet[Body]:
    """Those whose mandates somebody looks after."""
    return Body.objects.filter(management_for(user).bodies())


class BodyChosen:
    """Mixed into a create view; `body` is the chosen one. A body that is not the asker's is missing."""

    request: HttpRequest
    body: Body

    def bodies(self) -> QuerySet[Body]:
        return bodies_of(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("add"):  # type: ignore[attr-defined]
            raise PermissionDenied
        asked = request.GET.get("organ", "")
        bodies = list(self.bodies())
        if asked:
            if (
                not asked.isdecimal()
                or len(asked) > LONGEST
                or int(asked) not in {body.pk for body in bodies}
            ):
                raise Http404
            bodies = [body for body in bodies if body.pk == int(asked)]
        if len(bodies) != 1:
            return self._ask(bodies)
        self.body = bodies[0]
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def _ask(self, bodies: list[Body]) -> HttpResponse:
        self.template_name = "extranet/admin/choose_body.html"
        context = {
            "breadcrumbs_items": self.get_breadcrumbs_items(),  # type: ignore[attr-defined]
            "page_title": self.page_title,  # type: ignore[attr-defined]
            "bodies": bodies,
            "view": self,
        }
        return TemplateResponse(self.request, self.template_name, context)

    def get_page_subtitle(self) -> str:
        kind = str(self.model._meta.verbose_name).capitalize()  # type: ignore[attr-defined]
        return f"{kind}, {self.body.name}" if hasattr(self, "body") else kind

    def get_add_url(self) -> str:
        return f"{super().get_add_url()}?{urlencode({'organ': self.body.pk})}"  # type: ignore[misc]

    def get_success_url(self) -> str:
        return f"{super().get_success_url()}?{urlencode({'organ': self.body.pk})}"  # type: ignore[misc]
