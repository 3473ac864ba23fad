"""The verdicts on the addresses of private notes: their writer's alone, and while the rule lets them read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse

from tests.leaks import extranet_secrets as secret
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_corpus import Bodies
from tests.leaks.routes_extranet import Address
from tests.leaks.routes_feed import Owned
from tests.leaks.verdicts import Verdict, Visit

WRITER = "x fresh member"
RECUSED = "x recused member"


def notes(_bodies: Bodies) -> Iterable[Address]:
    """Meetings, by body and day: nothing of what is written."""
    yield Address(reverse("notes"), frozenset())
    yield Address(reverse("notes_hidden"), frozenset())


def meeting_notes(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("meeting_notes", args=[999999])
    for meeting, gate in ((bodies.meeting, secret.PLACE), (bodies.other_meeting, secret.ELSEWHERE)):
        path = reverse("meeting_notes", args=[meeting.pk])
        yield Address(
            path, frozenset({secret.NOTE, secret.ITEM}), twin, (gate,), audience=frozenset({WRITER})
        )


def _writing(name: str, things: dict[str, int], gates: dict[str, str]) -> Iterable[Address]:
    """To read, one is led to the item or paper itself."""
    twin = reverse(name, args=[999999])
    for key, pk in things.items():
        yield Address(reverse(name, args=[pk]), frozenset(), twin, (gates.get(key, key),))


def item_notes(bodies: Bodies) -> Iterable[Address]:
    return _writing("item_notes", {key: item.pk for key, item in bodies.items.items()}, {})


def paper_notes(bodies: Bodies) -> Iterable[Address]:
    # What is withdrawn is the registrator's to keep, not to write on; a recusal and a secret title close the item.
    twin = reverse("paper_notes", args=[999999])
    for key, item in (
        (secret.PAPER, secret.ITEM),
        (secret.COMING_VERSION, secret.COMING_VERSION),
        (secret.SECRET_FILE, secret.SECRET_TITLE),
        (secret.ANNEX, secret.SECRET_TITLE),
        (secret.STAFF, secret.STAFF),
        (secret.RECUSED_ITEM, secret.RECUSED_ITEM),
        (secret.PUBLIC_PAPER, secret.RECUSED_ITEM),
        (secret.UNPUBLISHED, secret.UNPUBLISHED),
        (secret.ELSEWHERE, secret.ELSEWHERE),
    ):
        yield Address(reverse("paper_notes", args=[bodies.papers[key].pk]), frozenset(), twin, (item,))
    withdrawn = reverse("paper_notes", args=[bodies.papers[secret.WITHDRAWN_PAPER].pk])
    yield Owned(withdrawn, frozenset(), twin, owner="nobody")


def note(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("note", args=[999999])
    yield Owned(reverse("note", args=[bodies.notes[WRITER].pk]), frozenset({secret.NOTE}), twin, owner=WRITER)
    # Not to its own writer while they are recused.
    yield Owned(reverse("note", args=[bodies.notes[RECUSED].pk]), frozenset(), twin, owner="nobody")


def note_remove(bodies: Bodies) -> Iterable[Address]:
    twin = reverse("note_remove", args=[999999])
    path = reverse("note_remove", args=[bodies.notes[WRITER].pk])
    yield Owned(path, frozenset({secret.NOTE}), twin, owner=WRITER)
    # The recused may remove what they don't see.
    yield Owned(reverse("note_remove", args=[bodies.notes[RECUSED].pk]), frozenset(), twin, owner=RECUSED)


ROUTES: dict[str, Callable[[Bodies], Iterable[Address]]] = {
    "notes": notes,
    "notes_hidden": notes,
    "meeting_notes": meeting_notes,
    "item_notes": item_notes,
    "paper_notes": paper_notes,
    "note": note,
    "note_remove": note_remove,
}


def _for_all_others(name: str) -> Verdict:
    """To the site's other personas nothing of it exists, and nothing they send is taken."""

    def visits(corpus: Corpus) -> list[Visit]:
        addresses = list(ROUTES[name](corpus.extranet))
        sent = {"text": "prov", "vems": "prov"}
        return [
            Visit(address.path, hidden=bool(address.twin), twin=address.twin, data=data)
            for address in addresses
            for data in ((None, sent) if address.twin and name != "meeting_notes" else (None,))
        ]

    return Verdict(visits, why="nobody of these sits in the bodies: test_extranet_matrix has those who do")


NOTES: dict[str, Verdict] = {name: _for_all_others(name) for name in ROUTES}
