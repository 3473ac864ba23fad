"""The verdicts on what devices ask for: who may keep the meeting, and whom nothing of it exists for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from tests.leaks import extranet_secrets as secret
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_corpus import Bodies
from tests.leaks.routes_extranet import Address
from tests.leaks.verdicts import Verdict, Visit, plain

LOGGED = frozenset({"x auditor", "x superuser in break-glass"})
"""Whose readings are logged keep nothing on a device."""


@dataclass(frozen=True)
class Keeping(Address):
    """For who knows of the meeting and whose readings nobody logs: numbers only, until it is sent."""

    def admits(self, persona: str) -> bool:
        return persona not in LOGGED and super().admits(persona)


def offline_keep(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("offline_keep", args=[999999])
    for meeting, gate in ((bodies.meeting, secret.PLACE), (bodies.other_meeting, secret.ELSEWHERE)):
        yield Keeping(reverse("offline_keep", args=[meeting.pk]), frozenset(), twin, (gate,))


def offline_part(bodies: Bodies) -> Iterable[Address]:
    """Nothing without a device: test_offline_copies has those who have one."""
    twin = reverse("offline_part", args=[bodies.meeting.pk, 999999, 0])
    for placement in bodies.papers.values():
        path = reverse("offline_part", args=[placement.item.meeting_id, placement.pk, 0])
        yield Keeping(path, frozenset(), twin, (NOBODY,))


NOBODY = "nobody"
secret.READERS.setdefault(NOBODY, frozenset())

ROUTES: dict[str, Callable[[Bodies], Iterable[Address]]] = {
    "offline_keep": offline_keep,
    "offline_part": offline_part,
}


def _for_all_others(name: str) -> Verdict:
    def visits(corpus: Corpus) -> list[Visit]:
        addresses = list(ROUTES[name](corpus.extranet))
        hidden = [Visit(address.path, hidden=True, twin=address.twin) for address in addresses]
        if name == "offline_keep":
            hidden += [Visit(a.path, hidden=True, twin=a.twin, data={"prov": "1"}) for a in addresses]
        return hidden

    return Verdict(visits, why="nobody of these sits in the bodies: test_offline_copies has those who do")


def _device(corpus: Corpus) -> list[Visit]:
    missing = reverse("offline_revoke", args=[999999])
    return [Visit(reverse("offline_revoke", args=[1]), hidden=True, twin=missing)]


OFFLINE: dict[str, Verdict] = {name: _for_all_others(name) for name in ROUTES} | {
    "offline_worker": Verdict(plain("/sammantraden/sw.js"), why="a script, the same for all"),
    "offline_devices": Verdict(plain("/sammantraden/enheter/"), why="one's own devices"),
    "offline_contact": Verdict(
        plain("/sammantraden/enheter/kontakt/"), why="nothing without a device: test_offline_copies"
    ),
    "offline_revoke": Verdict(_device, why="one's own alone: tests/extranet/test_offline.py"),
}
