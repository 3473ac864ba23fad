"""The verdicts on the calendar: its address gives what its owner may know of, to whoever holds it, and no titles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from extranet.feed import tokens
from extranet.feed.models import CalendarToken
from tests.leaks import extranet_secrets as secret
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_corpus import Bodies
from tests.leaks.routes_extranet import Address
from tests.leaks.verdicts import Verdict, Visit, plain

OWNERS = (
    "x fresh member",
    "x recused member",
    "x member of another body",
    "x mandate ended",
    "x mandate to start",
    "x grant in force",
    "x superuser",
)
REVOKED = "x auditor"


@dataclass(frozen=True)
class Held(Address):
    """The address of somebody's calendar: whoever asks there gets what its owner would."""

    owner: str = ""

    def due(self, persona: str) -> frozenset[str]:
        return frozenset(key for key in self.gives if self.owner in secret.READERS[key])


def _token(bodies: Bodies, owner: str, **fields) -> str:
    token = f"adress-av-{owner}"
    CalendarToken.objects.get_or_create(
        hash=tokens.hashed(token), defaults={"person": bodies.people[owner], "name": "telefonen", **fields}
    )
    return f"{reverse('calendar_feed')}?nyckel={token}"


def feed(bodies: Bodies) -> Iterable[Address]:
    places = frozenset({secret.PLACE, secret.ELSEWHERE})
    for owner in OWNERS:
        yield Held(_token(bodies, owner), places, owner=owner)
    gone = _token(bodies, REVOKED, revoked_at=bodies.meeting.starts)
    yield Address(gone, frozenset(), f"{reverse('calendar_feed')}?nyckel=fel")


def addresses(_bodies: Bodies) -> Iterable[Address]:
    yield Address(reverse("calendar"), frozenset())


def revoking(bodies: Bodies) -> Iterable[Address]:
    _token(bodies, OWNERS[0])
    own = CalendarToken.objects.get(person=bodies.people[OWNERS[0]])
    twin = reverse("calendar_revoke", args=[999999])
    yield Owned(reverse("calendar_revoke", args=[own.pk]), frozenset(), twin, owner=OWNERS[0])


@dataclass(frozen=True)
class Owned(Address):
    """What one person alone has."""

    owner: str = ""

    def admits(self, persona: str) -> bool:
        return persona == self.owner


ROUTES: dict[str, Callable[[Bodies], Iterable[Address]]] = {
    "calendar": addresses,
    "calendar_revoke": revoking,
    "calendar_feed": feed,
}


def _revoking(corpus: Corpus) -> list[Visit]:
    return [
        Visit(address.path, hidden=True, twin=address.twin, data=data)
        for address in revoking(corpus.extranet)
        for data in (None, {"ny": "1"})
    ]


FEED = {
    "calendar": Verdict(plain(reverse("calendar")), why="one's own addresses, of which the corpus has none"),
    "calendar_revoke": Verdict(_revoking, why="another's, to all of these"),
    "calendar_feed": Verdict(
        plain(reverse("calendar_feed"), f"{reverse('calendar_feed')}?nyckel=fel"),
        why="without a token there is nothing: test_extranet_matrix has those who hold one",
    ),
}
