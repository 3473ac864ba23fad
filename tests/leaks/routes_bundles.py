"""The verdicts on the addresses of bundles: what the rule opens for whoever asks, and another's order for nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse

from tests.leaks import extranet_secrets as secret
from tests.leaks.bundle_order import OWNER
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_corpus import Bodies
from tests.leaks.routes_extranet import NEUTRAL, Address
from tests.leaks.verdicts import Verdict, Visit

TITLES = frozenset({secret.ITEM, secret.SECRET_TITLE, secret.STAFF, secret.RECUSED_ITEM, secret.UNPUBLISHED})
IN_THE_ZIP = frozenset(
    {
        secret.PAPER,
        secret.SECRET_FILE,
        secret.ANNEX,
        secret.STAFF,
        secret.RECUSED_ITEM,
        secret.PUBLIC_PAPER,
    }
)


class Own(Address):
    """There for its owner alone; to all others as if it were not."""

    def admits(self, persona: str) -> bool:
        return persona == OWNER


def bundle(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("bundle", args=[999999])
    yield Address(reverse("bundle", args=[bodies.meeting.pk]), TITLES, twin, instead=NEUTRAL)
    yield Address(reverse("bundle", args=[bodies.other_meeting.pk]), frozenset({secret.ELSEWHERE}), twin)


def bundle_order(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("bundle_order", args=[999999])
    yield Own(reverse("bundle_order", args=[bodies.order]), frozenset(), twin)


def bundle_file(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("bundle_file", args=[999999])
    yield Own(reverse("bundle_file", args=[bodies.order]), IN_THE_ZIP, twin)


ROUTES: dict[str, Callable[[Bodies], Iterable[Address]]] = {
    "bundle": bundle,
    "bundle_order": bundle_order,
    "bundle_file": bundle_file,
}


def _for_all_others(name: str) -> Verdict:
    """To the site's other personas nothing of it exists, and nothing is made for them."""

    def visits(corpus: Corpus) -> list[Visit]:
        addresses = list(ROUTES[name](corpus.extranet))
        asked = [Visit(each.path, hidden=True, twin=each.twin) for each in addresses]
        if name == "bundle":
            wanted = {"allt": "1", "form": "zip", "sekretess": "on"}
            asked += [Visit(each.path, hidden=True, twin=each.twin, data=wanted) for each in addresses]
        return asked

    return Verdict(visits, why="nobody of these sits in the bodies: test_extranet_matrix has those who do")


BUNDLES: dict[str, Verdict] = {name: _for_all_others(name) for name in ROUTES}
