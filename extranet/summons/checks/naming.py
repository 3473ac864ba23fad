"""How findings name where something is: nothing that whoever reads them may not know."""

from __future__ import annotations

from django.utils.translation import gettext as _

from extranet.meetings.models import AgendaItem
from extranet.placements.models import Placement
from extranet.summons.checks.finding import Finding, Material, Mend, mend


def item_name(material: Material, item: AgendaItem) -> str:
    title = material.titles.get(item.pk, item.neutral_title)
    if item.number:
        return _("Ärende %(number)s, %(title)s") % {"number": item.number, "title": title}
    return title


def paper_name(material: Material, placement: Placement) -> str:
    item = placement.item
    where = item_name(material, item)
    paper = placement.version.paper.title if item.pk in material.handled else _("en handling")
    return f"{where}: {paper}"


def mend_item(material: Material, item: AgendaItem) -> Mend | None:
    return mend("desk_item", item.pk, _("Öppna ärendet")) if item.pk in material.handled else None


def mend_papers(material: Material, item: AgendaItem) -> Mend | None:
    """Where the papers of an item are replaced, marked and taken away; its own page until there is one."""
    if item.pk not in material.handled:
        return None
    own = mend("desk_papers", item.pk, _("Öppna ärendets handlingar"))
    return (
        own
        or mend("desk_meeting_papers", item.meeting_id, _("Öppna handlingarna"))
        or mend_item(material, item)
    )


def about_item(material: Material, item: AgendaItem, code: str, says: str, *, note: bool = False) -> Finding:
    handled = item.pk in material.handled
    return Finding(
        key=f"{code}:item:{item.pk}",
        says=says,
        where=item_name(material, item),
        mend=mend_item(material, item),
        note=note,
        can_be_passed=handled,
    )


def about_paper(
    material: Material, placement: Placement, code: str, says: str, *, note: bool = False
) -> Finding:
    """Of one version on one item: another version is another finding."""
    return Finding(
        key=f"{code}:paper:{placement.pk}",
        says=says,
        where=paper_name(material, placement),
        mend=mend_papers(material, placement.item),
        note=note,
        can_be_passed=placement.item_id in material.handled,
    )


def pages(numbers: list[int]) -> str:
    """`sidan 3`, `sidorna 1, 4 och 7`."""
    if len(numbers) == 1:
        return _("sidan %(page)s") % {"page": numbers[0]}
    *first, last = (str(number) for number in numbers)
    return _("sidorna %(pages)s och %(last)s") % {"pages": ", ".join(first), "last": last}
