"""A correction of the text in force, while another version waits for its first day and does not hold it.

Neither version is ever changed. What can be done is to write a new draft: the waiting text with what the
correction changed, field by field and block by block, for an editor to look through and send in.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from home.knowledge.authorship import said
from home.knowledge.base import KnowledgePage
from home.knowledge.timeline import Timeline
from home.knowledge.versions import KnowledgeVersion

TEXT = ("title", "summary", "answer", "intro", "body", "sections", "chapters", "forms", "keywords")
Content = dict[str, Any]


@dataclass
class Carried:
    """The waiting text with the correction in it; `taken` and `left` name fields of the page."""

    content: Content
    taken: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def lacking(timeline: Timeline, today: date) -> list[KnowledgeVersion]:
    """Versions that wait, will apply, and were decided before the text in force was: they do not hold it."""
    in_force = timeline.in_force(today)
    if in_force is None or corrected(timeline, in_force) is None:
        return []
    coming = timeline.coming(today)
    last_of_day = {version.in_force_from: version for version in coming}  # a later number takes the day
    return [version for version in last_of_day.values() if version.number < in_force.number]


def corrected(timeline: Timeline, correction: KnowledgeVersion) -> KnowledgeVersion | None:
    """The version that a correction took over from on its first day."""
    before = Timeline(tuple(v for v in timeline.versions if v.number < correction.number))
    return before.in_force(correction.in_force_from)


def carry_over(base: Content, correction: Content, waiting: Content) -> Carried:
    """What changed from `base` to `correction`, brought into `waiting` wherever that has not changed it itself."""
    carried = Carried(deepcopy(waiting))
    for name in TEXT:
        old, new, mine = (said(content.get(name)) for content in (base, correction, waiting))
        if old == new or new == mine:
            continue
        if mine == old:
            carried.content[name] = deepcopy(correction.get(name))
            carried.taken.append(name)
            continue
        blocks, whole = _blocks(base.get(name), correction.get(name), waiting.get(name))
        if blocks is not None:
            carried.content[name] = blocks
            carried.taken.append(name)
        if not whole:
            carried.left.append(name)
    return carried


def new_draft(page: KnowledgePage, waiting: KnowledgeVersion, carried: Carried, user: Any) -> None:
    """Save the carried text as the page's draft, to be decided for the same first day."""
    draft = page.with_content_json(carried.content)
    draft.valid_from = waiting.in_force_from
    draft.save_revision(user=user)


def _blocks(base: Any, correction: Any, waiting: Any) -> tuple[Any, bool]:
    """The waiting stream with the correction's changes, None if it took none; and whether it took them all."""
    as_given = [_stream(value) for value in (base, correction, waiting)]
    if any(stream is None for stream in as_given):
        return None, False
    old, new, mine = (list(stream or []) for stream in as_given)
    before = {block["id"]: said(block) for block in old}
    result, taken, whole = list(mine), False, True
    after = {block["id"]: block for block in new}
    for block_id, was in before.items():
        replacement = after.get(block_id)
        if replacement is not None and said(replacement) == was:
            continue
        at = next((n for n, block in enumerate(result) if block["id"] == block_id), None)
        if at is None or said(result[at]) != was:
            whole = False
            continue
        result[at : at + 1] = [deepcopy(replacement)] if replacement is not None else []
        taken = True
    for n, block in enumerate(new):
        if block["id"] in before or any(other["id"] == block["id"] for other in result):
            continue
        above = new[n - 1]["id"] if n else None
        at = next((i + 1 for i, other in enumerate(result) if other["id"] == above), None)
        result.insert(at if at is not None else len(result) if n else 0, deepcopy(block))
        taken = True
    return (_as_stored(result, waiting) if taken else None), whole


def _stream(value: Any) -> list[dict[str, Any]] | None:
    """The blocks of a stream as a revision keeps it (as text); None if it is none, or its blocks have no ids."""
    blocks = json.loads(value) if isinstance(value, str) and value.startswith("[") else value
    if not isinstance(blocks, list) or not all(isinstance(b, dict) and b.get("id") for b in blocks):
        return None
    return blocks


def _as_stored(blocks: list, like: Any) -> Any:
    return json.dumps(blocks) if isinstance(like, str) else blocks
