"""What has been declared of places and of a person: one query, as plain rows.

Every audience, every view restriction, the person's groups and what they have to do with the bodies come as the
arms of one union, so that a viewer costs one query however many trees there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.auth.models import Group
from django.db.models import CharField, F, Field, IntegerField, Manager, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from intranet.access.mandates import Standing, arms
from intranet.access.models import CollectionAudience, SectionAudience
from intranet.prepared import prepared

SECTION, PAGE_RESTRICTION = "section", "page restriction"
COLLECTION, COLLECTION_RESTRICTION = "collection", "collection restriction"
MEMBERSHIP, PROTECTED_HANDLER, ADMIN_USER = "member", "handler", "admin"
STANDINGS = frozenset(Standing)


class Row(NamedTuple):
    """A row of the query: what it is, the id and tree path it is about, its kind, one of its groups."""

    what: str
    pk: int
    path: str
    kind: str
    group: int | None
    restriction: int


def rows(person_pk: int | None, today: date) -> list[Row]:
    """Every declaration and restriction, the person's groups and their standings that day, in one query."""
    now = timezone.now()
    found = _of_nobody() if person_pk is None else _of_somebody(today, person=person_pk, now=now)
    return [Row(*row) for row in found]


@prepared()
def _of_nobody() -> QuerySet:
    return _union(_places())


@prepared(person=int, now=datetime)
def _of_somebody(today: date, person: int, now: datetime) -> QuerySet:
    return _union(_places() + _groups(person) + _standings([person], today, now))


@prepared(people=list[int], now=datetime)
def _of_several(today: date, people: list[int], now: datetime) -> QuerySet:
    return _union(_places() + _standings(people, today, now))


def _union(parts: list[QuerySet]) -> QuerySet:
    first, *rest = parts
    return first.union(*rest, all=True)


def _places() -> list[QuerySet]:
    return [
        _part(SectionAudience.objects, SECTION, "page_id", "page__path", "audience", "groups"),
        _part(
            PageViewRestriction.objects,
            PAGE_RESTRICTION,
            "page_id",
            "page__path",
            "restriction_type",
            "groups",
            "pk",
        ),
        _part(
            CollectionAudience.objects, COLLECTION, "collection_id", "collection__path", "audience", "groups"
        ),
        _part(
            CollectionViewRestriction.objects,
            COLLECTION_RESTRICTION,
            "collection_id",
            "collection__path",
            "restriction_type",
            "groups",
            "pk",
        ),
    ]


def _groups(person_pk: int) -> list[QuerySet]:
    mine = Group.objects.filter(user=person_pk)
    handling = mine.filter(
        permissions__codename="handle_protected", permissions__content_type__app_label="access"
    )
    editing = mine.filter(
        permissions__codename="access_admin", permissions__content_type__app_label="wagtailadmin"
    )
    return [
        _part(mine, MEMBERSHIP, "pk", kind="name"),
        _part(handling, PROTECTED_HANDLER, "pk"),
        _part(editing, ADMIN_USER, "pk"),
    ]


def _standings(people: Collection[int], today: date, now: datetime) -> list[QuerySet]:
    """Rows about people: `pk` is whose they are."""
    return [_part(arm.rows, arm.standing, arm.person) for arm in arms(people, today, now)]


def rows_of(people: Iterable[int], today: date) -> dict[int, list[Row]]:
    """The same for several people at once, by primary key: two queries, however many they are."""
    several = list(people)
    common: list[Row] = []
    standing: list[Row] = []
    for row in _of_several(today, people=several, now=timezone.now()):
        (standing if row[0] in STANDINGS else common).append(Row(*row))
    found = {pk: list(common) for pk in several}
    for row in standing:
        found[row.pk].append(row)
    flags = {
        ("access", "handle_protected"): PROTECTED_HANDLER,
        ("wagtailadmin", "access_admin"): ADMIN_USER,
    }
    members = Group.objects.filter(user__in=found).values_list(
        "user", "pk", "name", "permissions__content_type__app_label", "permissions__codename"
    )
    seen: set[tuple[int, int]] = set()
    for person, group, name, app, codename in members:
        if (person, group) not in seen:
            seen.add((person, group))
            found[person].append(Row(MEMBERSHIP, group, "", name, -1, 0))
        if (app, codename) in flags:
            found[person].append(Row(flags[app, codename], group, "", "", -1, 0))
    return found


def _part(
    source: Manager | QuerySet,
    what: str,
    pk: str,
    path: str = "",
    kind: str = "",
    group: str = "",
    restriction: str = "",
) -> QuerySet:
    """One arm of the union; columns that an arm lacks are constants of the same type."""
    text, number = CharField(), IntegerField(null=True)

    def column(name: str, otherwise: str | int, field: Field) -> Cast | Value:
        return Cast(F(name), field) if name else Value(otherwise, field)

    return (
        source.order_by()
        .annotate(
            row_what=Value(what, text),
            row_pk=column(pk, 0, number),
            row_path=column(path, "", text),
            row_kind=column(kind, "", text),
            row_group=column(group, -1, number),
            row_restriction=column(restriction, 0, number),
        )
        .values_list("row_what", "row_pk", "row_path", "row_kind", "row_group", "row_restriction")
    )


def memberships(found: Iterable[Row]) -> dict[int, str]:
    """The person's groups: name by id."""
    return {row.pk: row.kind for row in found if row.what == MEMBERSHIP}


def standings(found: Iterable[Row]) -> frozenset[str]:
    """What the person has to do with the bodies."""
    return STANDINGS & {row.what for row in found}


def uses_admin(found: Iterable[Row]) -> bool:
    """Whether one of the person's groups may use Wagtail's admin."""
    return any(row.what == ADMIN_USER for row in found)


def handles_protected(found: Iterable[Row]) -> bool:
    """Whether the person is a named handler of protected persons."""
    return any(row.what == PROTECTED_HANDLER for row in found)


def with_groups(found: list[Row]) -> dict[tuple[str, int, str, int], frozenset[int]]:
    """Join the rows of one declaration (a row a group) into one entry with its groups."""
    joined: dict[tuple[str, int, str, int], set[int]] = {}
    for row in found:
        groups = joined.setdefault((row.path, row.pk, row.kind, row.restriction), set())
        if row.group is not None:
            groups.add(row.group)
    return {key: frozenset(groups) for key, groups in joined.items()}
