"""The verdicts on previewing, checking and sending: for the body's secretary; the summons for those whom it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse

from tests.leaks import extranet_secrets as secret
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_corpus import Bodies
from tests.leaks.routes_desk_meetings import HERE, THERE, AtDesk
from tests.leaks.routes_extranet import AGENDA, Address
from tests.leaks.verdicts import Verdict, Visit

# A paper that is replaced by a coming one stands behind it, and only the coming one's name is told.
SEEN = AGENDA | {secret.REPLACED}
COME_LATER = frozenset({secret.UNPUBLISHED, secret.COMING_VERSION})


def _both(name: str, bodies: Bodies, gives: frozenset[str], query: str = "") -> Iterable[Address]:
    """The page of either body's meeting, for its own secretary alone."""
    twin = reverse(name, args=[999999])
    here = reverse(name, args=[bodies.meeting.pk]) + query
    there = reverse(name, args=[bodies.other_meeting.pk])
    yield AtDesk(here, gives, twin, also=SEEN)
    yield AtDesk(there, frozenset(), twin, also=frozenset({secret.ELSEWHERE}), who=THERE)


def desk_preview(bodies: Bodies) -> Iterable[Address]:
    yield from _both("desk_preview", bodies, frozenset())
    # As a member everything that they will read, drafts too; as others less, and the rest named as not shown.
    # What a draft is to replace stands behind it by then.
    instead = {secret.SECRET_NEUTRAL, secret.RECUSED_NEUTRAL, secret.PAPER}
    every = AGENDA - instead
    for persona in (
        "x fresh member",
        "x substitute",
        "x recused member",
        "x auditor",
        "x staff representative",
    ):
        twin = reverse("desk_preview", args=[999999])
        path = f"{reverse('desk_preview', args=[bodies.meeting.pk])}?person={bodies.people[persona].pk}"
        gives = every if persona == "x fresh member" else frozenset({secret.UNPUBLISHED})
        yield AtDesk(path, gives, twin, also=SEEN)
    # Who has nothing to do with the body can't be looked at.
    path = reverse("desk_preview", args=[bodies.meeting.pk])
    stranger = bodies.people["x member of another body"].pk
    yield AtDesk(
        f"{path}?person={stranger}", frozenset(), reverse("desk_preview", args=[999999]), who=frozenset()
    )


def desk_send(bodies: Bodies) -> Iterable[Address]:
    yield from _both("desk_send", bodies, frozenset())


def desk_send_confirm(bodies: Bodies) -> Iterable[Address]:
    yield from _both("desk_send_confirm", bodies, COME_LATER)


def desk_proof(bodies: Bodies) -> Iterable[Address]:
    yield from _both("desk_proof", bodies, frozenset())


def desk_proof_file(bodies: Bodies) -> Iterable[Address]:
    yield from _both("desk_proof_file", bodies, frozenset())


def summons_file(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("summons_file", args=[999999])
    yield Address(reverse("summons_file", args=[bodies.summons.pk]), frozenset({secret.SUMMONS}), twin)


ROUTES: dict[str, Callable[[Bodies], Iterable[Address]]] = {
    "desk_preview": desk_preview,
    "desk_send": desk_send,
    "desk_send_confirm": desk_send_confirm,
    "desk_proof": desk_proof,
    "desk_proof_file": desk_proof_file,
    "summons_file": summons_file,
}
assert HERE.isdisjoint(THERE)


def _for_all_others(name: str) -> Verdict:
    """To the site's other personas nothing of it exists, and nothing they send is taken."""

    def visits(corpus: Corpus) -> list[Visit]:
        addresses = list(ROUTES[name](corpus.extranet))
        sent = {"godta": "emptiness", "keys": "emptiness:item:1", "reason": "prov", "sett": "prov"}
        return [
            *(Visit(address.path, hidden=True, twin=address.twin) for address in addresses),
            *(Visit(address.path, hidden=True, twin=address.twin, data=sent) for address in addresses),
        ]

    return Verdict(visits, why="nobody of these prepares meetings: test_extranet_matrix has those who do")


DESK_SENDING: dict[str, Verdict] = {name: _for_all_others(name) for name in ROUTES}
