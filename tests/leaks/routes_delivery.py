"""The verdicts on delivery: the address of who reads on paper is theirs and the secretary's; prints are the desk's."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse

from tests.leaks import extranet_secrets as secret
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_corpus import Bodies
from tests.leaks.routes_desk_meetings import HERE, THERE, AtDesk
from tests.leaks.routes_extranet import Address
from tests.leaks.verdicts import Verdict, Visit

# What the member who reads on paper may read, and is printed for them.
TO_PRINT = frozenset(
    {
        secret.PAPER,
        secret.SECRET_NAME,
        secret.ANNEX,
        secret.STAFF,
        secret.RECUSED_ITEM,
        secret.PUBLIC_PAPER,
    }
)


def delivery(bodies: Bodies) -> Iterable[Address]:
    """Each finds their own choice there; who has no mandate, nothing."""
    yield Address(
        reverse("delivery"), frozenset({secret.ADDRESS}), audience=frozenset({secret.READS_ON_PAPER})
    )


def _at_meeting(name: str, gives: frozenset[str]) -> Callable[[Bodies], Iterable[Address]]:
    def addresses(bodies: Bodies) -> Iterable[Address]:
        twin = reverse(name, args=[999999])
        yield AtDesk(reverse(name, args=[bodies.meeting.pk]), gives, twin)
        yield AtDesk(reverse(name, args=[bodies.other_meeting.pk]), frozenset(), twin, who=THERE)

    return addresses


def desk_printed(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("desk_printed", args=["finns-inte"])
    for body, who in ((bodies.body, HERE), (bodies.elsewhere, THERE)):
        yield AtDesk(reverse("desk_printed", args=[body.slug]), frozenset(), twin, who=who)


ROUTES: dict[str, Callable[[Bodies], Iterable[Address]]] = {
    "delivery": delivery,
    "desk_prints": _at_meeting("desk_prints", TO_PRINT),
    "desk_addresses": _at_meeting("desk_addresses", frozenset({secret.ADDRESS})),
    "desk_addresses_csv": _at_meeting("desk_addresses_csv", frozenset({secret.ADDRESS})),
    "desk_printed": desk_printed,
}


def _for_all_others(name: str) -> Verdict:
    """To the site's other personas none of the desk exists, and nothing they send is taken."""

    def visits(corpus: Corpus) -> list[Visit]:
        addresses = list(ROUTES[name](corpus.extranet))
        hidden = name != "delivery"
        sent = {"posted": "1", "printing": "1", "take_back": "1"}
        return [
            *(Visit(address.path, hidden=hidden, twin=address.twin) for address in addresses),
            *(Visit(address.path, hidden=hidden, twin=address.twin, data=sent) for address in addresses),
        ]

    return Verdict(visits, why="nobody of these sits in the bodies: test_extranet_matrix has those who do")


DELIVERY: dict[str, Verdict] = {name: _for_all_others(name) for name in ROUTES}
