"""The planted texts and files, and the open pages that point at them by every means an editor has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from home.knowledge.decision import withdraw
from home.models import (
    ChecklistPage,
    HandbookPage,
    NewsPage,
    RoutinePage,
    StandardPage,
)
from intranet.access.models import Audience, CollectionAudience
from intranet.files.models import CustomDocument
from intranet.people.models import Function, Person
from tests.factories import (
    make_group,
    make_page,
)
from tests.home.knowledge import answer, decide_text, make_routine
from tests.leaks import secrets
from tests.leaks.personas import CIRCLE, World
from tests.leaks.secrets import PROBE, Planted, of, routine_fields, title_of


def restrict(page: Page, kind: str, *groups: Any) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(
        page=page,
        restriction_type=kind,
        password=secrets.PASSWORD if kind == PageViewRestriction.PASSWORD else "",
    )
    restriction.groups.set(groups)
    return restriction


def plant_texts(planted: Planted, world: World, people: dict[str, Person | None]) -> None:
    pages, tops, today = planted.pages, planted.tops, timezone.localdate()
    owner = Function.objects.get(kind__code="systemagare", unit=world.here)

    def plant(key: str, parent: Page, **fields: Any) -> RoutinePage:
        page = make_routine(
            title_of(key),
            parent=parent,
            owner_function=owner,
            units=[world.here],
            **{**routine_fields(key), **fields},
        )
        pages[key] = page
        return page

    plant(secrets.SECTION, tops[secrets.SECTION])
    plant(secrets.CIRCLE, tops[secrets.CIRCLE])
    moved_in = plant(secrets.MOVED_IN, pages["routines"])
    moved_in.move(Page.objects.get(pk=tops[secrets.SECTION].pk), pos="last-child")
    moved_out = plant(secrets.MOVED_OUT, tops[secrets.SECTION])
    moved_out.move(Page.objects.get(pk=pages["routines"].pk), pos="last-child")
    withdrawn = plant(secrets.WITHDRAWN, pages["routines"])
    withdraw(
        withdrawn,
        by=None,
        reason="Behövs inte.",
        replaced_by=RoutinePage.objects.get(pk=pages[secrets.CIRCLE].pk),
    )

    draft = RoutinePage(
        title=title_of(secrets.DRAFT), live=False, owner_function=owner, **routine_fields(secrets.DRAFT)
    )
    make_page(draft, pages["routines"])
    draft.save_revision(user=people["editor"])
    pages[secrets.DRAFT] = draft

    rewritten = make_routine(
        "Rutin med utkast", parent=pages["routines"], slug="med-utkast", owner_function=owner
    )
    changed = rewritten.get_latest_revision_as_object()
    changed.title = changed.draft_title = title_of(secrets.REWRITE)
    for name, value in {**routine_fields(secrets.REWRITE), "slug": "med-utkast"}.items():
        setattr(changed, name, value)
    changed.save_revision(user=people["editor"])
    pages[secrets.REWRITE] = rewritten

    waiting = make_routine(
        "Rutin som väntar", parent=pages["routines"], slug="som-vantar", owner_function=owner
    )
    fields = {**routine_fields(secrets.COMING), "slug": "som-vantar"}
    decide_text(waiting, title_of(secrets.COMING), today + timedelta(days=30), **fields)
    pages[secrets.COMING] = waiting

    item = NewsPage(
        title=title_of(secrets.NEWS),
        slug=of(secrets.NEWS, "adress"),
        summary=of(secrets.NEWS, "ingress"),
        body=[{"type": "text", "value": f"<p>{of(secrets.NEWS, 'brod')} {PROBE}</p>"}],
        important=True,
    )
    pages[secrets.NEWS] = make_page(item, pages["news index"])
    restrict(item, PageViewRestriction.GROUPS, make_group(CIRCLE))

    checklist = ChecklistPage(
        title=f"{of(secrets.SECTION, 'checklista')} {PROBE}",
        slug=of(secrets.SECTION, "lista"),
        owner_function=owner,
        live=False,
        sections=[_section(of(secrets.SECTION, "avsnitt"), None)],
    )
    pages["secret checklist"] = decided(make_page(checklist, tops[secrets.SECTION]))


def _section(text: str, link: Page | None, help_text: str = "") -> dict[str, Any]:
    item = {"text": text, "help": help_text, "link": link.pk if link else None, "function": "chef", "due": 1}
    return {
        "type": "section",
        "value": {"title": "Avsnitt", "items": [{"type": "item", "id": str(uuid4()), "value": item}]},
    }


def decided(page: Any, by: Person | None = None) -> Any:
    page.save_revision()
    day = timezone.localdate() - timedelta(days=400)
    decide_text(page, page.title, day, by=by, on=day)
    page.refresh_from_db()
    return page


def plant_files(planted: Planted) -> None:
    root = Collection.get_first_root_node()
    closed = root.add_child(name="Kretsens filer")
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(make_group(CIRCLE))
    nested = closed.add_child(name="Under kretsens")
    elected = Collection.get_first_root_node().add_child(name="Förtroendevaldas filer")
    CollectionAudience.objects.create(collection=elected, audience=Audience.ELECTED)
    for key, collection in (
        (secrets.DOCUMENT, closed),
        (secrets.NESTED_DOCUMENT, nested),
        (secrets.ELECTED_DOCUMENT, elected),
    ):
        planted.documents[key] = secrets.make_document(key, collection)
    for key, collection in ((secrets.PICTURE, closed), (secrets.NESTED_PICTURE, nested)):
        planted.pictures[key] = secrets.make_picture(key, collection)


def _links(planted: Planted) -> str:
    """Rich text with a link to every planted page and document; the words of the links are open."""
    pages = "".join(f'<a linktype="page" id="{planted.pages[key].pk}">läs</a> ' for key in secrets.PAGES)
    documents = "".join(
        f'<a linktype="document" id="{doc.pk}">hämta</a> ' for doc in planted.documents.values()
    )
    return f"<p>{pages}{documents}</p>"


def make_open_pages(planted: Planted, world: World, document: CustomDocument) -> None:
    """Pages for all employees that point at every secret by every means an editor has."""
    pages = planted.pages
    links = _links(planted)
    function = Function.objects.get(kind__code="rutinagare", unit=world.here)
    owner = Function.objects.get(kind__code="systemagare", unit=world.here)
    article = [
        {"type": "text", "value": links},
        {"type": "notice", "value": {"tone": "info", "text": links}},
        *(
            {"type": "image", "value": {"image": p.pk, "alt": "En bild", "caption": ""}}
            for p in planted.pictures.values()
        ),
        *(
            {"type": "attachment", "value": {"document": d.pk, "text": ""}}
            for d in planted.documents.values()
        ),
        {"type": "attachment", "value": {"document": document.pk, "text": ""}},
    ]
    body = [
        *article,
        {"type": "contact", "value": {"function": function.pk, "text": ""}},
        {"type": "contact", "value": {"function": owner.pk, "text": ""}},
        {"type": "checklist", "value": {"checklist": pages["secret checklist"].pk}},
    ]
    related = [pages[key] for key in secrets.PAGES]
    index = pages["routines"]

    hub = RoutinePage(
        title="Navet",
        slug="navet",
        live=False,
        owner_function=function,
        answer=answer("Ring din chef"),
        body=body,
    )
    make_page(hub, index)
    hub.relate_to(related)
    hub.save()
    pages["hub"] = decided(hub)
    # A version without the files between two that have them, so that the comparison has something to tell.
    for days, text in ((390, [{"type": "text", "value": "<p>Inget mer.</p>"}]), (380, body)):
        day = timezone.localdate() - timedelta(days=days)
        decide_text(RoutinePage.objects.get(pk=hub.pk), "Navet", day, on=day, body=text)

    checklist = ChecklistPage(
        title="Navets checklista",
        slug="navets-checklista",
        live=False,
        owner_function=function,
        intro=links,
        sections=[
            _section(f"Punkt {n}", pages[key], links)
            for n, key in enumerate((secrets.SECTION, secrets.CIRCLE))
        ],
    )
    pages["hub checklist"] = decided(make_page(checklist, index))
    handbook = HandbookPage(
        title="Navets handbok",
        slug="navets-handbok",
        live=False,
        owner_function=function,
        intro=links,
        chapters=[{"type": "chapter", "value": {"title": "Ett", "body": body}}],
    )
    pages["hub handbook"] = decided(make_page(handbook, index))
    news = NewsPage(
        title="Navets nyhet",
        slug="navets-nyhet",
        summary="Öppen.",
        body=article,
        image=planted.pictures[secrets.PICTURE],
        image_alt="En bild",
    )
    make_page(news, pages["news index"])
    news.relate_to(related)
    news.save()
    pages["hub news"] = news
    pages["hub page"] = make_page(StandardPage(title="Navets sida", slug="navets-sida", body=article))
    pages["hub public"] = make_page(
        StandardPage(title="Navets skylt", slug="skylt", body=article), pages["public"]
    )
