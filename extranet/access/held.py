"""What somebody holds at a moment besides their mandates: one query, whose arms are what the rule reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from extranet.access.area import NOWHERE, Area
from extranet.bodies.models import Authority
from extranet.exceptions.models import BreakGlass, Grant, Recusal
from extranet.mandates.models import Audit, Mandate
from extranet.meetings.models import Serving
from intranet.people.models import Appointment

Pairs = dict[int, frozenset[int]]

GRANTED, OPENED, AUDITS, SERVES = "granted", "opened", "audits", "serves"
APPOINTED, KEEPS, RECUSED = "appointed", "keeps", "recused"


@dataclass(frozen=True)
class Held:
    """`granted`: what grants open, `granted_secret` what of it with its secret papers.

    `opened`: bodies that the glass is broken for. `audits`: of each auditing body the bodies that it audits.
    `serving`: of each mandate the meetings of its own body at which it serves. `functions`: those that somebody
    has been appointed to, `kept`: authorities whose registrator they are, `recused`: items.
    """

    granted: Area
    granted_secret: Area
    opened: frozenset[int]
    audits: Pairs
    serving: Pairs
    functions: frozenset[int]
    kept: frozenset[int]
    recused: frozenset[int]


def held_by(person: int, groups: frozenset[int], at: datetime) -> Held:
    rows = read(person, groups, at)
    granted, secret = _granted(rows)
    return Held(
        granted=granted,
        granted_secret=secret,
        opened=_keys(rows, OPENED),
        audits=_pairs(rows, AUDITS),
        serving=_pairs(rows, SERVES),
        functions=_keys(rows, APPOINTED),
        kept=_keys(rows, KEEPS),
        recused=_keys(rows, RECUSED),
    )


class Row(NamedTuple):
    """`what` it is, and up to three primary keys; `secret`, of a grant alone, is 1 or 0."""

    what: str
    first: int | None
    second: int | None
    third: int | None
    secret: int


def read(person: int, groups: frozenset[int], at: datetime) -> list[Row]:
    """The rows of all arms."""
    today = timezone.localdate(at)
    mandates = Mandate.objects.in_force(today).filter(person=person)
    grants = Grant.objects.in_force(at).filter(Q(person=person) | Q(group__in=groups))
    serving = Serving.objects.filter(
        mandate__in=mandates.order_by().values("pk"), meeting__body=F("mandate__body")
    )
    audits = Audit.objects.filter(auditing__in=mandates.order_by().values("body"))
    first, *rest = [
        _arm(GRANTED, grants, "body", "meeting", "item", flag="secret"),
        _arm(OPENED, BreakGlass.objects.in_force(at).filter(person=person), "body"),
        _arm(AUDITS, audits, "auditing", "audited"),
        _arm(SERVES, serving, "mandate", "meeting"),
        _arm(APPOINTED, Appointment.objects.in_force(today).filter(person=person), "function"),
        _arm(KEEPS, Authority.objects.filter(registrators__in=groups), "pk"),
        _arm(RECUSED, Recusal.objects.in_effect(at).filter(person=person), "item"),
    ]
    return [Row(*row) for row in first.union(*rest, all=True)]


def _arm(what: str, rows: QuerySet, *keys: str, flag: str = "") -> QuerySet:
    """One arm of the union: columns that it lacks are empty, of the same type."""
    found: list[F | Value] = [F(key) for key in keys]
    columns = dict(zip(("key_1", "key_2", "key_3"), [*found, Value(None), Value(None)], strict=False))
    return (
        rows.order_by()
        .annotate(
            arm=Value(what, CharField()),
            **{name: Cast(key, BigIntegerField(null=True)) for name, key in columns.items()},
            with_secret=Cast(F(flag) if flag else Value(0), IntegerField()),
        )
        .values_list("arm", *columns, "with_secret")
    )


def _keys(rows: Iterable[Row], what: str) -> frozenset[int]:
    return frozenset(row.first for row in rows if row.what == what and row.first is not None)


def _pairs(rows: Iterable[Row], what: str) -> Pairs:
    found: dict[int, set[int]] = {}
    for row in rows:
        if row.what == what and row.first is not None and row.second is not None:
            found.setdefault(row.first, set()).add(row.second)
    return {one: frozenset(others) for one, others in found.items()}


def _granted(rows: Iterable[Row]) -> tuple[Area, Area]:
    granted = secret = NOWHERE
    for row in rows:
        if row.what == GRANTED:
            area = Area(bodies=_one(row.first), meetings=_one(row.second), items=_one(row.third))
            granted |= area
            if row.secret:
                secret |= area
    return granted, secret


def _one(key: int | None) -> frozenset[int]:
    return frozenset() if key is None else frozenset({key})
