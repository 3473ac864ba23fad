"""People as the index knows them: name, title, unit; never more than the directory shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from intranet.access import people as access
from intranet.access.scope import PEOPLE, PROTECTED_PEOPLE
from intranet.access.viewer import Viewer
from intranet.finding.chunks import chunks
from intranet.finding.documents import IndexDocument, Part
from intranet.finding.results import Card
from intranet.organisation.models import Unit, lineage_paths
from intranet.people.models import Employment, Person

CHUNK = 500


class PersonSource:
    family = "person"
    kinds: Mapping[str, str | Promise] = {"person": gettext_lazy("Personer")}

    def count(self) -> int:
        return _findable().count()

    def iterate(self) -> Iterator[IndexDocument]:
        pks = _findable().order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)
        for some in chunks(pks, CHUNK):
            yield from self.documents([str(pk) for pk in some])

    def documents(self, pks: Collection[str]) -> Iterable[IndexDocument]:
        people = list(_findable().filter(pk__in=[int(pk) for pk in pks]))
        employments = defaultdict(list)
        mine = (
            Employment.objects.in_force(timezone.localdate()).filter(person__in=people).select_related("unit")
        )
        for employment in mine.order_by("-primary", "start", "pk"):
            employments[employment.person_id].append(employment)
        codes = dict(Unit.objects.values_list("path", "code"))
        return [_document(person, employments[person.pk], codes) for person in people]

    def below(self, pk: str) -> Iterable[str]:
        return [pk]

    def check(self, viewer: Viewer, pks: Collection[str]) -> Mapping[str, Card]:
        theirs = Employment.objects.in_force(viewer.today).filter(person=OuterRef("pk"))
        first = theirs.order_by("-primary", "start", "pk")
        people = (
            access.visible_to(viewer, Person.objects.all())
            .filter(pk__in=[int(pk) for pk in pks])
            .annotate(
                job_title=Subquery(first.values("title")[:1]),
                job_unit=Subquery(first.values("unit__name")[:1]),
            )
        )
        return {
            str(person.pk): Card(
                title=str(person),
                url=reverse("person", args=[person.pk]),
                kind_label=gettext("Person"),
                detail=", ".join(filter(None, [person.job_title, person.job_unit])),
                object=person,
            )
            for person in people
        }


def _findable() -> QuerySet[Person]:
    """Active people; whether they are protected decides the audience, not whether they are in the index."""
    return Person.objects.active(timezone.localdate())


def _document(person: Person, employments: list[Employment], codes: dict[str, str]) -> IndexDocument:
    jobs = [f"{employment.title}, {employment.unit}" for employment in employments]
    paths = [employment.unit.path for employment in employments]
    return IndexDocument(
        family=PersonSource.family,
        pk=str(person.pk),
        kind="person",
        title=str(person),
        lead=jobs[0] if jobs else "",
        keywords=tuple(employment.title for employment in employments),
        parts=tuple(Part("", "", job) for job in jobs[1:]),
        units=tuple(sorted({codes[path] for unit in paths for path in lineage_paths(unit) if path in codes})),
        until=person.active_to,
        audience=(PROTECTED_PEOPLE if person.protected else PEOPLE,),
        within=(f"{PersonSource.family}:{person.pk}",),
    )
