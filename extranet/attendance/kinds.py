"""The kinds of notices about attendance and recusals.

Each says which body, and when it meets; never what it deals with. The rule is asked again each time that one is
counted, shown or mailed: who has answered, whose mandate has ended or whose meeting has begun is told nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.access import items, meetings
from extranet.access.rights import Rights, rights_of
from extranet.attendance.models import Attendance, Call
from extranet.exceptions.models import Recusal
from extranet.meetings.models import AgendaItem, Meeting
from intranet.access.viewer import Viewer
from intranet.notices import kinds
from intranet.notices.kinds import Kind, Line
from intranet.people.models import in_force

ASKED, VACANT = "attendance-asked", "attendance-vacant"
CALLED, RELEASED = "attendance-called", "attendance-released"
MOVED = "meeting-moved"
DECLARED, DECIDED = "recusal-declared", "recusal-decided"

Rule = Callable[[Rights, Any], QuerySet]


def _coming(rights: Rights, prefix: str = "") -> Q:
    """Meetings that take answers."""
    return Q(**{f"{prefix}state": Meeting.State.SUMMONED, f"{prefix}starts__gt": rights.at})


def _asked(rights: Rights, among: QuerySet[Meeting]) -> QuerySet[Meeting]:
    waiting = Attendance.objects.filter(
        meeting=OuterRef("pk"), person=rights.person, answer=Attendance.Answer.NONE
    )
    return meetings.known_to(rights, among.filter(_coming(rights), Exists(waiting)))


def _vacant(rights: Rights, among: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return among.filter(_coming(rights), body__in=rights.prepared)


def _moved(rights: Rights, among: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.known_to(rights, among.filter(_coming(rights)))


def _own_calls(rights: Rights, among: QuerySet[Call], state: Call.State) -> QuerySet[Call]:
    in_force_today = in_force(timezone.localdate(rights.at), "substitute__start", "substitute__end")
    return among.filter(
        _coming(rights, "meeting__"), in_force_today, substitute__person=rights.person, state=state
    )


def _called(rights: Rights, among: QuerySet[Call]) -> QuerySet[Call]:
    return _own_calls(rights, among, Call.State.ASKED)


def _released(rights: Rights, among: QuerySet[Call]) -> QuerySet[Call]:
    return _own_calls(rights, among, Call.State.WITHDRAWN)


def _declared(rights: Rights, among: QuerySet[Recusal]) -> QuerySet[Recusal]:
    """To the body's secretary, unless they are recused from the item themselves (KL 7:4)."""
    waiting = among.filter(outcome=Recusal.Outcome.WAITING, ended_at=None, item__decided_at=None)
    return waiting.filter(item__meeting__body__in=rights.prepared).exclude(
        Q(person=rights.person) | Q(item__in=rights.recused)
    )


def _decided(rights: Rights, among: QuerySet[Recusal]) -> QuerySet[Recusal]:
    known = items.known_to(rights, AgendaItem.objects.all()).values("pk")
    return among.filter(person=rights.person, item__in=known).exclude(outcome=Recusal.Outcome.WAITING)


def _when(meeting: Meeting) -> str:
    starts = timezone.localtime(meeting.starts)
    return _("%(day)s klockan %(time)s") % {
        "day": date_format(starts, "j F"),
        "time": date_format(starts, "H.i"),
    }


def _attendance(meeting: Meeting) -> str:
    return reverse("attendance", args=[meeting.pk])


def _meeting_line(meeting: Meeting, detail: str) -> Line:
    return Line(f"{meeting.body.name}, {_when(meeting)}", _attendance(meeting), detail)


def _asked_line(meeting: Meeting) -> Line:
    return _meeting_line(meeting, _("Svara om du kommer."))


def _vacant_line(meeting: Meeting) -> Line:
    return _meeting_line(meeting, _("En plats står tom och ingen ersättare finns kvar att kalla."))


def _moved_line(meeting: Meeting) -> Line:
    return _meeting_line(meeting, _("Sammanträdet har flyttats hit. Svara om du kommer."))


def _called_line(call: Call) -> Line:
    return _meeting_line(call.meeting, _("Svara om du kan tjänstgöra."))


def _released_line(call: Call) -> Line:
    return _meeting_line(call.meeting, _("Du behöver inte tjänstgöra."))


def _recusal_line(recusal: Recusal, detail: str) -> Line:
    meeting = recusal.item.meeting
    title = f"{meeting.body.name}, {_when(meeting)}"
    return Line(title, reverse("recusal", args=[recusal.item_id]), detail)


def _declared_line(recusal: Recusal) -> Line:
    return _recusal_line(recusal, _("Någon har anmält jäv. För in beslutet när det är fattat."))


def _decided_line(recusal: Recusal) -> Line:
    return _recusal_line(recusal, _("Din anmälan om jäv är prövad."))


def _kind(
    code: str, label: Any, model: str, rule: Rule, line: Callable[[Any], Line], related: str, urgent: bool
) -> Kind:
    def admitted(viewer: Viewer, among: QuerySet) -> QuerySet:
        return rule(rights_of(viewer), among)

    def visible(viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
        if not pks:
            return {}
        among = kind.model_class._default_manager.filter(pk__in=pks).select_related(related)
        return {one.pk: line(one) for one in admitted(viewer, among)}

    kind = Kind(
        code=code,
        label=label,
        model=model,
        rule=admitted,
        visible=visible,
        urgent=urgent,
        # Mail tells that there is something to answer, not which body it is that meets.
        title_in_mail=False,
        detail_in_mail=True,
        concerns=lambda viewer: viewer.is_elected,
    )
    return kind


def register() -> None:
    """Called in `AppConfig.ready`."""
    meeting, call, recusal = "extranet.Meeting", "extranet.Call", "extranet.Recusal"
    to_meeting, to_item = "meeting__body", "item__meeting__body"
    for kind in (
        _kind(ASKED, gettext_lazy("Frågor om du kommer"), meeting, _asked, _asked_line, "body", False),
        _kind(MOVED, gettext_lazy("Flyttade sammanträden"), meeting, _moved, _moved_line, "body", True),
        _kind(
            CALLED, gettext_lazy("Frågor om du kan tjänstgöra"), call, _called, _called_line, to_meeting, True
        ),
        _kind(
            RELEASED,
            gettext_lazy("Besked om att du inte behöver tjänstgöra"),
            call,
            _released,
            _released_line,
            to_meeting,
            True,
        ),
        _kind(
            VACANT,
            gettext_lazy("Platser som ingen ersättare finns för"),
            meeting,
            _vacant,
            _vacant_line,
            "body",
            True,
        ),
        _kind(
            DECLARED,
            gettext_lazy("Anmälningar om jäv"),
            recusal,
            _declared,
            _declared_line,
            to_item,
            False,
        ),
        _kind(
            DECIDED,
            gettext_lazy("Beslut om jäv som du har anmält"),
            recusal,
            _decided,
            _decided_line,
            to_item,
            False,
        ),
    ):
        kinds.register(kind)
