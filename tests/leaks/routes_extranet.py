"""The verdicts on the addresses of meetings and papers: what the people of the bodies get there, and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from tests.leaks import extranet_secrets as secret
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_corpus import PERSONAS, Bodies
from tests.leaks.verdicts import Verdict, Visit

# What a meeting's page holds.
AGENDA = frozenset(
    {
        secret.PLACE,
        secret.ITEM,
        secret.PAPER,
        secret.COMING_VERSION,
        secret.SECRET_NEUTRAL,
        secret.SECRET_TITLE,
        secret.SECRET_NAME,
        secret.ANNEX,
        secret.STAFF,
        secret.RECUSED_NEUTRAL,
        secret.RECUSED_ITEM,
        secret.PUBLIC_PAPER,
        secret.UNPUBLISHED,
    }
)


@dataclass(frozen=True)
class Address:
    """Where one goes, and what comes out there for each who may have it.

    `gate` is the secret whose readers get there at all (everybody, if there is none): to all others it is like
    `twin`, where nothing is. `instead` is what stands there for those who are refused the rest: a neutral title for
    a title. `also` may stand there, as titles of neighbours do.
    """

    path: str
    gives: frozenset[str]
    twin: str = ""
    gate: tuple[str, ...] = ()
    instead: dict[str, str] = field(default_factory=dict)
    also: frozenset[str] = frozenset()
    audience: frozenset[str] = frozenset(PERSONAS)

    def admits(self, persona: str) -> bool:
        gate = self.gate or tuple(self.gives | set(self.instead.values()))
        return any(persona in secret.READERS[key] for key in gate)

    def due(self, persona: str) -> frozenset[str]:
        """What they must get."""
        if persona not in self.audience or not self.admits(persona):
            return frozenset()
        held = self._may(self.gives, persona)
        neutral = {key for title, key in self.instead.items() if title in self.gives and title not in held}
        return held | self._may(neutral, persona)

    def may(self, persona: str) -> frozenset[str]:
        """What they may get besides."""
        return self._may(self.also, persona) if self.admits(persona) else frozenset()

    def _may(self, keys: Iterable[str], persona: str) -> frozenset[str]:
        return frozenset(key for key in keys if persona in secret.READERS[key])


def _only(*keys: str) -> frozenset[str]:
    return frozenset(keys)


NEUTRAL = {secret.SECRET_TITLE: secret.SECRET_NEUTRAL, secret.RECUSED_ITEM: secret.RECUSED_NEUTRAL}
TITLES = AGENDA - {secret.SECRET_NEUTRAL, secret.RECUSED_NEUTRAL}
"""With `instead`: the neutral title stands where the title does not."""


def start(bodies: Bodies) -> Iterable[Address]:
    # Auditors and who has broken the glass read on the pages that log it; the item of a paper isn't named here.
    new = _only(
        secret.PAPER, secret.SECRET_NAME, secret.ANNEX, secret.STAFF, secret.RECUSED_ITEM, secret.PUBLIC_PAPER
    )
    logged = frozenset({"x auditor", "x superuser in break-glass"})
    base = reverse("meetings")
    places = _only(secret.PLACE, secret.ELSEWHERE)
    yield Address(base, places | new, audience=frozenset(PERSONAS) - logged)
    yield Address(base, places, audience=logged)
    yield Address(base, _only(secret.WITHDRAWN_PAPER), audience=frozenset({"x registrator"}))
    yield Address(base, _only(secret.UNPUBLISHED, secret.PLACE), audience=frozenset({"x author"}))
    yield Address(base, _only(secret.RECUSED_NEUTRAL), audience=frozenset({"x recused member"}))


def body(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("body", args=["finns-inte"])
    yield Address(reverse("body", args=[bodies.body.slug]), _only(secret.PLACE), twin)
    yield Address(reverse("body", args=[bodies.body.slug]) + "?ar=2020", _only(secret.PLACE), twin)
    yield Address(reverse("body", args=[bodies.elsewhere.slug]), _only(secret.ELSEWHERE), twin)


def meeting(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("meeting", args=[999999])
    yield Address(reverse("meeting", args=[bodies.meeting.pk]), TITLES, twin, instead=NEUTRAL)
    yield Address(reverse("meeting", args=[bodies.other_meeting.pk]), _only(secret.ELSEWHERE), twin)


def agenda_item(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("agenda_item", args=[999999])

    def at(item: str, *gives: str) -> Address:
        instead = {item: NEUTRAL[item]} if item in NEUTRAL else {}
        path = reverse("agenda_item", args=[bodies.items[item].pk])
        gate = (item, *instead.values())
        return Address(path, _only(*gives), twin, gate, instead)

    yield at(secret.ITEM, secret.ITEM, secret.PAPER, secret.COMING_VERSION)
    yield Address(
        reverse("agenda_item", args=[bodies.items[secret.ITEM].pk]),
        _only(secret.NOTE),
        twin,
        (secret.ITEM,),
    )
    yield at(secret.SECRET_TITLE, secret.SECRET_TITLE, secret.SECRET_NAME, secret.ANNEX)
    yield at(secret.STAFF, secret.STAFF)
    yield at(secret.RECUSED_ITEM, secret.RECUSED_ITEM, secret.PUBLIC_PAPER)
    yield at(secret.UNPUBLISHED, secret.UNPUBLISHED)
    yield at(secret.ELSEWHERE, secret.ELSEWHERE)


FILES = (
    secret.PAPER,
    secret.REPLACED,
    secret.COMING_VERSION,
    secret.SECRET_FILE,
    secret.ANNEX,
    secret.STAFF,
    secret.RECUSED_ITEM,
    secret.PUBLIC_PAPER,
    secret.UNPUBLISHED,
    secret.WITHDRAWN_PAPER,
    secret.ELSEWHERE,
)


NAMED = {secret.SECRET_FILE: secret.SECRET_NAME}
"""The secret that is a paper's name, where its file is another."""


def paper(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("paper", args=[999999])
    yield Address(
        reverse("paper", args=[bodies.papers[secret.PAPER].pk]), _only(secret.NOTE), twin, (secret.PAPER,)
    )
    yield Address(
        reverse("paper", args=[bodies.papers[secret.REPLACED].pk]),
        _only(),
        twin,
        (secret.PAPER,),
        also=_only(secret.NOTE),
    )
    for key in FILES:
        name = NAMED.get(key, key)
        # The file itself stands on no page; what is named is the paper, its item and its neighbours.
        gives = _only(secret.PAPER if key == secret.REPLACED else name)
        around = (AGENDA | {secret.ELSEWHERE}) - {key} if key != secret.WITHDRAWN_PAPER else frozenset()
        yield Address(reverse("paper", args=[bodies.papers[key].pk]), gives, twin, (name,), also=around)


def paper_file(bodies: Bodies) -> Iterable[Address]:
    """Who lacks the step-up alone knows that the file is there, and gets nothing of it."""
    twin = reverse("paper_file", args=[999999])
    for key in FILES:
        gate = (NAMED.get(key, key),)
        yield Address(reverse("paper_file", args=[bodies.papers[key].pk]), _only(key), twin, gate)


ROUTES: dict[str, Callable[[Bodies], Iterable[Address]]] = {
    "meetings": start,
    "body": body,
    "meeting": meeting,
    "agenda_item": agenda_item,
    "paper": paper,
    "paper_file": paper_file,
}


def _for_all_others(name: str) -> Verdict:
    """To the site's other personas nothing of it exists."""

    def visits(corpus: Corpus) -> list[Visit]:
        return [
            Visit(address.path, hidden=bool(address.twin), twin=address.twin)
            for address in ROUTES[name](corpus.extranet)
        ]

    return Verdict(visits, why="nobody of these sits in the bodies: test_extranet_matrix has those who do")


EXTRANET: dict[str, Verdict] = {name: _for_all_others(name) for name in ROUTES}
