"""The kinds of notices about what has been sent: which body meets when, never what it deals with.

Body and day of a summons stand in the mail too; who may know of the meeting is asked again when it is sent. What
comes after the summons comes at any hour and often: mail about it is bundled, and says that there is something.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.access import items, meetings, placements
from extranet.access.rights import Rights, rights_of
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from extranet.receipts.opened import is_new
from extranet.summons.models import Addition, Summons
from intranet.access.viewer import Viewer
from intranet.notices import kinds
from intranet.notices.kinds import Kind, Line

SENT, SENT_ANEW, ADDED = "summons-sent", "summons-sent-anew", "summons-added"
AT_MOST_EVERY = timedelta(hours=2)


def _sent(rights: Rights, among: QuerySet[Summons]) -> QuerySet[Summons]:
    known = meetings.known_to(rights, Meeting.objects.all()).values("pk")
    return among.filter(state=Summons.State.SENT, meeting__in=known)


def _added(rights: Rights, among: QuerySet[Addition]) -> QuerySet[Addition]:
    """Who may see something of what was added then, and has not opened all of it: who is recused is told nothing."""
    same = {"published_at": OuterRef("published_at")}
    there = Placement.objects.filter(withdrawn_at__isnull=True)
    papers = placements.visible_to(
        rights, there.filter(is_new(rights.person, None), item__meeting=OuterRef("meeting"), **same)
    )
    # An item whose papers they have opened they know; one that has none is new until the meeting's page is read.
    with_papers = placements.visible_to(rights, there.filter(item=OuterRef("pk")))
    on_agenda = items.known_to(rights, AgendaItem.objects.filter(meeting=OuterRef("meeting"), **same))
    return among.filter(Q(Exists(papers)) | Q(Exists(on_agenda.exclude(Exists(with_papers)))))


def _line(meeting: Meeting, detail: str) -> Line:
    starts = timezone.localtime(meeting.starts)
    day, time = date_format(starts, "j F"), date_format(starts, "H.i")
    title = _("%(body)s, %(day)s klockan %(time)s") % {"body": meeting.body.name, "day": day, "time": time}
    return Line(title, reverse("meeting", args=[meeting.pk]), detail)


def _kind(code: str, label: Any, model: str, rule: Callable, said: Any) -> Kind:
    def admitted(viewer: Viewer, among: QuerySet) -> QuerySet:
        return rule(rights_of(viewer), among)

    def visible(viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
        if not pks:
            return {}
        among = kind.model_class._default_manager.filter(pk__in=pks).select_related("meeting__body")
        among = among.defer("pdf") if kind.model_class is Summons else among
        return {one.pk: _line(one.meeting, str(said)) for one in admitted(viewer, among)}

    kind = Kind(
        code=code,
        label=label,
        model=model,
        rule=admitted,
        visible=visible,
        urgent=code != SENT,
        bundled=AT_MOST_EVERY if code == ADDED else None,
        concerns=lambda viewer: viewer.is_elected or viewer.is_involved,
    )
    return kind


def register() -> None:
    """Called in `AppConfig.ready`."""
    summons = "extranet.Summons"
    for kind in (
        _kind(
            SENT,
            gettext_lazy("Kallelser till sammanträden"),
            summons,
            _sent,
            gettext_lazy("Kallelsen har kommit."),
        ),
        _kind(
            SENT_ANEW,
            gettext_lazy("Ändrad tid eller plats för sammanträden"),
            summons,
            _sent,
            gettext_lazy("Tid eller plats har ändrats. Läs den nya kallelsen."),
        ),
        _kind(
            ADDED,
            gettext_lazy("Handlingar som kommit efter kallelsen"),
            "extranet.Addition",
            _added,
            gettext_lazy("Något har kommit till efter kallelsen."),
        ),
    ):
        kinds.register(kind)
