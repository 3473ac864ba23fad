"""The verdicts on the addresses of meetings and agendas at the desk: for the body's secretary, for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from tests.leaks import extranet_secrets as secret
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_corpus import Bodies
from tests.leaks.routes_extranet import Address
from tests.leaks.verdicts import Verdict, Visit

HERE, THERE = frozenset({"x secretary"}), frozenset({"x secretary of another body"})
TITLES = frozenset({secret.ITEM, secret.SECRET_TITLE, secret.STAFF, secret.RECUSED_ITEM, secret.UNPUBLISHED})


@dataclass(frozen=True)
class AtDesk(Address):
    """A page for the secretaries of one body, and missing for all others."""

    who: frozenset[str] = HERE

    def admits(self, persona: str) -> bool:
        return persona in self.who


def desk(bodies: Bodies) -> Iterable[Address]:
    missing = "/sammantraden/finns-inte/"
    yield AtDesk(reverse("desk"), frozenset(), missing, who=HERE | THERE)


def desk_meeting(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("desk_meeting", args=[999999])
    neutral = frozenset({secret.SECRET_NEUTRAL, secret.RECUSED_NEUTRAL})
    yield AtDesk(
        reverse("desk_meeting", args=[bodies.meeting.pk]),
        frozenset(),
        twin,
        also=TITLES | neutral | {secret.PLACE},
    )
    yield AtDesk(
        reverse("desk_meeting", args=[bodies.other_meeting.pk]),
        frozenset({secret.ELSEWHERE}),
        twin,
        who=THERE,
    )


ROUTES: dict[str, Callable[[Bodies], Iterable[Address]]] = {"desk": desk, "desk_meeting": desk_meeting}


def _for_all_others(name: str) -> Verdict:
    """To the site's other personas nothing of it exists, and nothing they send is taken."""

    def visits(corpus: Corpus) -> list[Visit]:
        addresses = list(ROUTES[name](corpus.extranet))
        sent = {"steg": "flytta", "neutral_title": "prov"}
        return [
            *(Visit(address.path, hidden=True, twin=address.twin) for address in addresses),
            *(Visit(address.path, hidden=True, twin=address.twin, data=sent) for address in addresses),
        ]

    return Verdict(visits, why="nobody of these prepares meetings: test_extranet_matrix has those who do")


DESK_MEETINGS: dict[str, Verdict] = {name: _for_all_others(name) for name in ROUTES}
