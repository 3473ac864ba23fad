"""The demo's short lists: subjects, shortcuts, operational notices."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from home.demo.moments import moment
from home.models import OperationalNotice, Shortcut
from intranet.subjects.models import Subject
from intranet.tables.reading import read_table
from intranet.tables.rows import Heading


def _headings(*names: str) -> tuple[Heading, ...]:
    return tuple(Heading(name, required=True) for name in names)


@transaction.atomic
def load_subjects(path: Path) -> None:
    for row in read_table(path, _headings("slug", "name", "description")):
        Subject.objects.get_or_create(
            slug=row["slug"], defaults={"name": row["name"], "description": row["description"]}
        )


@transaction.atomic
def load_shortcuts(path: Path) -> None:
    """In the file's order."""
    table = read_table(path, _headings("code", "name", "url", "description", "standard"))
    for order, row in enumerate(table, 1):
        Shortcut.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "url": row["url"],
                "description": row["description"],
                "standard": row["standard"] == "ja",
                "order": order,
            },
        )


@transaction.atomic
def load_notices(path: Path) -> None:
    """Times count from now; a notice that is there already keeps its own."""
    now = timezone.now()
    for row in read_table(path, _headings("title", "text", "link", "starts", "ends")):
        kind, _, target = row["link"].partition(":")
        page = Page.objects.filter(slug=target).first() if kind == "rutin" else None
        OperationalNotice.objects.get_or_create(
            title=row["title"],
            defaults={
                "text": row["text"],
                "page": page,
                "starts": moment(row["starts"], now),
                "ends": moment(row["ends"], now),
            },
        )
