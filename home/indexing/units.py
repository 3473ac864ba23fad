"""Units as the index knows them: name, code, what they belong to, and the workplaces with their addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Length, Substr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from intranet.access import units as access
from intranet.access.scope import PEOPLE
from intranet.access.viewer import Viewer
from intranet.finding.chunks import chunks
from intranet.finding.documents import IndexDocument, Part
from intranet.finding.results import Card
from intranet.organisation.models import Unit, UnitQuerySet, Workplace, lineage_paths

CHUNK = 500
WORKPLACES = "arbetsplatser"  # where they stand on the unit's page


class UnitSource:
    family = "unit"
    kinds: Mapping[str, str | Promise] = {"enhet": gettext_lazy("Enheter")}

    def count(self) -> int:
        return _findable().count()

    def iterate(self) -> Iterator[IndexDocument]:
        pks = _findable().order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)
        for some in chunks(pks, CHUNK):
            yield from self.documents([str(pk) for pk in some])

    def documents(self, pks: Collection[str]) -> Iterable[IndexDocument]:
        units = list(_findable().filter(pk__in=[int(pk) for pk in pks]))
        above = {unit.path: unit for unit in Unit.objects.all()}
        workplaces = defaultdict(list)
        for workplace in Workplace.objects.filter(unit__in=units, active=True).order_by("name"):
            workplaces[workplace.unit_id].append(workplace)
        return [_document(unit, above, workplaces[unit.pk]) for unit in units]

    def below(self, pk: str) -> Iterable[str]:
        top = Unit.objects.filter(pk=int(pk)).first()
        if top is None:
            return [pk]
        return [str(pk) for pk in Unit.objects.filter(path__startswith=top.path).values_list("pk", flat=True)]

    def check(self, viewer: Viewer, pks: Collection[str]) -> Mapping[str, Card]:
        above = Unit.objects.filter(path=OuterRef("path_above")).order_by()
        units = (
            access.visible_to(viewer, Unit.objects.all())
            .filter(pk__in=[int(pk) for pk in pks])
            .annotate(path_above=Substr("path", 1, Length("path") - Unit.steplen))
            .annotate(belongs_to=Subquery(above.values("name")[:1]))
        )
        return {
            str(unit.pk): Card(
                title=unit.name,
                url=unit.get_absolute_url(),
                kind_label=unit.get_kind_display(),
                detail=unit.belongs_to or "",
                object=unit,
            )
            for unit in units
        }


def _findable() -> UnitQuerySet:
    return Unit.objects.filter(active=True)


def _document(unit: Unit, above: dict[str, Unit], workplaces: list[Workplace]) -> IndexDocument:
    lineage = [above[path] for path in lineage_paths(unit.path)]
    # The legal entity is what nearly all belong to, and so tells nothing of any.
    names = [each.name for each in lineage[:-1] if each.kind != Unit.Kind.ORGANISATION]
    parts = [Part("", "", unit.description)] if unit.description else []
    parts += [Part(WORKPLACES, workplace.name, workplace.address) for workplace in workplaces]
    return IndexDocument(
        family=UnitSource.family,
        pk=str(unit.pk),
        kind="enhet",
        title=unit.name,
        lead=names[-1] if names else "",
        keywords=(unit.code, *names[:-1]),
        parts=tuple(parts),
        units=tuple(sorted(each.code for each in lineage)),
        own_units=(unit.code,),
        audience=(PEOPLE,),
        within=(f"{UnitSource.family}:{unit.pk}",),
    )
