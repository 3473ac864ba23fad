"""From what was read and what somebody has entered to a draft, through the same code as the import of a folder."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from home.importing.answer_heading import HEADING
from home.importing.answering import first_list, has_answer, take_first_list
from home.importing.arranging import arrange
from home.importing.checking import Check, Defaults, Resolved
from home.importing.fields import known_name
from home.importing.incoming.models import IncomingText
from home.importing.lookups import Lookups
from home.importing.outline import Outline, Picture, Remark
from home.importing.pictures import Pictures
from home.importing.plan import Action, Plan
from home.importing.source import Source
from home.importing.wire import from_wire
from home.importing.writing import Writer
from home.knowledge.base import KnowledgePage
from intranet.organisation.models import Unit
from intranet.people.models import Function
from intranet.subjects.models import Subject

State = IncomingText.State


class SettledError(Exception):
    """The file has become a page, or been passed over, since it was opened."""


@dataclass
class Entered:
    """What the form says; the file's own words until somebody has changed them."""

    title: str = ""
    slug: str = ""
    kind: str = KnowledgePage.Kind.ROUTINE.value
    summary: str = ""
    owner: Function | None = None
    units: list[Unit] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    valid_from: date | None = None
    review_by: date | None = None
    alts: dict[str, str] = field(default_factory=dict)  # by the picture's name
    first_list: bool = False  # the file's first list is the short answer


def suggested(text: IncomingText, lookups: Lookups) -> Entered:
    """What the file says of itself, as far as the site knows what it means."""
    outline = arrange(source_of(text))
    fields = outline.fields
    check = Check(outline, Source(lenient=True), lookups, (), Defaults())
    found = check.knowledge()
    return Entered(
        title=outline.title[:255],
        kind=fields.get("kind", KnowledgePage.Kind.ROUTINE.value),
        summary=fields.get("summary", "")[:300],
        owner=found.owner,
        units=found.units,
        subjects=found.subjects,
        valid_from=fields.get("valid_from"),
        review_by=fields.get("review_by"),
    )


def source_of(text: IncomingText) -> Source:
    if text.source is None:
        raise ValueError("the file has not been read")
    return from_wire(text.source)


def picture_names(text: IncomingText) -> list[Picture]:
    """The pictures that the text shows, each once."""
    pictures = [block for block in source_of(text).blocks if isinstance(block, Picture)]
    return list({picture.source: picture for picture in pictures}.values())


def outline_of(text: IncomingText, entered: Entered) -> Outline:
    """The text with what has been entered, as it would be saved."""
    source = source_of(text)
    source.blocks = [
        replace(block, alt=(entered.alts.get(block.source) or block.alt)[:250])
        if isinstance(block, Picture)
        else block
        for block in source.blocks
    ]
    kept = {
        name: value
        for name, value in source.written.items()
        if name in ("keywords", "change_summary", "related")
    }
    source.written = {**kept, "kind": entered.kind, "summary": entered.summary, "title": entered.title}
    outline = arrange(source)
    if entered.first_list and has_answer(entered.kind):
        take_first_list(outline)
    # The line that is the title in the file must not stand in the text as well when the title is another now.
    outline.title = entered.title or outline.title
    outline.fields |= {"valid_from": entered.valid_from, "review_by": entered.review_by}
    return outline


def offered_steps(text: IncomingText) -> list[str]:
    """What the steps of the file's first list begin with, if the file has no short answer of its own."""
    source = source_of(text)
    # The kind that has an answer: which one is chosen, the form says.
    source.written = {name: value for name, value in source.written.items() if known_name(name) != "kind"}
    return [step.title for step in first_list(arrange(source)) if step.title]


def needed(outline: Outline, entered: Entered) -> list[str]:
    """What the draft lacks before it can be handed in: told here, where somebody still has the file before them."""
    lacks = []
    if has_answer(entered.kind) and not outline.answer:
        lacks.append(f"”{HEADING}” saknas. Skriv det korta svaret på sidan, i steg.")
    if entered.owner is None:
        lacks.append("Ägare saknas. Välj den funktion som ser till att texten stämmer.")
    return lacks


def plan_of(text: IncomingText, entered: Entered, lookups: Lookups) -> Plan:
    """Ready to be written, or with its problems."""
    outline = outline_of(text, entered)
    check = Check(outline, Source(lenient=True), lookups, (), Defaults())
    outline.fields.pop("owner", None)
    resolved: Resolved = check.knowledge()
    resolved.owner, resolved.units, resolved.subjects = entered.owner, entered.units, entered.subjects
    plan = Plan(Path(text.name), f"inlasta/{text.pk}", "", entered.slug, outline=outline, resolved=resolved)
    plan.pictures = Stored(outline, text)
    plan.pictures.check()
    if outline.problems:
        plan.action = Action.REFUSE
    return plan


def remarks(plan: Plan) -> list[Remark]:
    """What is wrong: what the page would refuse."""
    return list(plan.outline.problems)


class Stored(Pictures):
    """The pictures of a file that was sent in: kept beside it, read when a page is made of them."""

    def __init__(self, outline: Outline, text: IncomingText) -> None:
        super().__init__(outline, Path(), Path())
        self._files = {picture.name: picture.file for picture in text.pictures.all()}

    def check(self) -> None:
        """They were looked at when the file was read."""

    def _bytes(self, source: str) -> bytes:
        with self._files[source].open("rb") as file:
            return file.read()


@transaction.atomic
def save_draft(text: IncomingText, plan: Plan, lookups: Lookups, by: Any) -> Page:
    """The draft page. Raises SettledError, or ValidationError if the page refuses its content: nothing is written.

    Of two who save at once the second waits here and finds that it has been done.
    """
    held = IncomingText.objects.select_for_update().filter(pk=text.pk)
    if not any(row.is_reviewable for row in held.only("state").order_by()):
        raise SettledError
    writer = Writer(lookups, Defaults(), {"": text.delivery.place}, by=by)
    owner = plan.resolved.owner.pk if plan.resolved.owner else None
    kind = plan.outline.fields["kind"]
    plan.row = writer.make_shell(plan.key, plan.slug, plan.outline.title, kind, owner)
    plan.action = Action.FINISH
    writer.fill(plan)
    if plan.action == Action.REFUSE or plan.row is None:
        raise ValidationError([str(problem) for problem in plan.outline.problems])
    page = plan.row.page
    # The row holds a folder's file to its page; what was sent in comes once.
    plan.row.delete()
    text.state, text.page, text.settled_at = State.SAVED, page, timezone.now()
    text.save(update_fields=["state", "page", "settled_at"])
    return page


def keep(text: IncomingText, entered: dict[str, Any]) -> bool:
    """Remember the form as it was left; False if the file has been settled meanwhile."""
    text.entered = entered
    return _turn(text, IncomingText.REVIEWABLE, entered=entered)


def skip(text: IncomingText) -> bool:
    """Pass it over; False if it is not there to be reviewed."""
    return _turn(text, IncomingText.REVIEWABLE, state=State.SKIPPED, settled_at=timezone.now())


def reopen(text: IncomingText) -> bool:
    """Passed over by mistake: back to where it was. False for what was not passed over."""
    told: Iterable[dict[str, Any]] = (text.source or {}).get("told", ())
    doubtful = any(one["state"] == "unsure" for one in told)
    return _turn(text, (State.SKIPPED,), state=State.DOUBTFUL if doubtful else State.READY, settled_at=None)


def _turn(text: IncomingText, out_of: Collection[str], **fields: Any) -> bool:
    """Change the row if it still is where whoever asks believes it to be."""
    return bool(IncomingText.objects.filter(pk=text.pk, state__in=out_of).update(**fields))
