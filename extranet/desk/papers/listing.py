"""The papers of a meeting as its secretary works with them, and the files that wait to become papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from extranet.access import items as item_rule
from extranet.access.rights import Rights
from extranet.desk.papers.asking import items_of, placed
from extranet.meetings.models import AgendaItem, Meeting
from extranet.papers.models import PaperVersion
from extranet.placements import arriving
from extranet.placements.models import Placement
from extranet.placements.uploads import Upload
from extranet.secrecy.models import secret_placement
from extranet.texts.models import TextReading
from intranet.files.kinds import KINDS
from intranet.files.problems import PROBLEMS


@dataclass(frozen=True)
class DeskPaper:
    """`earlier` are those that it has replaced, or is to, the newest first."""

    placement: Placement
    is_secret: bool
    earlier: Sequence[Placement]

    @property
    def title(self) -> str:
        return str(self.placement.version.paper.title)

    @property
    def is_sent(self) -> bool:
        return self.placement.published_at is not None

    @property
    def kind(self) -> str:
        kind = KINDS.get(self.placement.version.content_type)
        return str(kind.label) if kind else ""

    @property
    def text_problem(self) -> str:
        """What kept its text from being read, in plain words; empty if nothing did, or it is not read yet."""
        reading = getattr(self.placement.version, "text", None)
        if reading is None or reading.state in (TextReading.State.READ, TextReading.State.SECRET):
            return ""
        return str(PROBLEMS.get(reading.problem, ""))


@dataclass(frozen=True)
class DeskItem:
    """An item with its papers; without them, and by its neutral title, where one is recused."""

    item: AgendaItem
    papers: Sequence[DeskPaper]
    is_closed: bool

    @property
    def title(self) -> str:
        return str(self.item.neutral_title if self.is_closed else self.item.title)


def agenda(rights: Rights, meeting: Meeting) -> list[DeskItem]:
    """All items of a meeting, in order: as many queries whatever lies on them."""
    mine = {item.pk: item for item in items_of(rights, meeting)}
    known = item_rule.known_to(rights, AgendaItem.objects.filter(meeting=meeting)).order_by("order", "pk")
    papers = papers_on(rights, Q(item__meeting=meeting))
    return [DeskItem(mine.get(item.pk, item), papers.get(item.pk, ()), item.pk not in mine) for item in known]


def papers_on(rights: Rights, which: Q) -> dict[int, list[DeskPaper]]:
    """By item; one that has been replaced, or is to be, stands in the row of what replaces it."""
    found = list(
        placed(rights, Placement.objects.filter(which))
        .select_related("version__paper", "version__text", "version__masked_of")
        .annotate(marked_secret=ExpressionWrapper(secret_placement(), BooleanField()))
        .order_by("item", "order", "pk")
    )
    by_key = {placement.pk: placement for placement in found}
    replaced = {placement.replaces_id for placement in found}
    rows: defaultdict[int, list[DeskPaper]] = defaultdict(list)
    for placement in found:
        if placement.pk not in replaced:
            rows[placement.item_id].append(
                DeskPaper(placement, placement.marked_secret, _earlier(placement, by_key))
            )
    return rows


def _earlier(placement: Placement, by_key: Mapping[int, Placement]) -> list[Placement]:
    found: list[Placement] = []
    while (before := by_key.get(placement.replaces_id or 0)) is not None and before not in found:
        found.append(before)
        placement = before
    return found


@dataclass(frozen=True)
class Arrival:
    """A file of one's own on its way in. `same_as` says of one that has come what it is the same as."""

    upload: Upload
    same_as: str = ""

    @property
    def is_ready(self) -> bool:
        return self.upload.state == Upload.State.READY

    @property
    def is_coming(self) -> bool:
        return self.upload.state == Upload.State.COMING


def arrivals(rights: Rights, meeting: Meeting) -> list[Arrival]:
    """What is on its way and what waits, in the order it began; two queries."""
    uploads = list(arriving.of_person(rights.person, meeting).select_related("item").order_by("pk"))
    same = _known(rights, meeting, {upload.sha256 for upload in uploads if upload.sha256})
    rows: list[Arrival] = []
    names: dict[str, str] = {}
    for upload in uploads:
        told = ""
        if upload.sha256 and upload.state == Upload.State.READY:
            if upload.sha256 in same:
                told = _("Filen ligger redan i sammanträdet, som ”%(title)s”.") % {
                    "title": same[upload.sha256]
                }
            elif upload.sha256 in names:
                told = _("Filen är densamma som ”%(name)s”.") % {"name": names[upload.sha256]}
            names.setdefault(upload.sha256, upload.name)
        rows.append(Arrival(upload, told))
    return rows


def _known(rights: Rights, meeting: Meeting, hashes: set[str]) -> dict[str, str]:
    """Of these hashes, the titles of papers of the meeting that have them: only of what one may see the name of."""
    if not hashes:
        return {}
    lying = placed(rights, Placement.objects.filter(item__meeting=meeting))
    versions = PaperVersion.objects.filter(sha256__in=hashes, placements__in=lying.values("pk"))
    return dict(versions.values_list("sha256", "paper__title"))
