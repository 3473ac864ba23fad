"""The verdicts on the addresses of papers at the desk: for the body's secretary; the withdrawn for their keeper."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse

from extranet.placements.uploads import Upload
from tests.leaks import extranet_secrets as secret
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_corpus import Bodies
from tests.leaks.extranet_secrets import of
from tests.leaks.routes_desk_meetings import HERE, THERE, TITLES, AtDesk
from tests.leaks.routes_extranet import AGENDA, NAMED, Address
from tests.leaks.verdicts import Verdict, Visit

NOBODY: frozenset[str] = frozenset()
AROUND = AGENDA | {secret.ELSEWHERE}
WAITING = (secret.COMING_VERSION, secret.UNPUBLISHED)
SENT = (
    secret.PAPER,
    secret.REPLACED,
    secret.SECRET_FILE,
    secret.ANNEX,
    secret.STAFF,
    secret.RECUSED_ITEM,
    secret.PUBLIC_PAPER,
    secret.ELSEWHERE,
)
HAS_SUCCESSOR = (secret.PAPER, secret.REPLACED)


def upload(bodies: Bodies) -> Upload:
    """A file of the secretary's that waits to be sorted, called as a paper that is not published."""
    return Upload.objects.get_or_create(
        person=bodies.people["x secretary"],
        meeting=bodies.meeting,
        name=of(secret.UNPUBLISHED, "fil.pdf"),
        size=10,
        defaults={"offset": 10, "state": Upload.State.READY, "sha256": "2" * 64},
    )[0]


def papers(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("desk_meeting_papers", args=[999999])
    names = {secret.COMING_VERSION, secret.SECRET_NAME, secret.ANNEX, secret.PUBLIC_PAPER}
    here = reverse("desk_meeting_papers", args=[bodies.meeting.pk])
    yield AtDesk(here, TITLES | names, twin, also=AROUND)
    there = reverse("desk_meeting_papers", args=[bodies.other_meeting.pk])
    yield AtDesk(there, frozenset({secret.ELSEWHERE}), twin, who=THERE)


def sorting(bodies: Bodies) -> Iterable[Address]:
    upload(bodies)
    twin = reverse("desk_sort_papers", args=[999999])
    here = reverse("desk_sort_papers", args=[bodies.meeting.pk])
    yield AtDesk(here, frozenset({secret.UNPUBLISHED, secret.SECRET_NEUTRAL}), twin, also=AROUND)
    yield AtDesk(reverse("desk_sort_papers", args=[bodies.other_meeting.pk]), NOBODY, twin, who=THERE)


def _of_paper(
    name: str, gives: Iterable[str], leads_on: Iterable[str] = ()
) -> Callable[[Bodies], Iterable[Address]]:
    """`gives` of these the name; `leads_on`: another page is led to, whose address says nothing; others are missing."""

    def addresses(bodies: Bodies) -> Iterable[Address]:
        twin = reverse(name, args=[999999])
        for key, placed in bodies.papers.items():
            path = reverse(name, args=[placed.pk])
            who = THERE if key == secret.ELSEWHERE else HERE
            if key in gives:
                named = secret.PAPER if key == secret.REPLACED else NAMED.get(key, key)
                yield AtDesk(path, frozenset({named}), twin, also=AROUND, who=who)
            else:
                yield AtDesk(path, NOBODY, twin, who=who if key in leads_on else NOBODY)

    return addresses


def lift(bodies: Bodies) -> Iterable[Address]:
    placed = bodies.papers[secret.SECRET_FILE]
    marking = placed.secrecy.get()
    twin = reverse("desk_paper_lift", args=[999999, marking.pk])
    path = reverse("desk_paper_lift", args=[placed.pk, marking.pk])
    yield AtDesk(path, frozenset({secret.SECRET_NAME}), twin, also=AROUND)
    # Another paper's marking is not lifted through this one.
    other = reverse("desk_paper_lift", args=[bodies.papers[secret.ANNEX].pk, marking.pk])
    yield AtDesk(other, NOBODY, twin, who=NOBODY)


def withdrawn(bodies: Bodies) -> Iterable[Address]:
    keepers = frozenset({"x registrator"})
    missing = reverse("body", args=["finns-inte"])
    path = reverse("withdrawn_papers")
    yield AtDesk(path, frozenset({secret.WITHDRAWN_PAPER}), missing, who=keepers)


def _takes_only(name: str, which: Callable[[Bodies], object]) -> Callable[[Bodies], Iterable[Address]]:
    """What is only sent to: asked for, it answers everybody alike."""

    def addresses(bodies: Bodies) -> Iterable[Address]:
        key = which(bodies)
        nowhere = "00000000-0000-4000-8000-000000000000" if name in BY_KEY else 999999
        yield AtDesk(reverse(name, args=[key]), NOBODY, reverse(name, args=[nowhere]), who=NOBODY)

    return addresses


BY_KEY = ("desk_upload", "desk_drop_upload")

ROUTES: dict[str, Callable[[Bodies], Iterable[Address]]] = {
    "desk_meeting_papers": papers,
    "desk_sort_papers": sorting,
    "desk_paper": _of_paper("desk_paper", (*SENT, *WAITING)),
    "desk_paper_replace": _of_paper(
        "desk_paper_replace", {*SENT, *WAITING} - set(HAS_SUCCESSOR), HAS_SUCCESSOR
    ),
    "desk_paper_masked": _of_paper("desk_paper_masked", {secret.SECRET_FILE}),
    "desk_paper_secrecy": _of_paper("desk_paper_secrecy", (*SENT, *WAITING)),
    "desk_paper_lift": lift,
    "desk_paper_remove": _of_paper("desk_paper_remove", WAITING, SENT),
    "desk_paper_withdraw": _of_paper("desk_paper_withdraw", SENT, WAITING),
    "withdrawn_papers": withdrawn,
    "desk_add_files": _takes_only("desk_add_files", lambda bodies: bodies.meeting.pk),
    "desk_uploads": _takes_only("desk_uploads", lambda bodies: bodies.meeting.pk),
    "desk_upload": _takes_only("desk_upload", lambda bodies: upload(bodies).key),
    "desk_drop_upload": _takes_only("desk_drop_upload", lambda bodies: upload(bodies).key),
    "desk_arrange_papers": _takes_only("desk_arrange_papers", lambda bodies: bodies.items[secret.ITEM].pk),
}


def _for_all_others(name: str) -> Verdict:
    """To the site's other personas nothing of it exists, and nothing they send is taken."""

    def visits(corpus: Corpus) -> list[Visit]:
        addresses = list(ROUTES[name](corpus.extranet))
        sent = {"steg": "spara", "why": "prov", "assured": "1", "title": "prov"}
        return [
            *(Visit(address.path, hidden=True, twin=address.twin) for address in addresses),
            *(Visit(address.path, hidden=True, twin=address.twin, data=sent) for address in addresses),
        ]

    return Verdict(
        visits, why="nobody of these prepares or keeps anything: test_extranet_matrix has those who do"
    )


DESK_PAPERS: dict[str, Verdict] = {name: _for_all_others(name) for name in ROUTES}
