"""Giving the demo's texts the forms and templates that go with them, as somebody would have done some weeks ago."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from home.demo.documents.source import Source
from home.importing.models import ImportedText
from home.knowledge.base import KnowledgePage
from home.knowledge.decision import decide

AGO = timedelta(days=70)
"""When they were put there: some weeks ago, so that nobody's list of news is full of them."""
CHANGE = "Det du fyller i eller utgår från ligger nu med texten."


def give_forms(sources: list[Source], made: dict[str, int]) -> None:
    """Each text that a source names in `form_for` (its file's name → what the form is called there) gets the document.

    A new version, once. What somebody has worked on since it was read in is left alone.
    """
    rows: dict[str, list[dict]] = defaultdict(list)
    for source in sources:
        for slug, text in source.facts.get("form_for", {}).items():
            value = {"text": text, "document": made[source.name]}
            rows[slug].append({"type": "document", "value": value})
    for slug, forms in sorted(rows.items()):
        row = ImportedText.objects.filter(key=f"routines/{slug}.md", decided=True).first()
        if row is not None:
            _give(row, forms)


@transaction.atomic
def _give(row: ImportedText, forms: list[dict]) -> None:
    page = row.page.specific
    if not isinstance(page, KnowledgePage) or page.forms or page.latest_revision_id != row.revision_id:
        return
    day = timezone.localdate() - AGO
    present = page.timeline.in_force(timezone.localdate())
    if present is None or present.in_force_from >= day:
        return
    page.forms = forms
    page.valid_from, page.change_summary = day, CHANGE
    row.revision = page.save_revision(clean=False)
    decide(page, row.revision, by=None, function=present.decided_function, on=day, imported=True)
    row.save()
