"""Making checklists and runs for tests."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from home.knowledge.decision import decide
from home.models import ChecklistPage, KnowledgeIndexPage, KnowledgeVersion, Run, RunItem
from home.runs import starting
from intranet.people.models import Person
from tests.factories import PASSWORD, make_home, make_page
from tests.home.knowledge import make_owner

FIRST_DAY = date(2026, 1, 1)


def block_id(text: str) -> str:
    """The same words are the same block in another version, unless `make_points` is told otherwise."""
    return str(uuid5(NAMESPACE_URL, text))


def point(text: str, *, known_by: str = "", **value: Any) -> dict[str, Any]:
    value = {"text": text, "help": "", "link": None, "function": "", "due": None, **value}
    return {"type": "item", "id": block_id(known_by or text), "value": value}


def section(title: str, *points: dict[str, Any]) -> dict[str, Any]:
    return {"type": "section", "id": block_id(title), "value": {"title": title, "items": list(points)}}


def make_checklist(
    *points: dict[str, Any], title: str = "Ny medarbetare", parent: Any = None, **fields: Any
) -> ChecklistPage:
    """A checklist in force since the first of January, by default with three items."""
    points = points or (
        point("Beställ dator", due=-14, function="it-ombud"),
        point("Möt i entrén", due=0),
        point("Följ upp", due=30),
    )
    parent = parent or KnowledgeIndexPage.objects.filter(slug="checklistor").first()
    parent = parent or make_page(
        KnowledgeIndexPage(
            title="Checklistor", slug="checklistor", lists=KnowledgeIndexPage.Lists.CHECKLISTS
        ),
        make_home(),
    )
    fields.setdefault("owner_function", make_owner())
    page = ChecklistPage(title=title, live=False, sections=[section("Före", *points)], **fields)
    make_page(page, parent)
    page.valid_from = FIRST_DAY
    decide(page, page.save_revision(), by=None, on=FIRST_DAY)
    page.refresh_from_db()
    return ChecklistPage.objects.get(pk=page.pk)


def decide_points(
    page: ChecklistPage, *points: dict[str, Any], start: date, **fields: Any
) -> KnowledgeVersion:
    """A new version of a checklist, from a day on."""
    draft = page.get_latest_revision_as_object()
    draft.sections = [section("Före", *points)]
    draft.valid_from = start
    for name, value in fields.items():
        setattr(draft, name, value)
    revision = draft.save_revision()
    page.refresh_from_db()
    return decide(page, revision, by=None, on=start)


def make_run(
    starter: Person,
    subject: Person | None = None,
    *,
    checklist: ChecklistPage | None = None,
    name: str = "Ny kollega",
    start_day: date = date(2026, 6, 1),
) -> Run:
    """Started well before the days of its items, so that they are what the checklist says."""
    checklist = checklist or ChecklistPage.objects.first() or make_checklist()
    version = KnowledgeVersion.objects.filter(page=checklist.pk).latest("number")
    at = timezone.make_aware(datetime.combine(start_day, time(8))) - timedelta(days=60)
    return starting.start(version, starter, subject or starter, name, start_day, at=min(at, timezone.now()))


def items(run: Run) -> list[RunItem]:
    return list(run.items.all())


def give(item: RunItem, to: Person | None) -> None:
    """Assigned, without anything being told."""
    RunItem.objects.filter(pk=item.pk).update(assignee=to)
    item.refresh_from_db()


class Worker(Client):
    """Somebody at their browser, signed in."""

    person: Person


def sign_in(person: Person) -> Worker:
    client = Worker()
    assert client.login(username=person.username, password=PASSWORD)
    client.person = person
    return client


def text(response: HttpResponse) -> str:
    """What a page that was given says, on one line."""
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def tick(client: Worker, run: Run, item: RunItem, **data: Any) -> Any:
    return client.post(f"/genomgangar/{run.pk}/kryss/", {"klar": item.pk, "nyckel": uuid4(), **data})


def untick(client: Worker, run: Run, item: RunItem, **data: Any) -> Any:
    return client.post(f"/genomgangar/{run.pk}/kryss/", {"angra": item.pk, "nyckel": uuid4(), **data})
