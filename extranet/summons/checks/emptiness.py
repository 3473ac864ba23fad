"""Items that are to be decided and have neither papers nor a proposal."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.meetings.models import AgendaItem
from extranet.summons.checks.finding import Check, Finding, Material
from extranet.summons.checks.naming import about_item

CODE = "emptiness"
Kind = AgendaItem.Kind
DECIDED = (Kind.DECISION, Kind.MOTION, Kind.PROPOSAL, Kind.EMPLOYER)


def run(material: Material) -> Iterable[Finding]:
    for item in material.items:
        if item.kind not in DECIDED or item.proposal.strip():
            continue
        if not material.of(item):
            yield about_item(
                material, item, CODE, _("Ärendet har varken handlingar eller förslag till beslut.")
            )
        elif item.matter_id:
            yield about_item(
                material, item, CODE, _("Ärendet har inget eget förslag till beslut."), note=True
            )


CHECK = Check(CODE, gettext_lazy("Ärenden utan underlag"), run)
