"""Holes among the mandates of the meeting's day: no chair, no secretary, nobody to vote or to call in."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.attendance.seats import mandates_at
from extranet.mandates.models import SECRETARY
from extranet.summons.checks.finding import Check, Finding, Material

CODE = "mandates"
CHAIRS = ("ordforande", "forste-vice-ordforande", "andre-vice-ordforande")


def run(material: Material) -> Iterable[Finding]:
    meeting = material.meeting
    held = list(mandates_at(meeting).select_related("role"))
    codes = {mandate.role.code for mandate in held}
    voting = {mandate.person_id for mandate in held if mandate.role.votes}
    serving = {mandate.person_id for mandate in held if mandate.role.may_serve} - voting
    day = date_format(timezone.localdate(meeting.starts), "j F Y")
    where = _("Uppdragen %(day)s") % {"day": day}
    for is_missing, what, says in (
        (not voting, "members", _("Organet har inga ledamöter den dagen.")),
        ("ordforande" not in codes, "chair", _("Organet har ingen ordförande den dagen.")),
        (SECRETARY not in codes, "secretary", _("Organet har ingen sekreterare den dagen.")),
        (bool(voting) and not serving, "substitutes", _("Organet har inga ersättare att kalla den dagen.")),
    ):
        if is_missing:
            note = what == "substitutes" and not codes.isdisjoint(CHAIRS)
            yield Finding(f"{CODE}:{what}", says, where, note=note)


CHECK = Check(CODE, gettext_lazy("Uppdrag"), run, meeting_wide=True)
