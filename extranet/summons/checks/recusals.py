"""Recusals that have been declared: how many, in which items; not by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from extranet.exceptions.models import Recusal
from extranet.summons.checks.finding import Check, Finding, Material, mend
from extranet.summons.checks.naming import item_name

CODE = "recusals"


def run(material: Material) -> Iterable[Finding]:
    on_agenda = Recusal.objects.in_effect(material.now).filter(item__in=[item.pk for item in material.agenda])
    counts = Counter(on_agenda.values_list("item", flat=True))
    for item in material.agenda:
        count = counts[item.pk]
        if not count:
            continue
        says = ngettext(
            "En person har anmält jäv och får inte handlingarna förrän ärendet är avgjort.",
            "%(count)d personer har anmält jäv och får inte handlingarna förrän ärendet är avgjort.",
            count,
        )
        to_recusal = mend("recusal", item.pk, _("Öppna jäv")) if item.pk in material.handled else None
        yield Finding(
            f"{CODE}:{item.pk}", says % {"count": count}, item_name(material, item), to_recusal, note=True
        )


CHECK = Check(CODE, gettext_lazy("Jäv"), run)
