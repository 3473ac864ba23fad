"""Declaring a personal interest in an item, taking that back, and keeping what was decided about it.

Who knows of something that may make them biased says so of their own accord; the body decides, and its secretary
enters the decision (KL 5:47 for fullmäktige, 6:28–30 for boards, 7:4 for officers). What hides the papers meanwhile
is the rule in `extranet.access`: it acts at once.

The person's own words are shown to nobody else and stand in no log. They are kept in the row for the person
alone, and emptied when the recusal has been decided or taken back: from then on they say nothing that is needed.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from extranet.access.rights import Rights
from extranet.attendance import telling
from extranet.exceptions.models import Recusal
from extranet.meetings.models import AgendaItem

Outcome = Recusal.Outcome


class SettledError(RuntimeError):
    """The item is decided, or the recusal has been decided or taken back: there is nothing to do any more."""


class NotYoursError(RuntimeError):
    """Somebody would decide about their own recusal, or in an item that they are recused from."""


def own(person: int, item: AgendaItem) -> Recusal | None:
    """Somebody's latest recusal from an item that they have not taken back."""
    return (
        Recusal.objects.filter(person=person, item=item, ended_at=None).order_by("declared_at", "pk").last()
    )


@transaction.atomic
def declare(person: int, item_pk: int, why: str) -> Recusal:
    """The same again does nothing: who has declared waits for the decision. Raises SettledError."""
    item = _locked(item_pk)
    if item.decided_at:
        raise SettledError
    found = own(person, item)
    if found and found.outcome in (Outcome.WAITING, Outcome.UPHELD):
        return found
    recusal = Recusal.objects.create(person_id=person, item=item, why=why)
    telling.declared(recusal)
    return recusal


@transaction.atomic
def take_back(person: int, item_pk: int) -> Recusal:
    """Before it is decided. Raises SettledError."""
    item = _locked(item_pk)
    recusal = own(person, item)
    if recusal is None or recusal.outcome != Outcome.WAITING or item.decided_at:
        raise SettledError
    recusal.ended_at, recusal.why = timezone.now(), ""
    recusal.save(update_fields=["ended_at", "why"])
    telling.taken_back(recusal)
    return recusal


def to_decide(rights: Rights, item: AgendaItem) -> QuerySet[Recusal]:
    """Those that the body's secretary may enter decisions about: nobody decides about themselves, and who is
    recused from the item has no part in it (KL 7:4)."""
    if item.meeting.body_id not in rights.prepared or item.pk in rights.recused:
        return Recusal.objects.none()
    standing = Recusal.objects.filter(item=item, ended_at=None).exclude(person=rights.person)
    return standing.select_related("person", "decided_by").order_by("declared_at", "pk")


@transaction.atomic
def decide(rights: Rights, item_pk: int, recusal_pk: int, outcome: str) -> Recusal:
    """Keep the body's decision. A decision that was entered wrongly is entered again, until the item is decided.

    Raises SettledError, NotYoursError, ValueError for an outcome that is none.
    """
    if outcome not in (Outcome.UPHELD, Outcome.REJECTED, Outcome.DISREGARDED):
        raise ValueError(outcome)
    item = _locked(item_pk)
    if item.decided_at:
        raise SettledError
    recusal = Recusal.objects.filter(item=item, pk=recusal_pk).first()
    if recusal is None or recusal.ended_at:
        raise SettledError
    if not to_decide(rights, item).filter(pk=recusal_pk).exists():
        raise NotYoursError
    if recusal.outcome != outcome:
        recusal.outcome, recusal.why = outcome, ""
        recusal.decided_at, recusal.decided_by_id = timezone.now(), rights.person
        recusal.save(update_fields=["outcome", "why", "decided_at", "decided_by"])
        telling.decided(recusal)
    return recusal


def _locked(pk: int) -> AgendaItem:
    """An item that nobody else declares or decides about until the transaction ends."""
    return AgendaItem.objects.select_for_update(no_key=True).get(pk=pk)
