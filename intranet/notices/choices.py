"""How somebody wants to be told of each kind: always in the inbox, and by e-mail as they choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Case, CharField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from intranet.access.viewer import Viewer
from intranet.notices.kinds import Kind, kinds
from intranet.notices.models import Choice, How, NoticeQuerySet
from intranet.people.models import Person


def default(kind: Kind) -> How:
    return How.ONCE if kind.urgent else How.DAILY


def offered(kind: Kind) -> list[How]:
    """What there is to choose; what is urgent does not wait for the mail of the day."""
    return [How.ONCE, How.NONE] if kind.urgent else [How.DAILY, How.ONCE, How.NONE]


def of(person: Person) -> dict[str, How]:
    """What a person has chosen, or would be given, for every kind; one query."""
    chosen = {row.kind: How(row.how) for row in Choice.objects.filter(person=person)}
    return {kind.code: _valid(kind, chosen.get(kind.code)) for kind in kinds()}


def to_choose(viewer: Viewer) -> list[Kind]:
    """The kinds that concern a viewer."""
    return [kind for kind in kinds() if kind.concerns(viewer)]


def same_for(offered_kinds: Iterable[Kind], how: How) -> dict[str, str]:
    """One answer for several kinds, by code; what is urgent cannot wait for the mail of the day."""
    return {kind.code: _valid(kind, how).value for kind in offered_kinds}


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
    return notices.annotate(
        chosen=Coalesce(Subquery(chosen), otherwise, output_field=text),
        how=Case(
            When(chosen=How.DAILY, kind__in=urgent, then=Value(How.ONCE)),
            default="chosen",
            output_field=text,
        ),
    )


def _valid(kind: Kind, chosen: How | None) -> How:
    if chosen is None or chosen not in offered(kind):
        return default(kind)
    return chosen
