"""Personal identity numbers in papers that are not secret. It says where, never which."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.summons.checks.finding import Check, Finding, Material
from extranet.summons.checks.naming import about_paper, pages
from extranet.summons.examining import PERSON_NUMBERS

CODE = "person-numbers"


def run(material: Material) -> Iterable[Finding]:
    for placement in material.open_papers():
        found = material.found(placement, PERSON_NUMBERS, [])
        if found:
            says = _("Ett personnummer står på %(pages)s. Maska det eller markera sekretess.")
            yield about_paper(material, placement, CODE, says % {"pages": pages(found)})


CHECK = Check(CODE, gettext_lazy("Personnummer i öppna handlingar"), run)
