"""Adding, changing and removing what stands on an agenda."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from extranet.desk.meetings import matters
from extranet.desk.meetings.asking import takes_changes
from extranet.desk.meetings.item_form import FIELDS
from extranet.desk.meetings.seen import fingerprint
from extranet.exceptions.models import Grant, Recusal
from extranet.meetings.models import AgendaItem, Meeting
from extranet.meetings.ordering import last_place, locked, renumber
from extranet.secrecy.models import Secrecy
from intranet.people.models import Person


class ChangedMeanwhileError(Exception):
    """Somebody else has changed it since it was shown; `now` is how it is."""

    def __init__(self, now: Any) -> None:
        super().__init__("changed meanwhile")
        self.now = now


class NoLongerError(Exception):
    """The meeting has been held meanwhile, or the item sent."""


class StaysError(Exception):
    """The item can't be removed; the message says why, in words for who works at the desk."""


@transaction.atomic
def add_item(meeting_pk: int, values: dict[str, Any], by: Person, **fields: Any) -> AgendaItem:
    """Last on the agenda; late if the summons has been sent. Raises NoLongerError once it has been held."""
    meeting = locked(meeting_pk)
    if not takes_changes(meeting):
        raise NoLongerError
    kept = {field: values[field] for field in FIELDS if field in values}
    kept["matter"] = kept.get("matter") or _opened(meeting, values)
    item = AgendaItem.objects.create(
        meeting=meeting,
        order=last_place(meeting),
        late=meeting.state != Meeting.State.DRAFT,
        changed_by=by,
        changed_at=timezone.now(),
        **kept,
        **fields,
    )
    renumber(meeting.pk)
    return item


@transaction.atomic
def change_item(item_pk: int, values: dict[str, Any], by: Person, seen: str) -> AgendaItem:
    """Keep what has been entered, if the item is as it was when it was shown.

    Raises ChangedMeanwhileError, NoLongerError and AgendaItem.DoesNotExist.
    """
    item = _locked(item_pk)
    if not takes_changes(item.meeting):
        raise NoLongerError
    if fingerprint(item, FIELDS) != seen:
        raise ChangedMeanwhileError(item)
    for field in FIELDS:
        setattr(item, field, values[field])
    item.matter = values["matter"] or _opened(item.meeting, values)
    item.changed_by, item.changed_at = by, timezone.now()
    item.save(update_fields=[*FIELDS, "changed_by", "changed_at"])
    return item


def why_it_stays(item: AgendaItem) -> str:
    """Why an item can't be removed; empty if it can be."""
    if item.published_at is not None:
        return _(
            "Ärendet är publicerat. Det organet har kallats till tas inte bort, det avgörs på sammanträdet."
        )
    if not takes_changes(item.meeting):
        return _("Sammanträdet är hållet. Dagordningen ändras inte längre.")
    if item.placements.filter(withdrawn_at__isnull=False).exists():
        return _("En handling har dragits tillbaka härifrån. Registrator ska kunna läsa den här.")
    if Secrecy.objects.filter(placement__item=item).exists():
        return _("En handling är sekretessmarkerad på den här dagordningen, och markeringen ska finnas kvar.")
    if Recusal.objects.filter(item=item).exists():
        return _("Någon har anmält jäv i ärendet, och det ska finnas kvar.")
    if Grant.objects.filter(item=item).exists():
        return _("Någon har fått ett medgivande att läsa ärendet, och det ska finnas kvar.")
    if item.went_to.exists():
        return _("Ett annat organ har tagit upp ärendet härifrån.")
    return ""


@transaction.atomic
def remove_item(item_pk: int) -> None:
    """With its papers' places; the papers themselves stay with their matter. Raises StaysError.

    Raises AgendaItem.DoesNotExist for one that is gone.
    """
    item = _locked(item_pk)
    if why := why_it_stays(item):
        raise StaysError(why)
    try:
        # The newest first: what replaces another placement points at it.
        for placement in item.placements.order_by("-pk"):
            placement.delete()
        item.delete()
    except ProtectedError as error:
        raise StaysError(_("Något annat hör till ärendet och ska finnas kvar.")) from error
    renumber(item.meeting_id)


def _locked(pk: int) -> AgendaItem:
    """The item, under its meeting's lock, so that it is neither sent nor moved meanwhile."""
    locked(AgendaItem.objects.only("meeting").get(pk=pk).meeting_id)
    return AgendaItem.objects.select_related("meeting", "matter", "changed_by").get(pk=pk)


def _opened(meeting: Meeting, values: dict[str, Any]) -> Any:
    """A new matter, if a number has been entered for one."""
    number = values.get("registry_number", "")
    if not number:
        return None
    return matters.open_matter(meeting.body.authority, number, values["neutral_title"], values["title"])
