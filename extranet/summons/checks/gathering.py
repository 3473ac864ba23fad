"""Gathering what the checks look at: a handful of queries, whatever stands on the agenda."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from extranet.access import desk
from extranet.access import items as item_rule
from extranet.access.rights import Rights
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from extranet.secrecy.models import secret_placement
from extranet.summons.checks.finding import Material
from extranet.summons.examining import REVISION
from extranet.summons.models import Examination
from extranet.texts.models import TextReading


def material(rights: Rights, meeting: Meeting, now: datetime | None = None) -> Material:
    """All that will be published if it is sent now: for a draft the whole agenda, afterwards what has come to it."""
    agenda = list(
        AgendaItem.objects.filter(meeting=meeting).select_related("meeting__body").order_by("order", "pk")
    )
    drafts = Placement.objects.filter(item__meeting=meeting, withdrawn_at__isnull=True)
    if meeting.state != Meeting.State.DRAFT:
        drafts = drafts.filter(published_at__isnull=True)
    placed = list(
        drafts.select_related("item__meeting__body", "version__paper").order_by("item__order", "order", "pk")
    )
    replaced = {placement.replaces_id for placement in placed if placement.replaces_id}
    placed = [placement for placement in placed if placement.pk not in replaced]
    versions = [placement.version_id for placement in placed]
    keys = [item.pk for item in agenda]
    titled = item_rule.visible_to(rights, AgendaItem.objects.filter(pk__in=keys))
    secret = Placement.objects.filter(secret_placement(), pk__in=[placement.pk for placement in placed])
    texts = TextReading.objects.in_bulk(versions, field_name="version_id") if versions else {}
    examined = Examination.objects.filter(version__in=versions, revision=REVISION)
    is_draft = meeting.state == Meeting.State.DRAFT
    return Material(
        meeting=meeting,
        now=now or timezone.now(),
        agenda=agenda,
        items=agenda if is_draft else [item for item in agenda if item.published_at is None],
        placements=placed,
        titles=dict(titled.values_list("pk", "title")),
        handled=frozenset(
            desk.items(rights, AgendaItem.objects.filter(pk__in=keys)).values_list("pk", flat=True)
        ),
        secret=frozenset(secret.values_list("pk", flat=True)),
        texts=texts,
        examinations={
            one.version_id: one
            for one in examined
            if one.version_id in texts and one.text_since == texts[one.version_id].since
        },
    )


def looked_through(gathered: Material) -> int:
    """How many of the papers have been looked through."""
    done = (Examination.State.DONE, Examination.State.FAILED)
    found = (gathered.examinations.get(placement.version_id) for placement in gathered.placements)
    return sum(one is not None and one.state in done for one in found)
