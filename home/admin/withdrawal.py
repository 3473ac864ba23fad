"""Deciding that a page, or a version that waits, no longer applies."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.log_actions import log

from home.admin.forms import ReasonForm, WithdrawForm
from home.admin.permissions import may_decide
from home.knowledge.base import KnowledgePage
from home.knowledge.decision import withdraw
from home.knowledge.versions import KnowledgeVersion
from intranet.access import pages as access
from intranet.access.admin.decisions import DecisionFormView


class DecisionView(DecisionFormView):
    """What both decisions share: who may take them, and where one comes from and goes to."""

    template_name = "home/admin/withdraw.html"
    header_icon = "clipboard-list"
    edit_url_name = "wagtailadmin_pages:edit"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        page = get_object_or_404(KnowledgePage, pk=kwargs["page_id"])
        self.page = page.specific
        self.page_subtitle = self.page.get_admin_display_title()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_decide(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        items = get_breadcrumbs_items_for_page(self.page, self.request.user)
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.page_title}]

    def decided_on(self) -> KnowledgePage:
        return self.page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"page": self.page}

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.decide(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect(self.get_success_url())

    def decide(self, data: dict[str, Any]) -> None:
        raise NotImplementedError


class WithdrawView(DecisionView):
    """The page as a whole, from a day."""

    page_title = "Upphäv"
    submit_label = "Upphäv sidan"
    form_class = WithdrawForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.page.timeline.versions:
            messages.error(request, "Sidan har aldrig gällt. Ta bort utkastet i stället.")
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"from_date": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        pages = access.visible_to(self.request.viewer, KnowledgePage.objects.exclude(pk=self.page.pk))
        return {**super().get_form_kwargs(), "pages": pages}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        coming = self.page.timeline.coming(timezone.localdate())
        return super().get_context_data(**kwargs) | {"coming": coming}

    def decide(self, data: dict[str, Any]) -> None:
        withdraw(
            self.page,
            by=self.request.user,  # type: ignore[arg-type]
            reason=data["reason"],
            from_date=data["from_date"],
            replaced_by=data["replaced_by"],
        )
        log(
            self.page,
            "knowledge.withdraw",
            user=self.request.user,
            data={"reason": data["reason"], "from": data["from_date"].isoformat()},
        )
        messages.success(self.request, "Sidan är upphävd. Läsarna kan fortfarande se vad som har gällt.")


class RecallView(DecisionView):
    """One version that waits for its day."""

    page_title = "Återkalla"
    form_class = ReasonForm

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        return f"Återkalla version {self.version.number}"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.version = self._waiting(kwargs["number"])

    def _waiting(self, number: int) -> KnowledgeVersion:
        for version in self.page.timeline.coming(timezone.localdate()):
            if version.number == number:
                return version
        raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"version": self.version}

    def decide(self, data: dict[str, Any]) -> None:
        withdraw(self.page, by=self.request.user, reason=data["reason"], version=self.version)  # type: ignore[arg-type]
        log(
            self.page,
            "knowledge.recall",
            user=self.request.user,
            data={"reason": data["reason"], "version": self.version.number},
        )
        messages.success(
            self.request, f"Version {self.version.number} är återkallad och kommer inte att gälla."
        )
