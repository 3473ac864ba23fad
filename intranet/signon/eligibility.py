"""Whether somebody may sign in on a day, and if not, what to tell them.

Told only to those who have proved who they are: the answer says that an account exists. Used at the door and
again with every request, from the viewer that the request has anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intranet.access.viewer import Viewer, viewer_of
from intranet.people.models import Person

ADMINISTRATION = "signon.add_activationcode"


class Refusal(StrEnum):
    """The values stand in the security log, which is read in Swedish."""

    SWITCHED_OFF = "kontot är avstängt"
    NOT_YET = "kontot gäller inte än"
    NO_LONGER = "kontot gäller inte längre"
    NOT_CONNECTED = "enheten är inte ansluten"


@dataclass(frozen=True)
class Standing:
    """The answer. `day` is the day the account begins or ended, or the unit is connected (None: not decided)."""

    refusal: Refusal | None = None
    day: date | None = None

    @property
    def allowed(self) -> bool:
        return self.refusal is None

    @property
    def text(self) -> str:
        """For the person; empty if they may sign in."""
        day = date_format(self.day, "j F Y") if self.day else ""
        match self.refusal:
            case Refusal.SWITCHED_OFF:
                return _("Ditt konto är avstängt. Ring din chef om det är fel.")
            case Refusal.NOT_YET:
                return _("Ditt konto gäller från den %(day)s. Logga in då.") % {"day": day}
            case Refusal.NO_LONGER:
                return _("Ditt konto gällde till och med den %(day)s. Ring din chef om det är fel.") % {
                    "day": day
                }
            case Refusal.NOT_CONNECTED if day:
                return _(
                    "Din enhet ansluts den %(day)s. Till dess kan du inte logga in. "
                    "Fråga din chef om du behöver en rutin innan dess."
                ) % {"day": day}
            case Refusal.NOT_CONNECTED:
                return _("Din enhet är inte ansluten till intranätet än. Fråga din chef när det blir dags.")
        return ""

    @property
    def text_for_manager(self) -> str:
        """For whoever would hand out a one-time code; empty if the person may sign in."""
        day = date_format(self.day, "j F Y") if self.day else ""
        match self.refusal:
            case Refusal.SWITCHED_OFF:
                return _("Kontot är avstängt.")
            case Refusal.NOT_YET:
                return _("Kontot gäller från den %(day)s. Lämna ut koden då.") % {"day": day}
            case Refusal.NO_LONGER:
                return _("Kontot gällde till och med den %(day)s.") % {"day": day}
            case Refusal.NOT_CONNECTED if day:
                return _("Enheten ansluts den %(day)s. Lämna ut koden då.") % {"day": day}
            case Refusal.NOT_CONNECTED:
                return _("Enheten är inte ansluten till intranätet än.")
        return ""


ALLOWED = Standing()


def may_sign_in(person: Person, on: date | None = None) -> Standing:
    """Ask for somebody who is not (yet) the viewer; three queries."""
    return standing_of(viewer_of(person, on))


def standing_of(viewer: Viewer) -> Standing:
    """The same for a viewer: no query, but for a system administrator whose unit is not connected.

    Who is employed only where the roll-out has not come waits for it; who is employed nowhere (elected
    officials, people between employments) does not, and sees what their roles give them.
    """
    person = viewer.person
    if person is None:
        return ALLOWED
    if not person.is_active:
        return Standing(Refusal.SWITCHED_OFF)
    if person.active_from and person.active_from > viewer.today:
        return Standing(Refusal.NOT_YET, person.active_from)
    if person.active_to and person.active_to < viewer.today:
        return Standing(Refusal.NO_LONGER, person.active_to)
    waiting = viewer.employments and not viewer.is_employee
    if waiting and not viewer.is_elected and not is_administrator(person):
        days = [getattr(employment, "connected_on", None) for employment in viewer.employments]
        return Standing(Refusal.NOT_CONNECTED, min(filter(None, days), default=None))
    return ALLOWED


def is_administrator(person: Person) -> bool:
    """Whether they look after log-ons: superusers, and those given the permission."""
    return person.has_perm(ADMINISTRATION)


def administrators() -> QuerySet[Person]:
    """The same answer for all at once, to be used inside a query."""
    return Person.objects.with_perm(ADMINISTRATION).values("pk")
