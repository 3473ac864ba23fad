"""What is put into the projects; runs inside their Django, see `Project.run`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.benchmarks.projects import PASSWORD, USERNAME

IN_ONE_INDEX = 500
"""Pages below one index page: what a subject of a big municipality may come to."""
READER = "amina.lund"
ROUTINE = "sjukanmalan"
AGENDA_ITEM = "Ett ärende bland många"
SENTENCE = "Chefen går igenom uppgifterna med den som är ny och ser till att allt är beställt i tid."


def bare_content() -> None:
    """Pages at the depths of ours, one of each, and somebody who may sign in."""
    from django.contrib.auth import get_user_model
    from wagtail.models import Site

    # Wagtail's log-in page lets in only who may enter the admin.
    get_user_model().objects.create_superuser(USERNAME, "", PASSWORD)
    home: Any = Site.objects.get(is_default_site=True).root_page.specific
    section = home.add_child(instance=type(home)(title="Rutiner", slug="rutiner"))
    section.add_child(instance=type(home)(title="Sjukanmälan", slug=ROUTINE))


def bare_reader() -> None:
    """Who has signed in becomes a plain reader, as most of ours are: no toolbar of Wagtail's on the page."""
    from django.contrib.auth import get_user_model

    get_user_model().objects.update(is_superuser=False, is_staff=False)


def pages_up_to(wanted: str) -> None:
    """Copies of the demo's routine, decided and in force, until the site has so many pages.

    They lie in folders below the section that the routine is in: a site's menu does not grow with its texts.
    """
    from django.db import transaction
    from wagtail.models import Page

    from home.knowledge.index import KnowledgeIndexPage
    from home.models import RoutinePage

    template = RoutinePage.objects.get(slug=ROUTINE)
    section = template.get_parent()
    while (missing := int(wanted) - Page.objects.count()) > 1:
        name = f"mapp-{Page.objects.count()}"
        index = KnowledgeIndexPage(title=name, slug=name)
        section.refresh_from_db()
        section.add_child(instance=index)
        with transaction.atomic():
            _copies(template, index, min(missing - 1, IN_ONE_INDEX))


def _copies(template: Any, index: Any, count: int) -> None:
    """Row by row as they lie in the tables: Wagtail's own copying takes a day for as many."""
    from wagtail.models import Page

    from home.models import KnowledgePage, KnowledgeVersion, RoutinePage

    step = type(index).steplen
    alphabet = type(index)._int2str
    pages = []
    for i in range(count):
        page = Page(**_values(template, Page))
        page.pk = page.id = None
        page.title = page.draft_title = f"{template.title} {index.pk}-{i}"
        page.slug = f"{template.slug}-{i}"
        page.path = index.path + alphabet(i + 1).rjust(step, "0")
        page.depth = index.depth + 1
        page.url_path = f"{index.url_path}{page.slug}/"
        page.live_revision = page.latest_revision = None
        page.translation_key = uuid4()
        pages.append(page)
    Page.objects.bulk_create(pages)
    version = template.versions.first()
    versions = []
    for i, page in enumerate(pages):
        for model in (KnowledgePage, RoutinePage):
            row = model(**_values(template, model, own=True))
            row.pk = page.pk
            row.save_base(raw=True, force_insert=True)
        first_day = date(2023, 1, 1) + timedelta(days=i % 1000)
        fields = {"title": page.title, "content": version.content | {"title": page.title, "pk": page.pk}}
        versions.append(
            KnowledgeVersion(
                page_id=page.pk,
                number=1,
                decided_on=first_day,
                in_force_from=first_day,
                imported=True,
                **fields,
            )
        )
    KnowledgeVersion.objects.bulk_create(versions)
    Page.objects.filter(pk=index.pk).update(numchild=count)


def _values(source: Any, model: Any, own: bool = False) -> dict[str, Any]:
    """The columns of a page's row in the table of `model`."""
    fields = model._meta.local_concrete_fields if own else model._meta.concrete_fields
    return {field.attname: getattr(source, field.attname) for field in fields if not field.primary_key}


def write_texts(folder: Path, count: int) -> None:
    """Files to import: Markdown, every tenth a web page, every twentieth a Word file."""
    from docx import Document

    folder.mkdir()
    for number in range(count):
        title = f"Rutin {number}"
        paragraphs = [f"{SENTENCE} Det gäller nummer {number}." for _ in range(12)]
        if number % 20 == 0:
            word = Document()
            word.add_heading(title, level=1)
            for paragraph in paragraphs:
                word.add_paragraph(paragraph)
            word.save(str(folder / f"rutin-{number}.docx"))
        elif number % 10 == 0:
            body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
            page = f'<!DOCTYPE html><html lang="sv"><title>{title}</title><h1>{title}</h1>{body}</html>'
            (folder / f"rutin-{number}.html").write_text(page, encoding="utf-8")
        else:
            text = "\n\n".join(["## Det här gör du", "1. Läs igenom.", "## Mer om det", *paragraphs])
            head = f"---\nkind: rutin\ntitle: {title}\nowner: chef@KLK-HR\n---\n"
            (folder / f"rutin-{number}.md").write_text(head + text, encoding="utf-8")
