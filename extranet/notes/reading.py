"""One's own notes, as far as the rule lets their writer read what they are about. Nobody else's, ever.

A note on an item is shown to whom the item's title is shown; one on a paper, while its writer may open a version of
that paper on the item. What it quotes is shown only where that stands: in the version that was noted on, or word for
word in one that they may open instead. So a withdrawn paper is gone from its readers' notes, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet

from extranet.access import items as item_rule
from extranet.access import placements as paper_rule
from extranet.access.rights import Rights, rights_of
from extranet.meetings.models import AgendaItem
from extranet.notes.finding import Sought, has_text, pages_of
from extranet.notes.models import Note as Row
from extranet.notes.sealing import Content, SealedError, unseal
from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from intranet.access.viewer import viewer_of
from intranet.people.models import Person


class Standing(StrEnum):
    """Where a note stands in the version that is read now."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Note:
    """`version` and `page`: what was noted on. `placement` is the paper to read it at, and `page_now` the page
    there, if it is known. `lost`: no key here opens it; it is kept as it is."""

    pk: int
    item: int
    version: int | None
    page: int | None
    quote: str
    text: str
    changed_at: datetime
    placement: int | None = None
    page_now: int | None = None
    standing: Standing = Standing.SAME
    lost: bool = False


@dataclass(frozen=True)
class Mine:
    """`locked`: how many a step-up would show; `hidden`: how many belong to what their writer may not read now."""

    notes: Sequence[Note] = ()
    locked: int = 0
    hidden: int = 0
    hidden_keys: Sequence[int] = ()


def notes_on(person: int, items: Iterable[int], *, fresh: bool = False) -> list[Note]:
    """What a person has written on these items and may read now: for what is made for them in a job.

    `fresh` if they have just proved again who they are, without which notes on secret papers are left out. A note
    that no key here opens is left out.
    """
    found = Person.objects.filter(pk=person).first()
    if found is None:
        return []
    rights = rights_of(viewer_of(found), fresh=fresh)
    return [note for note in mine(rights, items).notes if not note.lost]


def mine(rights: Rights, items: Iterable[int] | None = None, *, at: Placement | None = None) -> Mine:
    """Somebody's own notes on these items, or on all; with `at`, on that paper alone, as they stand in it."""
    rows = own(rights)
    if items is not None:
        rows = rows.filter(item__in=list(items))
    if at is not None:
        rows = rows.filter(item=at.item_id, version__paper=at.version.paper_id)
    listed = list(rows.select_related("version").order_by("item__order", "item", "version", "page", "pk"))
    return _shown(rights, listed, at) if listed else Mine()


def own(rights: Rights) -> QuerySet[Row]:
    """All that somebody has written, shown or not: what they may remove."""
    return Row.objects.filter(person=rights.person)


def about(row: Row) -> str:
    """What a note's seal names besides its writer."""
    return f"ärende {row.item_id}"


def opened(row: Row) -> Content:
    """Raises SealedError."""
    return unseal(row.sealed, row.person_id, about(row))


Key = tuple[int, int]
"""An item, and a version of a paper on it or the paper itself."""


def _shown(rights: Rights, listed: list[Row], at: Placement | None) -> Mine:
    titled = set(
        item_rule.visible_to(
            rights, AgendaItem.objects.filter(pk__in={row.item_id for row in listed})
        ).values_list("pk", flat=True)
    )
    seen, opens = _papers(rights, listed)
    by_paper = _newest(opens, at)
    kept: list[Row] = []
    locked, hidden = 0, []
    for row in listed:
        if row.item_id not in titled:
            hidden.append(row.pk)
        elif row.version is None or (row.item_id, row.version.paper_id) in by_paper:
            kept.append(row)
        elif (row.item_id, row.version.paper_id) in seen:
            locked += 1
        else:
            hidden.append(row.pk)
    return Mine(_placed(kept, opens, by_paper), locked, len(hidden), hidden)


def _papers(rights: Rights, listed: list[Row]) -> tuple[set[Key], dict[Key, Placement]]:
    """Of the papers noted on: those (item, paper) that may be seen, and by (item, version) what may be opened."""
    papers = {row.version.paper_id for row in listed if row.version}
    if not papers:
        return set(), {}
    # Whoever keeps what is withdrawn reads it as a registrator, and each reading is logged: not here.
    among = Placement.objects.filter(
        item__in={row.item_id for row in listed}, version__paper__in=papers, withdrawn_at__isnull=True
    )
    seen = paper_rule.visible_to(rights, among).values_list("item", "version__paper")
    opens = paper_rule.open_to(rights, among).select_related("version").order_by("version__number", "pk")
    return set(seen), {(placement.item_id, placement.version_id): placement for placement in opens}


def _newest(opens: Mapping[Key, Placement], at: Placement | None) -> dict[Key, Placement]:
    """Of each paper on an item the version that is read now: `at` if that may be opened, or else the newest."""
    found = {(item, placement.version.paper_id): placement for (item, _), placement in opens.items()}
    if at is not None and (at.item_id, at.version_id) in opens:
        found[at.item_id, at.version.paper_id] = at
    return found


def _placed(rows: list[Row], opens: Mapping[Key, Placement], by_paper: Mapping[Key, Placement]) -> list[Note]:
    contents = {row.pk: _content(row) for row in rows}
    moved = _find_anew(rows, contents, by_paper)
    notes = []
    for row in rows:
        content = contents[row.pk]
        version = row.version
        now = by_paper[row.item_id, version.paper_id] if version else None
        standing, page = moved.get(row.pk, (Standing.SAME, row.page))
        quote = content.quote if content else ""
        if (
            version
            and (row.item_id, version.pk) not in opens
            and standing
            not in (
                Standing.SAME,
                Standing.MOVED,
            )
        ):
            quote = ""  # it stands in nothing that they may open
        notes.append(
            Note(
                pk=row.pk,
                item=row.item_id,
                version=row.version_id,
                page=row.page,
                quote=quote,
                text=content.text if content else "",
                changed_at=row.changed_at,
                placement=now.pk if now else None,
                page_now=page,
                standing=standing,
                lost=content is None,
            )
        )
    return notes


def _content(row: Row) -> Content | None:
    try:
        return opened(row)
    except SealedError:
        return None


def _find_anew(
    rows: list[Row], contents: Mapping[int, Content | None], by_paper: Mapping[Key, Placement]
) -> dict[int, tuple[Standing, int | None]]:
    """Of notes on another version than the one that is read now: how they stand, and on which page, if known."""
    elsewhere: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        now = by_paper[row.item_id, row.version.paper_id].version_id if row.version else None
        if now is not None and now != row.version_id:
            elsewhere[now].append(row)
    readable = has_text(elsewhere)
    found: dict[int, tuple[Standing, int | None]] = {}
    for version, noted in elsewhere.items():
        sought = {row.pk: (c.quote, row.page) for row in noted if (c := contents[row.pk]) and c.quote}
        if version not in readable or not sought:
            found |= dict.fromkeys((row.pk for row in noted), (Standing.UNKNOWN, None))
            continue
        pages = pages_of(version, set(sought.values()))
        for row in noted:
            found[row.pk] = _standing(row, sought.get(row.pk), pages)
    return found


def _standing(row: Row, sought: Sought | None, pages: Mapping[Sought, int]) -> tuple[Standing, int | None]:
    if sought is None:
        return Standing.UNKNOWN, None
    if sought not in pages:
        return Standing.CHANGED, None
    page = pages[sought]
    return (Standing.SAME if page == row.page else Standing.MOVED), page


def page_of(version: PaperVersion, quote: str) -> int | None:
    """Where a quoted passage stands in a version, if its text has been read and it stands there."""
    if not quote or not has_text([version.pk]):
        return None
    return pages_of(version.pk, [(quote, None)]).get((quote, None))
