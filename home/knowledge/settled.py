"""What a step of the workflow came to, in the words of whoever took it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import WorkflowState

from home.knowledge.base import KnowledgePage
from home.knowledge.versions import KnowledgeVersion

Kind = KnowledgePage.Kind
THE: dict[str, str] = {
    Kind.ROUTINE: "Rutinen",
    Kind.METHOD: "Metoden",
    Kind.GUIDELINE: "Riktlinjen",
    Kind.POLICY: "Policyn",
    Kind.CHECKLIST: "Checklistan",
    Kind.HANDBOOK: "Handboken",
}


@dataclass(frozen=True)
class Settled:
    """A sentence, and where to see what it says: a label and an address, or neither."""

    text: str
    label: str = ""
    url: str = ""


def settled(state: WorkflowState, action: str) -> Settled | None:
    """After a step was taken, as the database says now; None for a step that needs no words of ours."""
    now = WorkflowState.objects.select_related("current_task_state__task").get(pk=state.pk)
    page = now.content_object.specific
    if not isinstance(page, KnowledgePage):
        return None
    the, title = THE[page.knowledge_kind], page.get_latest_revision_as_object().title
    if action == "reject":
        return Settled(
            f"{the} ”{title}” är skickad tillbaka för ändringar. Den som skickade in den får veta det."
        )
    if action != "approve":
        return None
    if now.status == WorkflowState.STATUS_APPROVED:
        version = page.versions.order_by("-number").first()
        return _decided(page, the, version) if version else None
    task = now.current_task_state.task.name if now.current_task_state else ""
    return (
        Settled(f"{the} ”{title}” är godkänd i det här steget. Nästa steg är {task.lower()}.")
        if task
        else None
    )


def _decided(page: KnowledgePage, the: str, version: KnowledgeVersion) -> Settled:
    today, address = timezone.localdate(), page.get_url() or ""
    label = f"Visa {the.lower()}"
    if version.in_force_from <= today:
        text = f"{the} ”{version.title}” är fastställd och gäller från och med i dag."
        return Settled(text, label, address)
    day = date_format(version.in_force_from, "j F Y")
    text = f"{the} ”{version.title}” är fastställd och gäller från {day}."
    if page.timeline.in_force(today):
        text += " Till dess gäller den förra versionen."
    if page.live:
        return Settled(text, label, f"{address}versioner/{version.number}/")
    # Readers have no page until that day; who works in the admin sees what it will be.
    return Settled(text, label, reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
