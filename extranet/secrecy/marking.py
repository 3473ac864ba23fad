"""Putting and lifting markings of secrecy: which provision, who found so and when (OSL 5:5).

A marking stands on the version, so that it holds wherever the version lies. Chapters and sections are those of
offentlighets- och sekretesslagen (2009:400).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.bodies.models import Authority
from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from extranet.secrecy.models import Secrecy
from intranet.people.models import Person

FIRST_CHAPTER, LAST_CHAPTER = 15, 43
"""Where provisions of secrecy stand in the act; the chapters before are of other things, and after it of remedies."""
SECTION = re.compile(r"[1-9]\d{0,2}( ?[a-z])?")


@dataclass(frozen=True)
class Provision:
    """`words` is what it protects, as a secretary would say it."""

    chapter: int
    section: str
    words: str | Promise

    @property
    def code(self) -> str:
        return f"{self.chapter}:{self.section}"


PROVISIONS = (
    Provision(19, "1", gettext_lazy("kommunens egna affärer")),
    Provision(19, "3", gettext_lazy("upphandling och anbud")),
    Provision(19, "6", gettext_lazy("förhandling med facket")),
    Provision(19, "9", gettext_lazy("rättstvist som kommunen är part i")),
    Provision(21, "1", gettext_lazy("hälsa och sexualliv, i alla ärenden")),
    Provision(21, "3", gettext_lazy("adress till någon som är hotad eller förföljd")),
    Provision(22, "1", gettext_lazy("folkbokföring")),
    Provision(23, "1", gettext_lazy("förskola")),
    Provision(23, "2", gettext_lazy("skola och elevhälsa")),
    Provision(25, "1", gettext_lazy("hälso- och sjukvård")),
    Provision(26, "1", gettext_lazy("socialtjänst")),
    Provision(31, "16", gettext_lazy("företag som har affärer med kommunen")),
    Provision(32, "4", gettext_lazy("överförmyndare och gode män")),
    Provision(39, "1", gettext_lazy("stöd till anställda, till exempel företagshälsovård")),
    Provision(39, "2", gettext_lazy("personalärenden")),
)
"""Those that the papers of a municipality's bodies are most often marked by."""


def validated(chapter: int, section: str) -> tuple[int, str]:
    """A chapter and section as they are written in the act. Raises ValidationError in plain words."""
    section = re.sub(r"\s+", " ", section.strip().lower().removesuffix("§").strip())
    section = re.sub(r"^(\d+) ?([a-z])$", r"\1 \2", section)
    if not FIRST_CHAPTER <= chapter <= LAST_CHAPTER:
        raise ValidationError(
            _("Bestämmelser om sekretess står i kapitel %(first)s–%(last)s. Skriv ett av dem.")
            % {"first": FIRST_CHAPTER, "last": LAST_CHAPTER}
        )
    if not SECTION.fullmatch(section):
        raise ValidationError(_("Skriv paragrafen med siffror, och bokstav om den har en: 3 eller 3 a."))
    if (chapter, section) == (15, "2"):
        raise ValidationError(
            _(
                "Uppgifter om rikets säkerhet (15 kap. 2 §) får inte läggas i systemet. "
                "Ta bort handlingen och tala med säkerhetsskyddschefen."
            )
        )
    return chapter, section


def standing_on(placement: Placement) -> QuerySet[Secrecy]:
    """What makes a placement secret now: on itself or on its version."""
    on_it = Q(placement=placement) | Q(version=placement.version_id)
    return Secrecy.objects.standing().filter(on_it).select_related("authority").order_by("pk")


@transaction.atomic
def mark(
    version: PaperVersion,
    *,
    chapter: int,
    section: str,
    authority: Authority,
    marked_on: date,
    handled_by: str,
    by: Person,
) -> Secrecy:
    """Mark a version, wherever it lies; it is public nowhere any more. Raises ValidationError."""
    chapter, section = validated(chapter, section)
    for placement in version.placements.filter(public_at__isnull=False):
        placement.public_at = None
        placement.save(update_fields=["public_at"])
    return Secrecy.objects.create(
        version=version,
        chapter=chapter,
        section=section,
        authority=authority,
        marked_on=marked_on,
        handled_by=handled_by,
        marked_by=by,
    )


def lift(marking: Secrecy, *, by: Person) -> None:
    """From now on it makes nothing secret; that it did stays written. Lifting it twice changes nothing."""
    with transaction.atomic():
        held = Secrecy.objects.select_for_update().get(pk=marking.pk)
        if held.lifted_at is None:
            held.lifted_at, held.lifted_by = timezone.now(), by
            held.save(update_fields=["lifted_at", "lifted_by"])


def carry_over(placement: Placement, version: PaperVersion, *, by: Person) -> int:
    """Mark a new version as what it is to replace is marked, so that it is never open for want of a thought."""
    markings = list(standing_on(placement))
    for marking in markings:
        mark(
            version,
            chapter=marking.chapter,
            section=marking.section,
            authority=marking.authority,
            marked_on=marking.marked_on,
            handled_by=marking.handled_by,
            by=by,
        )
    return len(markings)
