"""What of a meeting somebody gets in a bundle: what the rule opens for them at that moment, in the agenda's order.

A replaced paper gives way to what replaced it, as on the agenda; a withdrawn one lies on no agenda. Unless a
bundle is asked for with its secret papers, it holds none, and an item with anything secret on it stands there by
its neutral title: so it can be the same for all who may open the same papers, and be kept.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from extranet.access import items as item_rule
from extranet.access import placements as paper_rule
from extranet.access.rights import NOBODY, Rights
from extranet.bundles.watermark import carries_mark
from extranet.meetings.models import AgendaItem, Meeting
from extranet.meetings.numbering import is_without_gaps
from extranet.placements.models import Placement
from extranet.secrecy.models import secret_item, secret_placement

LAYOUT = 1
"""Raise it when a bundle of the same papers comes to look otherwise."""
NOT_IN_HERE = "Ärendet har handlingar med sekretess. De finns inte i den här filen."


@dataclass(frozen=True)
class Piece:
    placement: Placement
    secret: bool
    waiting: bool
    marked: bool

    @property
    def title(self) -> str:
        return str(self.placement.version.paper.title)


@dataclass(frozen=True)
class Chapter:
    """`titled`: by its title, not the neutral one; `waiting`: the body does not know of it yet."""

    item: AgendaItem
    number: int | None
    titled: bool
    waiting: bool = False
    note: str = ""
    pieces: Sequence[Piece] = ()

    @property
    def title(self) -> str:
        return str(self.item.title if self.titled else self.item.neutral_title)


@dataclass(frozen=True)
class Contents:
    meeting: Meeting
    chapters: Sequence[Chapter] = field(default=())

    @property
    def pieces(self) -> list[Piece]:
        return [piece for chapter in self.chapters for piece in chapter.pieces]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(piece.placement.version.size for piece in self.pieces)

    @property
    def is_for_all(self) -> bool:
        """Whether it may be built once, and kept, for all who may open the same: nothing secret, nothing that waits,
        nothing that carries its reader's name."""
        items = all(not c.waiting and not (c.titled and _is_secret(c.item)) for c in self.chapters)
        return items and not any(piece.secret or piece.waiting or piece.marked for piece in self.pieces)

    @property
    def made_of(self) -> list[Any]:
        """Enough to gather it again without a reader."""
        return [
            [chapter.item.pk, chapter.number, chapter.titled, [p.placement.pk for p in chapter.pieces]]
            for chapter in self.chapters
        ]

    @property
    def manifest(self) -> str:
        """Says all that a reader sees: two of the same manifest are the same book."""
        meeting = self.meeting
        facts = [meeting.pk, meeting.body.name, str(meeting.starts), str(meeting.ends), meeting.place]
        chapters = [
            [
                *[c.item.pk, c.number, c.title, c.note],
                [
                    [p.placement.pk, p.placement.version_id, p.placement.version.sha256, p.title, p.marked]
                    for p in c.pieces
                ],
            ]
            for c in self.chapters
        ]
        said = json.dumps([LAYOUT, facts, chapters], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


def gather(
    rights: Rights, meeting: Meeting, chosen: Collection[int] | None = None, *, secret: bool = False
) -> Contents:
    """What somebody gets of a meeting (with its body), of the items `chosen` or of all; a handful of queries.

    `secret`: with the secret papers that they may open now, which is none without a fresh step-up.
    """
    known = item_rule.known_to(rights, AgendaItem.objects.filter(meeting=meeting))
    listed = list(_items(known))
    titled = set(item_rule.visible_to(rights, known).values_list("pk", flat=True))
    numbered = is_without_gaps([item.number for item in listed])
    kept = [item for item in listed if chosen is None or item.pk in chosen]
    pieces = _pieces(rights, _current(rights, [item.pk for item in kept]))
    with_secret = secret and rights.fresh
    return Contents(
        meeting,
        [
            _chapter(
                rights,
                item,
                item.number if numbered else None,
                item.pk in titled and (with_secret or not _is_secret(item)),
                [piece for piece in pieces[item.pk] if with_secret or not piece.secret],
            )
            for item in kept
        ],
    )


def gather_again(meeting: Meeting, made_of: Iterable[Any], rights: Rights) -> Contents:
    """What was to be built for all, as it stands now: what is no longer for all is left out, and so the manifest
    is another. `rights` are nobody's; the moment is asked of them."""
    if rights.person != NOBODY:
        raise ValueError("what is built for all is gathered for nobody")
    listed = [(int(pk), number, titled, papers) for pk, number, titled, papers in made_of]
    known = AgendaItem.objects.filter(item_rule.PUBLISHED.query(rights), pk__in=[row[0] for row in listed])
    items = {item.pk: item for item in _items(known)}
    keys = [pk for row in listed for pk in row[3]]
    open_to_all = Placement.objects.filter(
        paper_rule.PUBLISHED.query(rights), pk__in=keys, withdrawn_at__isnull=True
    )
    pieces = {piece.placement.pk: piece for row in _pieces(rights, open_to_all).values() for piece in row}
    return Contents(
        meeting,
        [
            _chapter(
                rights,
                items[pk],
                number if items[pk].number == number else None,
                titled and not _is_secret(items[pk]),
                [pieces[key] for key in papers if key in pieces and not pieces[key].secret],
            )
            for pk, number, titled, papers in listed
            if pk in items
        ],
    )


def _chapter(
    rights: Rights, item: AgendaItem, number: int | None, titled: bool, pieces: Sequence[Piece]
) -> Chapter:
    lacks = _is_secret(item) and not any(piece.secret for piece in pieces)
    waiting = not item_rule.PUBLISHED.holds(rights, item)
    return Chapter(item, number, titled, waiting, NOT_IN_HERE if lacks else "", pieces)


def _items(among: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    marked = among.annotate(marked_secret=ExpressionWrapper(secret_item(), BooleanField()))
    return marked.select_related("meeting__body").order_by("order", "pk")


def _is_secret(item: AgendaItem) -> bool:
    return bool(item.marked_secret)  # type: ignore[attr-defined]


def _current(rights: Rights, items: Collection[int]) -> QuerySet[Placement]:
    """What opens, without what the reader sees replaced: by what is published, as the agenda shows it."""
    among = Placement.objects.filter(item__in=items, withdrawn_at__isnull=True)
    replacing = paper_rule.visible_to(
        rights,
        Placement.objects.filter(
            paper_rule.PUBLISHED.query(rights), replaces__isnull=False, withdrawn_at__isnull=True
        ),
    )
    return paper_rule.open_to(rights, among).exclude(pk__in=replacing.values("replaces"))


def _pieces(rights: Rights, among: QuerySet[Placement]) -> defaultdict[int, list[Piece]]:
    found: defaultdict[int, list[Piece]] = defaultdict(list)
    marked = among.annotate(
        marked_secret=ExpressionWrapper(secret_placement(), BooleanField()),
        not_published=ExpressionWrapper(paper_rule.NOT_PUBLISHED.query(rights), BooleanField()),
    )
    for placement in marked.select_related("version__paper", "item__meeting__body").order_by(
        "item", "order", "pk"
    ):
        secret = placement.marked_secret
        found[placement.item_id].append(
            Piece(placement, secret, placement.not_published, carries_mark(placement, secret=secret))
        )
    return found
