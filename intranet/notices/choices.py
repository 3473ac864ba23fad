"""How somebody wants to be told of each kind: always in the inbox, and by e-mail as they choose."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Case, CharField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from intranet.access.viewer import Viewer
from intranet.notices.kinds import Kind, kinds
from intranet.notices.models import Choice, How, NoticeQuerySet
from intranet.people.models import Person


def default(kind: Kind) -> How:
    """For whoever has not chosen: what is urgent is not left to the mail of the next morning."""
    return How.ONCE if kind.urgent else How.DAILY


def of(person: Person) -> dict[str, How]:
    """What a person has chosen, or would be given, for every kind; one query."""
    chosen = {row.kind: How(row.how) for row in Choice.objects.filter(person=person)}
    return {kind.code: chosen.get(kind.code, default(kind)) for kind in kinds()}


def to_choose(viewer: Viewer) -> list[Kind]:
    """The kinds that concern a viewer."""
    return [kind for kind in kinds() if kind.concerns(viewer)]


def save(person: Person, chosen: Mapping[str, str]) -> None:
    """Keep what somebody has chosen for some kinds, by code."""
    rows = [Choice(person=person, kind=code, how=how) for code, how in chosen.items()]
    Choice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=["how"]
    )


def with_how(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Annotate notices with `how` their person wants to be told; the same answer as `of`, inside a query."""
    urgent = [kind.code for kind in kinds() if kind.urgent]
    chosen = Choice.objects.filter(person=OuterRef("person"), kind=OuterRef("kind")).values("how")
    text = CharField()
    otherwise = Case(When(kind__in=urgent, then=Value(How.ONCE)), default=Value(How.DAILY), output_field=text)
    return notices.annotate(how=Coalesce(Subquery(chosen), otherwise, output_field=text))
