"""The verdicts on the addresses of attendance and recusal: of a meeting its place, of an item its neutral title."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from tests.leaks import extranet_secrets as secret
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_corpus import Bodies
from tests.leaks.routes_extranet import Address
from tests.leaks.verdicts import Verdict, Visit

# Who has a seat or may serve, and who is the secretary: not everybody who reads there is asked whether they come.
ASKED = frozenset(
    {
        "x member",
        "x fresh member",
        "x recused member",
        "x substitute",
        "x serving substitute",
        "x secretary",
    }
)
ASKED_ELSEWHERE = frozenset({"x member of another body", "x secretary of another body"})


@dataclass(frozen=True)
class Asking(Address):
    """A page for those who are asked, and missing for all others who read in the body."""

    asked: frozenset[str] = frozenset()

    def admits(self, persona: str) -> bool:
        return persona in self.asked


def attendance(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("attendance", args=[999999])
    here, there = (
        reverse("attendance", args=[meeting.pk]) for meeting in (bodies.meeting, bodies.other_meeting)
    )
    yield Asking(here, frozenset({secret.PLACE}), twin, asked=ASKED)
    yield Asking(there, frozenset({secret.ELSEWHERE}), twin, asked=ASKED_ELSEWHERE)
    for_another = bodies.people["x fresh member"].mandates.get().pk
    own = frozenset({"x fresh member", "x secretary"})
    yield Asking(f"{here}?svara={for_another}", frozenset({secret.PLACE}), twin, asked=own)


def recusal(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("recusal", args=[999999])
    for item, neutral in (
        (secret.ITEM, secret.ITEM),
        (secret.SECRET_TITLE, secret.SECRET_NEUTRAL),
        (secret.STAFF, secret.STAFF),
        (secret.RECUSED_ITEM, secret.RECUSED_NEUTRAL),
        (secret.UNPUBLISHED, secret.UNPUBLISHED),
        (secret.ELSEWHERE, secret.ELSEWHERE),
    ):
        path = reverse("recusal", args=[bodies.items[item].pk])
        yield Address(path, frozenset({neutral}), twin)


ROUTES: dict[str, Callable[[Bodies], Iterable[Address]]] = {"attendance": attendance, "recusal": recusal}


def _for_all_others(name: str) -> Verdict:
    """To the site's other personas nothing of it exists, and nothing they send is taken."""

    def visits(corpus: Corpus) -> list[Visit]:
        addresses = list(ROUTES[name](corpus.extranet))
        sent = {"said": "absent", "steg": "bekrafta", "why": "prov"}
        return [
            *(Visit(address.path, hidden=True, twin=address.twin) for address in addresses),
            *(Visit(address.path, hidden=True, twin=address.twin, data=sent) for address in addresses),
        ]

    return Verdict(visits, why="nobody of these sits in the bodies: test_extranet_matrix has those who do")


ATTENDANCE: dict[str, Verdict] = {name: _for_all_others(name) for name in ROUTES}
