"""A new meeting, begun from its body's template; and the template itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from extranet.bodies.models import Body
from extranet.meetings.models import AgendaItem, Meeting
from extranet.meetings.ordering import renumber
from extranet.meetings.templates import MeetingTemplate, TemplateItem
from intranet.people.models import Person

Kind = AgendaItem.Kind


class Standing(NamedTuple):
    """An item that stands on every agenda."""

    kind: str
    title: str
    proposal: str = ""


USUAL = (
    Standing(Kind.INFORMATION, "Upprop"),
    Standing(Kind.ELECTION, "Val av justerare"),
    Standing(Kind.DECISION, "Fastställande av dagordning"),
    Standing(Kind.DELEGATED, "Anmälan av delegationsbeslut"),
    Standing(Kind.NOTICE, "Meddelanden"),
)
"""For a body that has no template of its own. In Swedish, the language of the papers."""


def standing_items(body: Body) -> list[Standing]:
    """What a meeting of the body begins with."""
    template = MeetingTemplate.objects.filter(body=body).first()
    if template is None:
        return list(USUAL)
    return [Standing(item.kind, item.neutral_title, item.proposal) for item in template.items.all()]


def usual(body: Body) -> dict[str, Any]:
    """The usual times, place and link: the template's, or else those of the body's last meeting."""
    template = MeetingTemplate.objects.filter(body=body).first()
    if template is not None:
        ends = None
        if template.starts and template.minutes:
            after = datetime.combine(date(2000, 1, 1), template.starts) + timedelta(minutes=template.minutes)
            ends = after.time() if after.date() == date(2000, 1, 1) else None
        return {
            "starts": template.starts,
            "ends": ends,
            "place": template.place,
            "link": template.link,
        }
    last = Meeting.objects.filter(body=body).order_by("-starts").first()
    if last is None:
        return {}
    return {
        "starts": timezone.localtime(last.starts).time(),
        "ends": timezone.localtime(last.ends).time() if last.ends else None,
        "place": last.place,
    }


@transaction.atomic
def make_meeting(body: Body, values: dict[str, Any], by: Person) -> Meeting:
    """A draft with the standing items on its agenda."""
    now = timezone.now()
    meeting = Meeting.objects.create(body=body, changed_by=by, changed_at=now, **values)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            order=order,
            number=order,
            kind=item.kind,
            neutral_title=item.title,
            title=item.title,
            proposal=item.proposal,
            changed_by=by,
            changed_at=now,
        )
        for order, item in enumerate(standing_items(body), 1)
    )
    renumber(meeting.pk)
    return meeting


@transaction.atomic
def keep_template(
    body: Body, values: dict[str, Any], items: Sequence[Standing], by: Person
) -> MeetingTemplate:
    """As a whole: what is not among the items any more stands on no new agenda."""
    kept = {**values, "changed_by": by, "changed_at": timezone.now()}
    template, _new = MeetingTemplate.objects.update_or_create(body=body, defaults=kept)
    template.items.all().delete()
    TemplateItem.objects.bulk_create(
        TemplateItem(
            template=template,
            order=order,
            kind=item.kind,
            neutral_title=item.title,
            proposal=item.proposal,
        )
        for order, item in enumerate(items, 1)
    )
    return template
