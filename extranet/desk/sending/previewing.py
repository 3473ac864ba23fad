"""A meeting exactly as somebody else will read it, as if it were sent now.

What is not published yet is published inside a transaction that is always rolled back, and the reading room's own
functions are asked with that person's rights: so the rule is the same, with nothing added to it for the preview's sake.
No signal is sent, and nothing is written about the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from extranet.access import meetings
from extranet.access.rights import Rights, rights_of
from extranet.attendance.names import name, with_party
from extranet.bodies.models import BodyRules
from extranet.mandates.models import Audit, Mandate, Role
from extranet.meetings.models import Meeting
from extranet.reading.agenda import RECUSED, Agenda, ItemRow, agenda
from extranet.reading.meeting import meeting_page
from extranet.reading.papers import PaperRow
from extranet.summons.publishing import publish
from extranet.summons.recipients import called_to
from intranet.access.viewer import Viewer, viewer_of
from intranet.people.models import Person


@dataclass(frozen=True)
class Choice:
    """Somebody whom the meeting may be looked at as."""

    person: Person
    label: str


@dataclass(frozen=True)
class Unseen:
    """What somebody does not read of an item, and why."""

    what: str
    why: Sequence[str]


@dataclass(frozen=True)
class Preview:
    """`context` is that of the reading room's page; None if the person will not even know of the meeting."""

    context: dict[str, Any] | None
    unseen: Sequence[Unseen]


def choices(viewer: Viewer, meeting: Meeting) -> list[Choice]:
    """Whoever the summons is for, and the auditors who may read: by names that the viewer may know."""
    now = timezone.now()
    found = {
        one.person.pk: Choice(
            one.person,
            f"{with_party(viewer, one.mandate) if one.mandate else name(viewer, one.person)}, {one.why}",
        )
        for one in called_to(meeting, now)
    }
    auditing = Audit.objects.filter(audited=meeting.body_id).values("auditing")
    auditors = Mandate.objects.in_force(timezone.localdate(now)).filter(
        body__in=auditing, role__scope=Role.Scope.ALL, person__is_active=True
    )
    for mandate in auditors.select_related("person", "role", "party").order_by("role__order", "order", "pk"):
        label = f"{with_party(viewer, mandate)}, {mandate.role.name}"
        found.setdefault(mandate.person_id, Choice(mandate.person, label))
    return list(found.values())


def preview(viewer: Viewer, meeting: Meeting, person: Person) -> Preview:
    """What `person` will read, less what the viewer may not read themselves."""
    with _as_if_sent(meeting) as (sent, at):
        theirs, own = rights_of(viewer_of(person), at), rights_of(viewer, at, fresh=True)
        all_of_it = agenda(own, sent, None)
        known = meetings.is_known_to(theirs, sent)
        context = meeting_page(theirs, sent, None, "#") if known else None
        read = context["agenda"] if context else Agenda()
        if context:
            context["agenda"] = _common(read, all_of_it, at)
            # Theirs alone: which they have opened says `is_new`, when they were here last says `since`.
            context["since"] = None
        return Preview(context, _unseen(viewer, theirs, sent, read, all_of_it))


@contextmanager
def _as_if_sent(meeting: Meeting) -> Iterator[tuple[Meeting, datetime]]:
    with transaction.atomic():
        try:
            at = timezone.now()
            sent = Meeting.objects.select_related("body").get(pk=meeting.pk)
            first = sent.state == Meeting.State.DRAFT
            publish(sent, at, late=not first, told=False)
            if first:
                Meeting.objects.filter(pk=sent.pk).update(state=Meeting.State.SUMMONED, sent_at=at)
                sent.state, sent.sent_at = Meeting.State.SUMMONED, at
            yield sent, at
        finally:
            transaction.set_rollback(True)


def _common(read: Agenda, own: Agenda, at: datetime) -> Agenda:
    """Of what somebody reads, what the viewer reads as well: each item and each paper that stands in both."""
    mine = {row.item.pk: row for row in own.items}
    return Agenda([_item(row, mine[row.item.pk], at) for row in read.items if row.item.pk in mine])


def _item(row: ItemRow, mine: ItemRow, at: datetime) -> ItemRow:
    papers = {placement.placement.pk for placement in _flat(mine.papers)}
    shown = [_paper(paper, papers, at) for paper in row.papers if paper.placement.pk in papers]
    return replace(
        row,
        refused=row.refused or (RECUSED if mine.refused else ""),
        papers=shown,
        earlier=row.earlier if row.earlier and mine.earlier else None,
    )


def _paper(paper: PaperRow, known: set[int], at: datetime) -> PaperRow:
    before = paper.replaces if paper.replaces and paper.replaces.placement.pk in known else None
    return replace(
        paper,
        is_new=paper.placement.published_at == at,
        replaces=_paper(before, known, at) if before else None,
    )


def _flat(papers: Sequence[PaperRow]) -> Iterator[PaperRow]:
    for paper in papers:
        yield paper
        if paper.replaces:
            yield from _flat([paper.replaces])


def _unseen(viewer: Viewer, theirs: Rights, meeting: Meeting, read: Agenda, own: Agenda) -> list[Unseen]:
    """In words what of the viewer's own agenda somebody does not read."""
    rows = {row.item.pk: row for row in read.items}
    secret = _why_not_secret(theirs, meeting)
    found = []
    for mine in own.items:
        row = rows.get(mine.item.pk)
        why = list(_of_item(mine, row, secret))
        if why:
            found.append(Unseen(mine.title, why))
    return found


def _of_item(mine: ItemRow, row: ItemRow | None, secret: str) -> Iterator[str]:
    if mine.refused:
        yield _("Du har anmält jäv, så det här ärendet visas bara med neutral rubrik för dig.")
    if row is None:
        yield _("Ser inte ärendet: uppdraget eller medgivandet omfattar det inte.")
        return
    if row.refused == RECUSED:
        yield _("Ser bara den neutrala rubriken: har anmält jäv.")
    elif row.refused:
        yield _("Ser bara den neutrala rubriken: %(why)s") % {"why": secret}
    if mine.refused:
        return
    seen = {paper.placement.pk for paper in _flat(row.papers)}
    for paper in mine.papers:
        if paper.placement.pk in seen:
            continue
        if row.refused == RECUSED:
            why = _("har anmält jäv.")
        elif paper.is_secret:
            why = secret
        else:
            why = _("uppdraget eller medgivandet omfattar den inte.")
        yield _("Ser inte handlingen %(title)s: %(why)s") % {"title": paper.title, "why": why}
    for paper in row.papers:
        if paper.locked:
            told = _("Öppnar handlingen %(title)s först efter att ha visat vem hen är.")
            yield told % {"title": paper.title}


def _why_not_secret(theirs: Rights, meeting: Meeting) -> str:
    on = timezone.localdate(theirs.at)
    mandates = Mandate.objects.in_force(on).filter(person=theirs.person, body=meeting.body_id)
    may_serve = mandates.filter(role__reads_secret=Role.ReadsSecret.SERVING).exists()
    if may_serve and meeting.body.substitutes_read_secret == BodyRules.SubstitutesRead.SERVING:
        return _("sekretess läses av ersättare bara när de tjänstgör.")
    return _("uppdraget ger inte rätt att läsa sekretess.")
