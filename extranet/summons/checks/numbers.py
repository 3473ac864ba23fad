"""Two items with one number, or one matter twice on the agenda."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extranet.meetings.models import AgendaItem
from extranet.summons.checks.finding import Check, Finding, Material
from extranet.summons.checks.naming import about_item

CODE = "numbers"


def run(material: Material) -> Iterable[Finding]:
    numbers: defaultdict[int, list[AgendaItem]] = defaultdict(list)
    matters: defaultdict[int, list[AgendaItem]] = defaultdict(list)
    for item in material.agenda:
        if item.number:
            numbers[item.number].append(item)
        if item.matter_id:
            matters[item.matter_id].append(item)
    for number, same in numbers.items():
        for item in same[1:]:
            says = _("Nummer %(number)s står på mer än ett ärende.") % {"number": number}
            yield about_item(material, item, f"{CODE}-{number}", says)
    for same in matters.values():
        for item in same[1:]:
            says = _("Samma diarieförda ärende står redan på dagordningen.")
            yield about_item(material, item, f"{CODE}-matter", says)


CHECK = Check(CODE, gettext_lazy("Nummer och dubbletter"), run)
