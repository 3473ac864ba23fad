"""Files that are too large for a telephone, are still being read, or cannot be read at all."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.summons.checks.finding import Check, Finding, Material
from extranet.summons.checks.naming import about_paper
from extranet.summons.models import Examination
from extranet.texts.models import TextReading
from intranet.files.problems import PROBLEMS

CODE = "files"
LARGEST = 50 * 1024 * 1024
"""Bytes of one paper. What is larger takes minutes over a telephone's network, and may not fit on the device."""

State = TextReading.State


def run(material: Material) -> Iterable[Finding]:
    for placement in material.placements:
        version = placement.version
        if version.size > LARGEST:
            says = _("Filen är %(size)s. Mer än %(most)s tar lång tid att öppna på en telefon.")
            sizes = {"size": filesizeformat(version.size), "most": filesizeformat(LARGEST)}
            yield about_paper(material, placement, f"{CODE}-size", says % sizes)
        text = material.texts.get(version.pk)
        examination = material.examinations.get(version.pk)
        if text is None or text.state in (State.WAITING, State.READING):
            says = _("Filen läses fortfarande. Vänta tills den är kontrollerad.")
            yield about_paper(material, placement, f"{CODE}-unread", says)
        elif text.state == State.UNREADABLE:
            why = str(PROBLEMS.get(text.problem, "")).rstrip(".")
            says = _("Filen går inte att läsa: %(why)s.") % {"why": why or _("okänt fel")}
            yield about_paper(material, placement, f"{CODE}-broken", says)
        elif examination is None or examination.state == Examination.State.RUNNING:
            says = _("Filen kontrolleras fortfarande.")
            yield about_paper(material, placement, f"{CODE}-unexamined", says)
        elif examination.state == Examination.State.FAILED:
            says = _("Dolda uppgifter i filen gick inte att kontrollera.")
            yield about_paper(material, placement, f"{CODE}-failed", says)


CHECK = Check(CODE, gettext_lazy("Filer"), run)
