"""Telling who is to act on a text that has been sent in, and its author what became of it.

These take the place of the mail that Wagtail sends of its workflows, so that each is told once and in one way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import signals
from wagtail.models import AbstractGroupApprovalTask, Page, Task, TaskState, WorkflowState
from wagtail.permission_policies.pages import PagePermissionPolicy

from home.knowledge.authorship import authors_of
from intranet.access.viewer import Viewer
from intranet.notices import kinds, queue
from intranet.notices.kinds import Kind, Line
from intranet.people.models import Person

TURN, APPROVED, RETURNED = "text-turn", "text-approved", "text-returned"


def register() -> None:
    """Called in `AppConfig.ready`."""
    for code, label, visible, rule in (
        (TURN, gettext_lazy("Texter att granska eller fastställa"), _turns, waiting_for),
        (RETURNED, gettext_lazy("Texter som du har fått tillbaka"), _returned, editable),
        (APPROVED, gettext_lazy("Texter som du har skickat in och som är godkända"), _approved, _seen),
    ):
        kinds.register(
            Kind(
                code=code,
                label=label,
                model="wagtailcore.Page",
                visible=visible,
                rule=rule,
                in_editor=code != APPROVED,
                concerns=lambda viewer: viewer.uses_admin,
            )
        )
    signals.task_submitted.connect(_submitted, sender=TaskState, dispatch_uid="home.turn")
    for ended in (signals.task_approved, signals.task_rejected, signals.task_cancelled):
        ended.connect(_ended, sender=TaskState, dispatch_uid="home.turn")
    signals.workflow_cancelled.connect(_cancelled, sender=WorkflowState, dispatch_uid="home.turn")
    signals.workflow_approved.connect(_decided, sender=WorkflowState, dispatch_uid="home.turn")
    signals.workflow_rejected.connect(_sent_back, sender=WorkflowState, dispatch_uid="home.turn")


def silence_wagtail() -> None:
    """Take away Wagtail's own mail about workflows; called when Wagtail reads its hooks, which it does before each."""
    signals.task_submitted.disconnect(
        sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
    )
    for signal, event in (
        (signals.workflow_submitted, "submitted"),
        (signals.workflow_approved, "approved"),
        (signals.workflow_rejected, "rejected"),
    ):
        signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{event}_email_notification")


def _submitted(instance: TaskState, user: Person | None = None, **_kwargs: Any) -> None:
    """A step has begun: its group is told, but not who took the step before, nor those who may not take this one."""
    page, task = _page(instance.workflow_state), instance.task.specific
    if page is None or not isinstance(task, AbstractGroupApprovalTask):
        return
    queue.withdraw(RETURNED, page)
    away = {user.pk} if user else set()
    people = Person.objects.active(timezone.localdate()).filter(groups__in=task.groups.all())
    people = people.exclude(pk__in=away | authors_of(page)).distinct()
    by = user.pk if user else None
    queue.put(TURN, people.values_list("pk", flat=True), page, key=str(instance.pk), by=by)


def _ended(instance: TaskState, **_kwargs: Any) -> None:
    page = _page(instance.workflow_state)
    if page is not None:
        # The next step has begun already, with a key of its own.
        queue.withdraw(TURN, page, key=str(instance.pk))


def _cancelled(instance: WorkflowState, **_kwargs: Any) -> None:
    page = _page(instance)
    if page is not None:
        queue.withdraw(RETURNED, page)


def _decided(instance: WorkflowState, user: Person | None = None, **_kwargs: Any) -> None:
    _tell_author(APPROVED, instance, user)


def _sent_back(instance: WorkflowState, user: Person | None = None, **_kwargs: Any) -> None:
    _tell_author(RETURNED, instance, user)


def _tell_author(kind: str, state: WorkflowState, user: Person | None) -> None:
    page, author = _page(state), state.requested_by
    if page is not None and author is not None and author != user:
        by = user.pk if user else None
        queue.put(kind, [author.pk], page, key=str(state.current_task_state_id), by=by)


def _page(state: WorkflowState) -> Page | None:
    thing = state.content_object
    return thing if isinstance(thing, Page) else None


# A draft is seen in the admin alone, where it need not be live: by those whose turn it is, or who may edit it.


def _admitted(viewer: Viewer, pages: QuerySet[Page]) -> QuerySet[Page]:
    if viewer.person is None or not viewer.uses_admin:
        return pages.none()
    return pages.filter(viewer.places.pages.query("path"), depth__gt=1)


def _steps(viewer: Viewer) -> QuerySet[WorkflowState]:
    """What waits for a group of the viewer's; rank alone makes it nobody's turn."""
    groups = Q(pk__in=())
    for task in AbstractGroupApprovalTask.__subclasses__():
        theirs = task._default_manager.filter(groups__in=viewer.holder.groups)
        groups |= Q(pk__in=theirs.values("pk"))
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        status=WorkflowState.STATUS_IN_PROGRESS,
        current_task_state__status=TaskState.STATUS_IN_PROGRESS,
        current_task_state__task__in=Task.objects.filter(groups).values("pk"),
    ).annotate(page_pk=Cast("object_id", BigIntegerField()))


def waiting_for(viewer: Viewer, pages: QuerySet[Page]) -> QuerySet[Page]:
    """The texts that wait for the viewer to take the next step."""
    return _admitted(viewer, pages).filter(pk__in=_steps(viewer).values("page_pk"))


def editable(viewer: Viewer, pages: QuerySet[Page]) -> QuerySet[Page]:
    """The texts that the viewer may change at any time."""
    permitted = PagePermissionPolicy().instances_user_has_any_permission_for(viewer.person, {"change"})
    return _admitted(viewer, pages).filter(pk__in=permitted.values("pk"))


def _seen(viewer: Viewer, pages: QuerySet[Page]) -> QuerySet[Page]:
    """On the site if it is there, otherwise as a draft."""
    drafts = editable(viewer, Page.objects.all()).values("pk")
    return pages.filter(viewer.places.pages.query("path"), Q(live=True) | Q(pk__in=drafts), depth__gt=1)


def _turns(viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
    steps = dict(_steps(viewer).values_list("page_pk", "current_task_state__task__name"))
    pages = waiting_for(viewer, Page.objects.filter(pk__in=pks))
    return {
        page.pk: Line(
            page.draft_title, editor_of(page), _("Nästa steg: %(step)s.") % {"step": steps.get(page.pk, "")}
        )
        for page in pages
    }


def _returned(viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
    pages = editable(viewer, Page.objects.filter(pk__in=pks))
    return {
        page.pk: Line(page.draft_title, editor_of(page), _("Läs varför, ändra och skicka in igen."))
        for page in pages
    }


def _approved(viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
    pages = _seen(viewer, Page.objects.filter(pk__in=pks))
    return {
        page.pk: Line(page.title, reverse("page_by_id", args=[page.pk]), _("Texten är godkänd och gäller."))
        if page.live
        else Line(page.draft_title, editor_of(page), _("Texten är godkänd och börjar gälla på sin dag."))
        for page in pages
    }


def editor_of(page: Page) -> str:
    """The address where it is worked on."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
