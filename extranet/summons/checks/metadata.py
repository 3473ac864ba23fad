"""What files carry along that nobody meant to send: comments, tracked changes, names of who wrote them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from extranet.summons.checks.finding import Check, Finding, Material
from extranet.summons.checks.naming import about_paper
from extranet.summons.findings import AUTHORS, CHANGES, COMMENTS

CODE = "metadata"


def run(material: Material) -> Iterable[Finding]:
    """Comments and changes are to be taken out. A name is only told of: who wrote an officer's letter is no secret."""
    for placement in material.placements:
        comments = material.found(placement, COMMENTS, 0)
        changes = material.found(placement, CHANGES, 0)
        said = []
        if comments:
            said.append(ngettext("en kommentar", "%(count)d kommentarer", comments) % {"count": comments})
        if changes:
            said.append(
                ngettext("en spårad ändring", "%(count)d spårade ändringar", changes) % {"count": changes}
            )
        if said:
            says = _("Filen har %(what)s kvar. Ta bort dem och lägg in filen igen.")
            yield about_paper(material, placement, CODE, says % {"what": _(" och ").join(said)})
        elif material.found(placement, AUTHORS, 0):
            says = _("Filens egenskaper innehåller namnet på den som skrev eller sparade den.")
            yield about_paper(material, placement, CODE, says, note=placement.pk not in material.secret)


CHECK = Check(CODE, gettext_lazy("Dolda uppgifter i filerna"), run)
