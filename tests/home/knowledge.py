"""Making knowledge pages for tests, decided as the workflow would decide them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from wagtail.models import Page

from home.knowledge.decision import decide
from home.models import KnowledgeIndexPage, KnowledgeVersion, RoutinePage
from intranet.people.models import Function, Person
from tests.factories import make_function, make_home, make_page, make_person, make_unit


def make_index(slug: str = "rutiner", title: str = "Rutiner", **fields: Any) -> KnowledgeIndexPage:
    found = KnowledgeIndexPage.objects.filter(slug=slug).first()
    return found or make_page(
        KnowledgeIndexPage(title=title, slug=slug, show_in_menus=True, **fields), make_home()
    )


def make_owner() -> Function:
    unit = make_unit("HR-enheten")
    return make_function("chef", unit, make_person(unit=unit))


def answer(*steps: str) -> list[dict[str, Any]]:
    items = [{"type": "item", "id": str(uuid4()), "value": {"title": step, "text": ""}} for step in steps]
    return [{"type": "steps", "value": items}]


def section(heading: str, body: str) -> dict[str, Any]:
    # The same heading is the same block in another version, as when an editor changes its text.
    block_id = str(uuid5(NAMESPACE_URL, heading))
    return {"type": "section", "id": block_id, "value": {"heading": heading, "body": f"<p>{body}</p>"}}


def make_draft(title: str = "Sjukanmälan", *, parent: Page | None = None, **fields: Any) -> RoutinePage:
    """A routine that nobody has decided yet."""
    fields.setdefault("owner_function", make_owner())
    fields.setdefault("answer", answer("Ring din chef"))
    page = RoutinePage(title=title, live=False, **fields)
    make_page(page, parent or make_index())
    page.save_revision()
    return page


def decide_text(
    page: RoutinePage,
    title: str,
    start: date | None = None,
    by: Person | None = None,
    on: date | None = None,
    **fields: Any,
) -> KnowledgeVersion:
    """Write a new text on a page and decide it, from a day on."""
    draft = page.get_latest_revision_as_object()
    draft.title, draft.valid_from = title, start
    for name, value in fields.items():
        setattr(draft, name, value)
    revision = draft.save_revision()
    page.refresh_from_db()
    return decide(page, revision, by=by, on=on)


def make_routine(title: str = "Sjukanmälan", start: date | None = None, **fields: Any) -> RoutinePage:
    """A routine in force (or waiting, if its first day is still to come)."""
    page = make_draft(title, **fields)
    decide_text(page, title, start or date(2026, 1, 1), on=start or date(2026, 1, 1))
    page.refresh_from_db()
    return page
