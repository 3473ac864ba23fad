"""What the editor is told, above the form, of the versions that have been decided."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import Panel


class VersionsPanel(Panel):
    """Which version applies, which ones wait, and how to correct the first while the others wait."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/versions_panel.html"

        def is_shown(self) -> bool:
            page = self.instance
            return bool(page.pk and (page.timeline.versions or self._reviews()))

        def _reviews(self) -> bool:
            """Whether the page waits for a step that the user may take."""
            task = self.instance.current_workflow_task
            return task is not None and task.user_can_access_editor(self.instance, self.request.user)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from home.admin.permissions import may_decide
            from home.knowledge.authorship import authors_of
            from home.knowledge.correction import lacking

            context = super().get_context_data(parent_context)
            page, today = self.instance, timezone.localdate()
            in_force = page.timeline.in_force(today)
            match = getattr(self.request, "resolver_match", None)
            reverting = match is not None and match.url_name == "revisions_revert"
            coming = page.timeline.coming(today)
            context.update(
                {
                    "page": page,
                    "in_force": in_force,
                    "last_day": page.timeline.last_day(in_force) if in_force else None,
                    "coming": coming,
                    "reverting": reverting
                    and in_force is not None
                    and self.request.resolver_match.kwargs["revision_id"] == in_force.revision_id,
                    "can_correct": in_force is not None
                    and not reverting
                    and in_force.revision_id not in (None, page.latest_revision_id)
                    and not page.current_workflow_state,
                    "lacking": lacking(page.timeline, today),
                    "in_workflow": bool(page.current_workflow_state),
                    "reviews": self._reviews(),
                    "is_author": self.request.user.pk in authors_of(page),
                    "may_decide": may_decide(self.request.user, page),
                }
            )
            return context

        def show_panel_furniture(self) -> bool:
            return False
