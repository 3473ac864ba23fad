"""Deciding, withdrawing, and letting what was decided take its place on its day."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from wagtail.models import Revision

from home.knowledge.base import KnowledgePage
from home.knowledge.versions import KnowledgeVersion, Withdrawal
from intranet.finding.outbox import changed
from intranet.people.models import Appointment, Function, Person


def decide(
    page: KnowledgePage,
    revision: Revision,
    *,
    by: Person | None,
    function: Function | None = None,
    on: date | None = None,
    imported: bool = False,
) -> KnowledgeVersion:
    """Make a revision of a page a decided version, and publish it if its first day has come.

    The first day is the draft's own, but never one before the decision: a corrected text does not rewrite what
    applied before it. Only what is imported was decided elsewhere, on a day of its own. `function` is the one
    that decided; found from the person's appointments unless given. Raises ValidationError if the draft's last
    day comes before the first.
    """
    on = on or timezone.localdate()
    content = revision.as_object()
    first = content.valid_from or on
    if not imported:
        first = max(first, on)
    if content.valid_to and content.valid_to < first:
        raise ValidationError("Textens sista dag har redan passerat. Ändra ”gäller till och med”.")
    with transaction.atomic():
        # Locks the page's row, so that two decisions at once get two numbers.
        KnowledgePage.objects.select_for_update().get(pk=page.pk)
        last = page.versions.aggregate(last=Max("number"))["last"] or 0
        version = KnowledgeVersion.objects.create(
            page_id=page.pk,
            number=last + 1,
            title=content.title,
            content=revision.content,
            revision=revision,
            change_summary=content.change_summary,
            decided_by=by,
            decided_function=function or (_function_of(by, page, on) if by else None),
            decided_on=on,
            imported=imported,
            in_force_from=first,
            in_force_to=content.valid_to,
        )
        page.__dict__.pop("timeline", None)
        take_effect(page, timezone.localdate(), by)
    return version


def withdraw(
    page: KnowledgePage,
    *,
    by: Person | None,
    reason: str,
    from_date: date | None = None,
    version: KnowledgeVersion | None = None,
    replaced_by: KnowledgePage | None = None,
) -> Withdrawal:
    """Decide that a page (or one version that waits) no longer applies from a day on.

    Raises ValidationError if there is nothing to withdraw, no reason, or the page would replace itself.
    """
    last = page.versions.aggregate(last=Max("number"))["last"]
    if last is None:
        raise ValidationError("Sidan har aldrig gällt. Ta bort utkastet i stället.")
    if not reason.strip():
        raise ValidationError("Skriv varför sidan inte längre gäller.")
    if replaced_by is not None and replaced_by.pk == page.pk:
        raise ValidationError("En sida kan inte ersättas av sig själv.")
    with transaction.atomic():
        withdrawal = Withdrawal.objects.create(
            page_id=page.pk,
            version=version,
            after_number=last,
            from_date=from_date or timezone.localdate(),
            reason=reason.strip(),
            replaced_by=replaced_by,
            decided_by=by,
        )
        page.__dict__.pop("timeline", None)
        changed("page", page.pk)
    return withdrawal


def take_effect(page: KnowledgePage, today: date, by: Person | None = None) -> bool:
    """Publish the version in force if the live content is another; True if something was published."""
    version = page.timeline.in_force(today)
    if version is None or version.revision is None:
        return False
    live = KnowledgePage.objects.values_list("live_revision_id", "live").get(pk=page.pk)
    if live == (version.revision_id, True):
        return False
    # Nobody may publish such a page by hand (see home.admin.permissions); the decision is the right to it.
    version.revision.publish(user=by, skip_permission_checks=True)
    return True


def take_effect_when_due(now: datetime) -> int:
    """The clock's part: every page whose live content is not that of the version in force; returns how many."""
    today = timezone.localdate(now)
    late = (
        KnowledgePage.objects.with_state(today)
        .filter(in_force_id__isnull=False)
        .exclude(live=True, live_revision_id=F("in_force_revision"))
    )
    return sum(take_effect(page.specific, today) for page in late.iterator())


def _function_of(person: Person, page: KnowledgePage, on: date) -> Function | None:
    """The function in which somebody decides: the owner's if they hold it, otherwise a manager's of theirs."""
    held = (
        Appointment.objects.in_force(on)
        .filter(person=person)
        .select_related("function__kind", "function__unit")
    )
    functions = [appointment.function for appointment in held]
    for function in functions:
        if function.pk == page.owner_function_id:
            return function
    return next((f for f in functions if f.kind.code == "chef"), functions[0] if functions else None)
