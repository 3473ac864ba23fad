"""Markings that seem to be missing: open texts that speak of secrecy, open titles that say what a secret paper is."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.placements.models import Placement
from extranet.summons.checks.finding import Check, Finding, Material
from extranet.summons.checks.naming import about_item, about_paper, pages
from extranet.summons.examining import SECRECY

CODE = "secrecy"
SHORTEST = 6
"""Letters of a title that is looked for in another: "Karta" stands in many."""


def run(material: Material) -> Iterable[Finding]:
    yield from _words(material)
    yield from _titles(material)
    for item in material.items:
        if item.exercises_authority and not any(p.pk in material.secret for p in material.of(item)):
            says = _("Ärendet gäller myndighetsutövning, men ingen av handlingarna är sekretessmarkerad.")
            yield about_item(material, item, f"{CODE}-authority", says, note=True)


def _words(material: Material) -> Iterable[Finding]:
    for placement in material.open_papers():
        found = material.found(placement, SECRECY, [])
        if found:
            says = _("Texten talar om sekretess på %(pages)s, men handlingen är inte sekretessmarkerad.")
            yield about_paper(material, placement, f"{CODE}-words", says % {"pages": pages(found)})


def _titles(material: Material) -> Iterable[Finding]:
    """Of each item: whether a title that all may read repeats that of a paper that they may not."""
    for item in material.agenda:
        placed = material.of(item)
        titles = [_plain(p.version.paper.title) for p in placed if p.pk in material.secret]
        titles = [title for title in titles if len(title) >= SHORTEST]
        if not titles:
            continue
        if _repeats(item.neutral_title, titles):
            says = _("Den neutrala rubriken säger detsamma som rubriken på en sekretessbelagd handling.")
            yield about_item(material, item, f"{CODE}-title", says)
        for placement in placed:
            if _is_told(placement, titles, placement.pk in material.secret):
                says = _(
                    "Handlingens öppna rubrik säger detsamma som rubriken på en sekretessbelagd handling."
                )
                yield about_paper(material, placement, f"{CODE}-title", says)


def _is_told(placement: Placement, titles: list[str], secret: bool) -> bool:
    paper = placement.version.paper
    return _repeats(paper.neutral_title if secret else paper.title, titles)


def _repeats(title: str, titles: Iterable[str]) -> bool:
    said = _plain(title)
    return any(one in said for one in titles)


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


CHECK = Check(CODE, gettext_lazy("Sekretess"), run)
