"""Writing pages: first a shell for every new file, so that links have somewhere to go; then the content.

Both rounds go in batches. A page whose shell was made but not its content is found again by its row.
"""

from __future__ import annotations

import logging
from functools import partial
from html import escape

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from wagtail.models import Page

from home.importing.building import Builder
from home.importing.checking import Defaults
from home.importing.lookups import Lookups
from home.importing.models import ImportedText
from home.importing.outline import Paragraph, Section
from home.importing.plan import Action, Plan, class_for
from home.importing.shelf import Shelves
from home.importing.wire import places_of
from home.knowledge.base import KnowledgePage
from home.knowledge.checklist import ChecklistPage
from home.knowledge.decision import decide
from home.knowledge.handbook import HandbookPage
from home.knowledge.index import KnowledgeIndexPage
from home.knowledge.routine import RoutinePage
from intranet.people.models import Person

log = logging.getLogger(__name__)
NOT_WRITTEN = "Sidan gick inte att skapa av filens innehåll. Öppna filen, spara om den och läs in den igen."
_COPIED = ("summary", "keywords", "change_summary", "valid_from", "valid_to", "review_by")


class Writer:
    """Writes the plans of one import; `by` is whose drafts they are, nobody's if a command makes them."""

    def __init__(
        self,
        lookups: Lookups,
        defaults: Defaults,
        parents: dict[str, KnowledgeIndexPage],
        by: Person | None = None,
    ) -> None:
        self.by = by
        self.shelves = Shelves(by)
        self.lookups = lookups
        self.defaults = defaults
        self.parents = parents  # by kind; "" is the one for all others

    def make_shell(self, key: str, slug: str, title: str, kind: str, owner: int | None) -> ImportedText:
        """A draft page with a title and an address, and the row that says which file it comes from."""
        parent = self.parents.get(kind) or self.parents[""]
        page = class_for(kind)(
            title=title,
            slug=slug,
            knowledge_kind=kind,
            owner_function_id=owner,
            owner=self.by,
            live=False,
        )
        # Read anew: every child that is added changes the parent's row.
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        self.lookups.pages[slug] = page.pk
        return ImportedText.objects.create(key=key, page=page)

    def fill(self, plan: Plan) -> None:
        """Content, revision and, where asked for, the decision. A file that the page refuses is rolled back."""
        try:
            with transaction.atomic():
                self._fill(plan)
        except ValidationError as error:
            plan.refuse(f"Sidan gick inte att spara: {' '.join(error.messages)}")
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001  # one file stops no other
            # What nobody foresaw in one file stops no other; class and place, never the message: it may quote it.
            log.warning("a text could not be written: %s at %s", type(error).__name__, places_of(error))
            plan.refuse(NOT_WRITTEN)

    def _fill(self, plan: Plan) -> None:
        row = plan.row
        if row is None:
            raise ValueError("a shell is made before it is filled")
        page = row.page.specific
        if plan.action == Action.DECIDE:
            revision = page.get_latest_revision()
        else:
            if plan.pictures is None:
                raise ValueError("a file is checked before it is written")
            pictures, places = plan.pictures, plan.outline.places()
            shelf = self.shelves.of(page)
            store, attach = partial(pictures.store, shelf=shelf), partial(pictures.attach, shelf=shelf)
            builder = Builder(plan.slug, self.lookups, store, places, attach)
            fill_fields(page, plan, self.lookups, builder)
            related = [
                self.lookups.pages[slug] for slug in plan.resolved.related if slug in self.lookups.pages
            ]
            page.relate_to(Page.objects.filter(pk__in=related))
            first = plan.action == Action.FINISH
            if not self.defaults.publish and not page.live:
                page.save()
            revision = page.save_revision(user=self.by, clean=False, log_action=not first)
            row.revision = revision
            row.digest = plan.digest
            row.folder = plan.folder
            row.missing = [slug for slug in plan.resolved.linked if slug not in self.lookups.pages]
        if self.defaults.publish:
            decide(
                page,
                revision,
                by=None,
                function=plan.resolved.decided_by,
                on=plan.resolved.decided_on,
                imported=True,
            )
            row.decided = True
        row.indexed = False
        row.save()


def fill_fields(page: KnowledgePage, plan: Plan, lookups: Lookups, builder: Builder) -> None:
    """Give a page, saved or not, what its file says."""
    outline, fields = plan.outline, plan.outline.fields
    page.title = page.draft_title = outline.title
    page.knowledge_kind = fields["kind"]
    for name in _COPIED:
        empty = None if name.endswith(("_from", "_to", "_by")) else ""
        setattr(page, name, fields.get(name) or empty)
    page.owner_function = plan.resolved.owner
    page.units = plan.resolved.units
    page.subjects = plan.resolved.subjects
    if isinstance(page, RoutinePage):
        page.answer = _stream(page, "answer", builder.steps_stream(outline.answer))
        system = outline.system
        page.system = lookups.shortcuts.get(system.code) if system else None
        page.system_label = system.label[:80] if system and page.system else ""
        # A button to a system that there is none of stands as its words.
        words = Paragraph(escape(system.label, quote=False)) if system and not page.system else None
        opening = [Section(blocks=[words])] if words else []
        page.body = _stream(page, "body", builder.body([*opening, *outline.sections]))
    elif isinstance(page, HandbookPage):
        page.intro = builder.rich(block for section in outline.sections for block in section.blocks)
        page.chapters = _stream(page, "chapters", builder.chapters(outline.chapters))
    elif isinstance(page, ChecklistPage):
        page.intro = builder.intro(outline.sections)
        page.sections = _stream(page, "sections", builder.checklist(outline.sections))


def _stream(page: Page, name: str, raw: list[dict]) -> object:
    from wagtail.blocks import StreamValue

    block = page._meta.get_field(name).stream_block
    return StreamValue(block, raw, is_lazy=True)
