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
    missing = reverse("body", args=["finns-inte"])
    yield AtDesk(reverse("desk"), frozenset({secret.PLACE, secret.ELSEWHERE}), missing, who=HERE | THERE)


def desk_meeting(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("desk_meeting", args=[999999])
    neutral = frozenset({secret.SECRET_NEUTRAL, secret.RECUSED_NEUTRAL})
    yield AtDesk(
        reverse("desk_meeting", args=[bodies.meeting.pk]),
        TITLES | {secret.PLACE},
        twin,
        also=neutral,
    )
    yield AtDesk(
        reverse("desk_meeting", args=[bodies.other_meeting.pk]),
        frozenset({secret.ELSEWHERE}),
        twin,
        who=THERE,
    )


def _at_body(name: str) -> Callable[[Bodies], Iterable[Address]]:
    """The place where it met last is offered for the next time."""

    def addresses(bodies: Bodies) -> Iterable[Address]:
        twin = reverse(name, args=["finns-inte"])
        for body, place, who in (
            (bodies.body, secret.PLACE, HERE),
            (bodies.elsewhere, secret.ELSEWHERE, THERE),
        ):
            yield AtDesk(reverse(name, args=[body.slug]), frozenset(), twin, also=frozenset({place}), who=who)

    return addresses


def _at_meeting(name: str, *gives: str) -> Callable[[Bodies], Iterable[Address]]:
    def addresses(bodies: Bodies) -> Iterable[Address]:
        twin = reverse(name, args=[999999])
        yield AtDesk(reverse(name, args=[bodies.meeting.pk]), frozenset(gives), twin)
        also = frozenset({secret.ELSEWHERE})
        yield AtDesk(reverse(name, args=[bodies.other_meeting.pk]), frozenset(), twin, also=also, who=THERE)

    return addresses


def _at_item(name: str, *neutral: str) -> Callable[[Bodies], Iterable[Address]]:
    """`neutral` besides: where the form is, a secret item's neutral title stands beside its title."""

    def addresses(bodies: Bodies) -> Iterable[Address]:
        twin = reverse(name, args=[999999])
        for item in (secret.ITEM, secret.SECRET_TITLE, secret.STAFF, secret.UNPUBLISHED):
            also = frozenset(neutral)
            yield AtDesk(reverse(name, args=[bodies.items[item].pk]), frozenset({item}), twin, also=also)
        there = reverse(name, args=[bodies.items[secret.ELSEWHERE].pk])
        yield AtDesk(there, frozenset({secret.ELSEWHERE}), twin, who=THERE)

    return addresses


ROUTES: dict[str, Callable[[Bodies], Iterable[Address]]] = {
    "desk": desk,
    "desk_meeting": desk_meeting,
    "desk_new_meeting": _at_body("desk_new_meeting"),
    "desk_template": _at_body("desk_template"),
    "desk_edit_meeting": _at_meeting("desk_edit_meeting", secret.PLACE),
    "desk_remove_meeting": _at_meeting("desk_remove_meeting"),
    "desk_new_item": _at_meeting("desk_new_item"),
    "desk_reuse": _at_meeting("desk_reuse"),
    "desk_item": _at_item("desk_item", secret.SECRET_NEUTRAL),
    "desk_remove_item": _at_item("desk_remove_item"),
}


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
