"""Who has a vote and who may serve at a meeting: by the mandates that are in force on its day, Swedish time."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from extranet.attendance.models import Attendance, Call, PartyOrder
from extranet.attendance.order import Seat, Substitute, next_to_call
from extranet.exceptions.models import Recusal
from extranet.mandates.models import Mandate
from extranet.meetings.models import Meeting, Serving


def day_of(meeting: Meeting) -> date:
    return timezone.localdate(meeting.starts)


def mandates_at(meeting: Meeting) -> QuerySet[Mandate]:
    """Those of the meeting's body that are in force on its day."""
    return Mandate.objects.in_force(day_of(meeting)).filter(body=meeting.body_id)


def members(meeting: Meeting) -> list[Mandate]:
    """One mandate with a vote for each person: that of a chair who is listed as a member, too, counts once."""
    voting = mandates_at(meeting).filter(role__votes=True).select_related("person", "party", "role")
    found: dict[int, Mandate] = {}
    for mandate in sorted(voting, key=lambda m: (m.party_id is None, m.role.order, m.order, m.pk)):
        found.setdefault(mandate.person_id, mandate)
    return sorted(found.values(), key=lambda m: (m.role.order, m.order, m.pk))


def substitutes(meeting: Meeting) -> list[Mandate]:
    """Those who may serve, party by party: nobody who has a seat of their own."""
    seated = mandates_at(meeting).filter(role__votes=True).values("person")
    may_serve = (
        mandates_at(meeting).filter(role__may_serve=True, role__votes=False).exclude(person__in=seated)
    )
    return list(may_serve.select_related("person", "party", "role", "substitute_for").order_by("order", "pk"))


def who_is_next(meeting: Meeting, absent: Mandate) -> int | None:
    """The mandate (primary key) of the substitute to call for an absent member, or None when nobody is left."""
    turn = next_to_call(
        Seat(absent.pk, absent.person_id, absent.party_id, absent.constituency),
        [_substitute(mandate) for mandate in substitutes(meeting)],
        meeting.body.substitute_order,
        parties_after(meeting, absent),
        passed_over(meeting),
    )
    return turn.mandate if turn else None


def parties_after(meeting: Meeting, absent: Mandate) -> list[int]:
    """The parties to call from after the absent member's own: the body's order, or else the one for all."""
    rows = PartyOrder.objects.filter(party=absent.party_id).order_by("order", "pk")
    of_body = list(rows.filter(body=meeting.body_id).values_list("calls", flat=True))
    return of_body or list(rows.filter(body__isnull=True).values_list("calls", flat=True))


def passed_over(meeting: Meeting) -> set[int]:
    """Who is not called: they serve or have been asked already, have said no, are absent, or recused from all."""
    asked = Call.objects.filter(meeting=meeting).exclude(state=Call.State.WITHDRAWN)
    return {
        *asked.values_list("substitute__person", flat=True),
        *Serving.objects.filter(meeting=meeting).values_list("mandate__person", flat=True),
        *Attendance.objects.filter(meeting=meeting, answer=Attendance.Answer.ABSENT).values_list(
            "person", flat=True
        ),
        *_recused_from_all(meeting),
    }


def _recused_from_all(meeting: Meeting) -> set[int]:
    """Who may take part in no item. Items without a matter (calling the roll) count where there are no others."""
    items = list(meeting.items.values_list("pk", "matter"))
    dealt_with = {pk for pk, matter in items if matter} or {pk for pk, _matter in items}
    recused: dict[int, set[int]] = {}
    in_effect = Recusal.objects.in_effect(timezone.now()).filter(item__in=dealt_with)
    for person, item in in_effect.values_list("person", "item"):
        recused.setdefault(person, set()).add(item)
    return {person for person, of_them in recused.items() if of_them == dealt_with}


def _substitute(mandate: Mandate) -> Substitute:
    follows = mandate.substitute_for.person_id if mandate.substitute_for else None
    return Substitute(
        mandate.pk, mandate.person_id, mandate.party_id, mandate.constituency, mandate.order, follows
    )
