"""Bringing in mandates from a file: first what would change, then, if that is what was meant, the change.

Nothing is written until it has been confirmed; and then it must be what was shown, to the row.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from extranet.access.management import is_own_mandate
from extranet.admin.base import crumbs
from extranet.admin.mandate_form import NOT_YOUR_OWN
from extranet.admin.policy import management_for
from extranet.mandates.importing.asked import Asked
from extranet.mandates.importing.run import Outcome, import_mandates
from extranet.meetings.models import AgendaItem
from extranet.oversight.telling import mandates_changed
from intranet.access.admin.asking import may_name
from intranet.tables.rows import UnreadableTableError

MOST_BYTES = 1024 * 1024
KEPT_SECONDS = 30 * 60
"""How long a file waits to be confirmed."""
SHOWN = 200
"""Rows of what would change, and of what is wrong."""


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Fil",
        help_text="CSV eller XLSX, högst 1 MB, med rubrikrad. Kolumnerna står i guiden för administratörer.",
    )
    end_missing = forms.BooleanField(
        label="Avsluta uppdrag i filens organ som filen inte längre har",
        required=False,
        help_text="Bara om filen är fullständig för organen som står i den. Sista dag blir i går.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Filen är större än 1 MB. Dela den, eller be driften läsa in den.")
        return file


class Unconfirmed(Exception):  # noqa: N818
    """What would happen is no longer what was shown."""


class ImportView(WagtailAdminTemplateMixin, FormView):
    template_name = "extranet/admin/import_mandates.html"
    form_class = ImportForm
    page_title = "Läs in uppdrag"
    header_icon = "upload"
    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.management = management_for(request.user)
        if not (self.management.administers or self.management.secretary_of):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "confirm" in request.POST:
            return self._confirm(request.POST["confirm"])
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ImportForm) -> HttpResponse:
        content, end_missing = form.cleaned_data["file"].read(), form.cleaned_data["end_missing"]
        try:
            outcome = self._import(content, end_missing, dry_run=True)
        except UnreadableTableError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        if outcome.refused:
            return self._show(form, outcome, "")
        return self._ask(form, outcome, content, end_missing)

    def _ask(self, form: forms.Form, outcome: Outcome, content: bytes, end_missing: bool) -> HttpResponse:
        token = get_random_string(32)
        kept = (
            content,
            end_missing,
            [(change.line, change.what) for change in outcome.changes],
            outcome.people,
        )
        cache.set(self._key(token), kept, KEPT_SECONDS)
        return self._show(form, outcome, token)

    def _confirm(self, token: str) -> HttpResponse:
        kept = cache.get(self._key(token[:40])) if token.isalnum() else None
        if kept is None:
            messages.error(self.request, "Det tog för lång tid. Välj filen igen.")
            return redirect("mandate_admin:import")
        content, end_missing, shown, people = kept
        try:
            with transaction.atomic():
                outcome = self._import(content, end_missing, dry_run=False)
                now = [(change.line, change.what) for change in outcome.changes]
                if outcome.refused or now != shown or outcome.people != people:
                    raise Unconfirmed
                bodies = {change.mandate.body for change in outcome.changes}
                concerned = {change.mandate.person_id for change in outcome.changes}
                for body in sorted(bodies, key=lambda body: body.pk):
                    mandates_changed([body], self.request.user.pk, concerned)
        except Unconfirmed:
            messages.error(
                self.request, "Något har ändrats sedan du såg vad som skulle hända. Välj filen igen."
            )
            return redirect("mandate_admin:import")
        cache.delete(self._key(token))
        messages.success(self.request, f"{outcome.lines()[0]} Organens ordförande får veta det.")
        return redirect("mandate_admin:index")

    def _import(self, content: bytes, end_missing: bool, *, dry_run: bool) -> Outcome:
        return import_mandates(
            content,
            list(AgendaItem.Kind.choices),
            end_missing=end_missing,
            dry_run=dry_run,
            asked=self._asked(),
        )

    def _asked(self) -> Asked:
        viewer, management = self.request.viewer, self.management
        return Asked(
            bodies=management.bodies(),
            may_name=lambda person: may_name(viewer, person),
            may_add_people=management.administers,
            objection=lambda mandate: NOT_YOUR_OWN if is_own_mandate(management, mandate) else "",
        )

    def _key(self, token: str) -> str:
        """A file that waits is its sender's alone."""
        return f"extranet.import.{self.request.user.pk}.{token}"

    def _show(self, form: forms.Form, outcome: Outcome, token: str) -> HttpResponse:
        told = {
            "outcome": outcome,
            "summary": "" if outcome.refused else outcome.lines()[0],
            "problems": outcome.problems[:SHOWN],
            "more_problems": max(0, len(outcome.problems) - SHOWN),
            "changes": outcome.changes[:SHOWN],
            "more_changes": max(0, len(outcome.changes) - SHOWN),
            "token": token,
        }
        return self.render_to_response(self.get_context_data(form=form, **told))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return crumbs(self, "mandate_admin:index", "Uppdrag", self.page_title)

    def get_success_url(self) -> str:
        return reverse("mandate_admin:index")
