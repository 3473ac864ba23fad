"""A municipality to read texts into, and a folder to write them in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from wagtail.models import Page, PageLogEntry, Revision

from home.importing.checking import Defaults
from home.importing.models import ImportedText
from home.models import (
    KnowledgeIndexPage,
    KnowledgePage,
    Shortcut,
)
from intranet.finding.models import OutboxEntry
from intranet.subjects.models import Subject
from tests.factories import make_function, make_page, make_unit

PUBLISH = Defaults(publish=True, owner="chef@HR", decided_by="chef@HR", decided_on=date(2026, 1, 15))


@pytest.fixture(autouse=True, name="municipality")
def make_municipality():
    make_function("chef", make_unit("HR", code="HR"))
    Subject.objects.create(slug="it", name="IT och system")
    Shortcut.objects.create(code="schema", name="Schemat", url="https://schema.kompasskoping.example/")
    make_page(KnowledgeIndexPage(title="Rutiner", slug="rutiner"))
    make_page(
        KnowledgeIndexPage(title="Checklistor", slug="checklistor", lists=KnowledgeIndexPage.Lists.CHECKLISTS)
    )


@pytest.fixture(name="folder")
def make_folder(tmp_path) -> Path:
    folder = tmp_path / "rutiner"
    folder.mkdir()
    return folder


def write(
    folder: Path, name: str, body: str = "## Det här gör du\n1. **Ring** chefen.\n", **fields: str
) -> Path:
    front = {"title": name.capitalize(), "owner": "chef@HR"} | fields
    lines = "".join(f"{label}: {value}\n" for label, value in front.items() if value)
    path = folder / f"{name}.md"
    path.write_text(f"---\n{lines}---\n{body}", encoding="utf-8")
    return path


def page_of(slug: str) -> KnowledgePage:
    return KnowledgePage.objects.get(slug=slug).specific


def rows() -> dict:
    models = (Page, Revision, ImportedText, PageLogEntry, OutboxEntry)
    return {model: list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in models}
