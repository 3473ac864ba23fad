"""Pages that are pictures of text: nobody can search them, and no screen reader reads them (lag 2018:1937)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.summons.checks.finding import Check, Finding, Material
from extranet.summons.checks.naming import about_paper, pages
from extranet.summons.examining import EMPTY, PAGES

CODE = "scans"


def run(material: Material) -> Iterable[Finding]:
    for placement in material.open_papers():
        empty, count = material.found(placement, EMPTY, []), material.found(placement, PAGES, 0)
        if not empty:
            continue
        if len(empty) == count:
            says = _("Ingen sida har läsbar text. Gör om filen med textigenkänning (OCR).")
        else:
            says = _("Det finns ingen läsbar text på %(pages)s.") % {"pages": pages(empty)}
        yield about_paper(material, placement, CODE, says)


CHECK = Check(CODE, gettext_lazy("Sidor utan läsbar text"), run)
