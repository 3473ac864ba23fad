"""What has changed between two versions, field by field and block by block, by Wagtail's own comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bs4 import BeautifulSoup
from django.db.models import DateField
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.admin.compare import diff_text
from wagtail.fields import RichTextField

from home.knowledge.base import KnowledgePage
from home.knowledge.timeline import Timeline
from home.knowledge.versions import KnowledgeVersion
from intranet.blocks.comparison import lines, replaced

# What a reader calls the text. Addresses, search words and the like are no part of what was decided.
TEXT_FIELDS = (
    "title",
    "summary",
    "answer",
    "intro",
    "body",
    "sections",
    "chapters",
    "forms",
    "system",
    "valid_to",
    "review_by",
)


@dataclass(frozen=True)
class Change:
    heading: str
    kind: str  # added, removed or changed: the field as a whole
    html: SafeString


def chosen_pair(
    timeline: Timeline, asked: Mapping[str, str], today: date
) -> tuple[KnowledgeVersion, KnowledgeVersion] | None:
    """The two versions to compare: those asked for (`fran`, `till`), or the one in force and its forerunner.

    None if there are none of these numbers, or only one version.
    """
    by_number = {version.number: version for version in timeline.versions}
    newest = timeline.in_force(today) or (timeline.versions[-1] if timeline.versions else None)
    if newest is None:
        return None
    try:
        new = by_number[int(asked["till"])] if asked.get("till") else newest
        old = by_number[int(asked["fran"])] if asked.get("fran") else _forerunner(timeline, new)
    except (KeyError, ValueError):
        return None
    return (old, new) if old is not None else None


def _forerunner(timeline: Timeline, version: KnowledgeVersion) -> KnowledgeVersion | None:
    """What readers had before a version: that of the day before it, else the one decided before it."""
    before = timeline.in_force(version.in_force_from - timedelta(days=1))
    earlier = [v for v in timeline.versions if v.number < version.number]
    return before or max(earlier, key=lambda v: v.number, default=None)


def compare(page: KnowledgePage, old: KnowledgeVersion, new: KnowledgeVersion) -> list[Change]:
    """The differences in the text, in the order of the editor's form."""
    before, after = page.with_content_json(old.content), page.with_content_json(new.content)
    handler = page.get_edit_handler().get_bound_panel(instance=page, request=None, form=None)
    changes = []
    for make in handler.get_comparison():
        comparison = make(before, after)
        field = getattr(comparison, "field", None)
        if field is None or field.name not in TEXT_FIELDS or not comparison.has_changed():
            continue
        heading = str(comparison.field_label())
        kind = (
            "changed" if comparison.val_a and comparison.val_b else "removed" if comparison.val_a else "added"
        )
        changes.append(Change(heading[:1].upper() + heading[1:], kind, _told(_difference(comparison))))
    return changes


def _difference(comparison: Any) -> str:
    """A day as it is said, formatted text line by line; else as Wagtail compares them."""
    before, after = comparison.val_a, comparison.val_b
    if isinstance(comparison.field, DateField):
        return replaced(*(date_format(day, "j F Y") if day else "" for day in (before, after)))
    if isinstance(comparison.field, RichTextField):
        return diff_text(lines(before), lines(after)).to_html().replace("\n", "<br>")
    return comparison.htmldiff()


def _told(html: str) -> SafeString:
    """Wagtail marks by class what is new and what is gone; readers who do not see colour need the elements."""
    soup = BeautifulSoup(html, "html.parser")
    for class_name, element, word in (
        ("addition", "ins", gettext("Tillagt")),
        ("deletion", "del", gettext("Borttaget")),
    ):
        for tag in soup.select(f".{class_name}"):
            tag.name = element
            if "comparison__child-object" in tag["class"]:
                said = soup.new_tag("div", attrs={"class": "piece__word"})
                said.string = word
                tag.insert(0, said)
    for block in soup.select(".comparison__child-object"):
        if block.name not in ("ins", "del") and not block.find(["ins", "del"]):
            block.decompose()  # the same in both: the reader asked what has changed
    return mark_safe(str(soup))
