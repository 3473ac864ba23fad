"""The two forms of the rule agree, and each answer is a part of the one before, in whatever constellation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extranet.access import desk, items, placements
from extranet.access.rights import Rights, rights_of
from extranet.bodies.models import Body, BodyRules
from extranet.exceptions.models import BreakGlass, Grant, Recusal
from extranet.mandates.models import Audit, Mandate, MandateItem, MandateKind, Role
from extranet.meetings.models import AgendaItem, Meeting, Serving
from extranet.papers.models import Matter
from extranet.placements.models import Placement
from intranet.access.viewer import viewer_of
from tests.extranet.make import (
    make_authority,
    make_body,
    make_item,
    make_matter,
    make_meeting,
    make_paper,
    make_version,
    mark_secret,
    place,
)
from tests.factories import make_function, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HOURS = (-72, -25, -1, 1, 25)
MANY = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Corpus:
    """A small municipality drawn by lot: everything may stand to everything."""

    def __init__(self, seed: int) -> None:
        self.lot = Random(seed)
        self.now = timezone.now()
        self.people = [make_person(employed=self.lot.random() < 0.5) for _ in range(4)]
        group = Group.objects.create(name=f"Lottade {seed}")
        for person in self.lot.sample(self.people, 2):
            person.groups.add(group)
        self.group = group
        authorities = [make_authority(f"A{number}") for number in range(2)]
        self.lot.choice(authorities).registrators = group
        for authority in authorities:
            authority.save()
        self.authorities = authorities
        self.function = make_function("chef", holder=self.lot.choice(self.people))
        self.bodies = [self.body() for _ in range(3)]
        self.meetings = [make_meeting(self.lot.choice(self.bodies), self.moment()) for _ in range(4)]
        self.items = [self.item() for _ in range(6)]
        self.placements = [self.placement() for _ in range(10)]
        self.mandates = [self.mandate() for _ in range(8)]
        for _ in range(3):
            self.exception()
        for _ in range(3):
            self.secrecy()
        self.serving()

    def moment(self):
        return self.now + timedelta(hours=self.lot.choice(HOURS))

    def maybe(self, value, chance: float = 0.5):
        return value if self.lot.random() < chance else None

    def body(self) -> Body:
        return make_body(
            f"Organ {self.lot.random()}",
            authority=self.lot.choice(self.authorities),
            substitutes_read_secret=self.lot.choice(BodyRules.SubstitutesRead.values),
            recusal_hides=self.lot.choice(BodyRules.RecusalHides.values),
        )

    def item(self) -> AgendaItem:
        return make_item(
            self.lot.choice(self.meetings),
            published=False,
            published_at=self.maybe(self.moment(), 0.8),
            decided_at=self.maybe(self.moment(), 0.3),
            kind=self.lot.choice(AgendaItem.Kind.values),
        )

    def placement(self) -> Placement:
        paper = make_paper(
            make_matter(authority=self.lot.choice(self.authorities)),
            *self.lot.sample(self.people, self.lot.randint(0, 1)),
            responsible=self.maybe(self.function, 0.2),
        )
        paper.reviewers.set(self.lot.sample(self.people, self.lot.randint(0, 1)))
        withdrawn = self.maybe(self.moment(), 0.2)
        return place(
            self.lot.choice(self.items),
            make_version(paper, made_by=self.people[0]),
            published=False,
            published_at=self.maybe(self.moment(), 0.7),
            public_at=self.maybe(self.moment(), 0.3),
            withdrawn_at=withdrawn,
            withdrawn_why="Fel fil" if withdrawn else "",
        )

    def mandate(self) -> Mandate:
        today = timezone.localdate(self.now)
        start = today + timedelta(days=self.lot.choice((-400, -1, 0, 1)))
        mandate = Mandate.objects.create(
            person=self.lot.choice(self.people),
            body=self.lot.choice(self.bodies),
            role=self.lot.choice(list(Role.objects.all())),
            start=start,
            end=self.maybe(start + timedelta(days=self.lot.choice((0, 1, 399, 400, 800))), 0.4),
        )
        for kind in self.lot.sample(AgendaItem.Kind.values, 2):
            MandateKind.objects.create(mandate=mandate, kind=kind)
        MandateItem.objects.create(mandate=mandate, item=self.lot.choice(self.items))
        return mandate

    def exception(self) -> None:
        what = self.lot.choice(("item", "meeting", "body"))
        to_group = self.lot.random() < 0.5
        Grant.objects.create(
            person=None if to_group else self.lot.choice(self.people),
            group=self.group if to_group else None,
            reason="Lottat",
            secret=self.lot.random() < 0.5,
            starts=self.now - timedelta(days=5),
            expires=self.moment(),
            made_by=make_person(),
            **{
                what: self.lot.choice(
                    {"item": self.items, "meeting": self.meetings, "body": self.bodies}[what]
                )
            },
        )
        Recusal.objects.create(
            person=self.lot.choice(self.people),
            item=self.lot.choice(self.items),
            declared_at=self.moment(),
            outcome=self.lot.choice(Recusal.Outcome.values),
            ended_at=self.maybe(self.moment(), 0.3),
        )
        BreakGlass.objects.create(
            person=self.lot.choice(self.people),
            body=self.lot.choice(self.bodies),
            reason="Lottat",
            begun_at=self.moment(),
            expires=self.moment(),
        )
        auditing, audited = self.lot.sample(self.bodies, 2)
        Audit.objects.get_or_create(auditing=auditing, audited=audited)

    def secrecy(self) -> None:
        placement = self.lot.choice(self.placements)
        marking = (
            mark_secret(placement=placement)
            if self.lot.random() < 0.5
            else mark_secret(version=placement.version)
        )
        marking.lifted_at = self.maybe(self.now, 0.2)
        marking.save()

    def serving(self) -> None:
        substitute, member = self.lot.sample(self.mandates, 2)
        Serving.objects.create(meeting=self.lot.choice(self.meetings), mandate=substitute, instead_of=member)


@contextmanager
def drawn(seed: int) -> Iterator[Corpus]:
    """A corpus that is gone afterwards."""
    with transaction.atomic():
        yield Corpus(seed)
        transaction.set_rollback(True)


def everybody(corpus: Corpus, fresh: bool) -> list[Rights]:
    moments = [corpus.now, corpus.now + timedelta(hours=25, seconds=1)]
    found = [rights_of(viewer_of(p), at, fresh=fresh) for p in corpus.people for at in moments]
    return [*found, rights_of(viewer_of(None), corpus.now, fresh=fresh)]


@given(seed=st.integers(0, 10**6), fresh=st.booleans())
@MANY
def test_the_queryset_and_the_predicate_agree(seed, fresh):
    with drawn(seed) as corpus:
        every = list(Placement.objects.select_related("item__meeting__body", "version__paper__matter"))
        agenda = list(AgendaItem.objects.select_related("meeting__body"))
        for rights in everybody(corpus, fresh):
            for answer in ("known_to", "visible_to", "open_to"):
                assert both_ways(placements, answer, rights, every), seed
            for answer in ("known_to", "visible_to"):
                assert both_ways(items, answer, rights, agenda), seed


@given(seed=st.integers(0, 10**6))
@MANY
def test_both_forms_of_the_desks_rules_agree(seed):
    with drawn(seed) as corpus:
        drawn_matters = list(Matter.objects.all())
        for item in corpus.items:
            AgendaItem.objects.filter(pk=item.pk).update(matter=corpus.lot.choice(drawn_matters))
        things = {
            "bodies": list(Body.objects.all()),
            "meetings": list(Meeting.objects.all()),
            "movable": list(AgendaItem.objects.select_related("meeting")),
            "items": list(AgendaItem.objects.select_related("meeting")),
            "placements": list(Placement.objects.select_related("item__meeting")),
            "matters": list(Matter.objects.select_related("authority")),
            "titled": list(Matter.objects.all()),
        }
        for rights in everybody(corpus, fresh=True):
            for name, every in things.items():
                rule = getattr(desk, name.upper())
                asked = set(type(every[0]).objects.filter(rule.query(rights)).values_list("pk", flat=True))
                assert asked == {thing.pk for thing in every if rule.admits(rights, thing)}, (seed, name)
            assert set(desk.items(rights, AgendaItem.objects.all())) <= set(
                desk.movable(rights, AgendaItem.objects.all())
            )


def both_ways(room: Any, answer: str, rights: Rights, things: list[Any]) -> bool:
    asked = getattr(room, answer)(rights, type(things[0]).objects.all())
    one_by_one = {thing.pk for thing in things if getattr(room, f"is_{answer}")(rights, thing)}
    return set(asked.values_list("pk", flat=True)) == one_by_one


@given(seed=st.integers(0, 10**6), fresh=st.booleans())
@MANY
def test_each_answer_is_a_part_of_the_one_before(seed, fresh):
    with drawn(seed) as corpus:
        for rights in everybody(corpus, fresh):
            opened = set(placements.open_to(rights, Placement.objects.all()))
            seen = set(placements.visible_to(rights, Placement.objects.all()))
            assert opened <= seen
            titled = set(items.visible_to(rights, AgendaItem.objects.all()))
            assert titled <= set(items.known_to(rights, AgendaItem.objects.all()))


def test_the_lots_hold_what_they_are_to_try():
    """A corpus in which nothing is ever opened, or everything, would hold nothing."""
    opened = asked = 0
    for seed in range(12):
        with drawn(seed) as corpus:
            for rights in everybody(corpus, fresh=True):
                opened += placements.open_to(rights, Placement.objects.all()).count()
                asked += len(corpus.placements)
    assert 0.02 < opened / asked < 0.6
