"""A small municipality with every secret planted, and open pages that point at each of them in every way they can."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from home import roles
from home.knowledge.decision import withdraw
from home.models import (
    AccessibilityPage,
    ChecklistPage,
    HandbookPage,
    KnowledgeIndexPage,
    NewsIndexPage,
    NewsPage,
    OperationalNotice,
    RoutinePage,
    StandardPage,
)
from intranet.access.models import Audience, CollectionAudience
from intranet.files.models import CustomDocument
from intranet.people.models import Appointment, Function, Person
from tests.factories import (
    declare_audience,
    make_function,
    make_group,
    make_home,
    make_page,
    make_person,
    make_unit,
)
from tests.home.knowledge import answer, decide_text, make_routine
from tests.leaks import secrets
from tests.leaks.personas import CIRCLE, MAKERS, PROTECTED, World
from tests.leaks.secrets import PROBE, Planted, of, routine_fields, standard_fields, title_of

OPEN_DOCUMENT = "open-bilaga.txt"


@dataclass
class Corpus:
    world: World
    people: dict[str, Person | None]
    planted: Planted
    open_document: CustomDocument
    manager: Person  # of `here`, with the protected person as stand-in
    owner: Person  # of the function that owns the planted routines

    @property
    def pages(self) -> dict[str, Page]:
        return self.planted.pages


def build() -> Corpus:
    """Make everything. Some 40 pages, 20 people; the index is made by whoever needs it."""
    world = World(
        here=make_unit("Fyrplatsen", code="FYREN"),
        elsewhere=make_unit("Hamnen", code="HAMNEN"),
        waiting=make_unit("Sandrevet", code="REVET", connected_from=None),
    )
    planted = Planted()
    _tree(planted)
    roles.ensure_roles()
    handlers = make_group(roles.PROTECTED_HANDLERS, "access.handle_protected", "wagtailadmin.access_admin")
    people = {name: make(world) for name, make in MAKERS.items()}
    assert handlers.user_set.count() == 1
    people[PROTECTED] = _protected_person(world)
    owner = _functions(world, people)
    _knowledge(planted, world, people)
    _files(planted)
    document = CustomDocument.objects.create(
        title="Öppen bilaga", file=ContentFile(b"for all", name=OPEN_DOCUMENT)
    )
    _open_pages(planted, world, document)
    _notice(planted)
    _desk(planted, people)
    manager = Appointment.objects.get(function__kind__code="chef", function__unit=world.here).person
    for name, page in planted.pages.items():
        planted.pages[name] = Page.objects.get(pk=page.pk).specific
    call_command("update_index", verbosity=0, stdout=io.StringIO())  # what the admin searches
    return Corpus(world, people, planted, document, manager, owner)


def _tree(planted: Planted) -> None:
    """Sections and restricted places."""
    home = make_home()
    circle = make_group(CIRCLE)
    pages, tops = planted.pages, planted.tops
    pages["home"] = home
    pages["routines"] = make_page(KnowledgeIndexPage(title="Rutiner", slug="rutiner", show_in_menus=True))
    pages["news index"] = make_page(NewsIndexPage(title="Nyheter", slug="nyheter", show_in_menus=True))
    section = KnowledgeIndexPage(
        title=title_of(secrets.SECTION), slug=of(secrets.SECTION, "avdelning"), show_in_menus=True
    )
    tops[secrets.SECTION] = make_page(section)
    declare_audience(section, Audience.GROUPS, circle)
    ring = KnowledgeIndexPage(title=title_of(secrets.CIRCLE), slug=of(secrets.CIRCLE, "avdelning"))
    tops[secrets.CIRCLE] = make_page(ring, pages["routines"])
    restrict(ring, PageViewRestriction.GROUPS, circle)
    pages["public"] = make_page(
        StandardPage(title="Öppet", slug="oppet", show_in_menus=True), audience=Audience.PUBLIC
    )
    pages["accessibility"] = make_page(AccessibilityPage(title="Tillgänglighet", slug="tillganglighet"))
    declare_audience(pages["accessibility"], Audience.PUBLIC)
    for key, parent, kind in (
        (secrets.LOGIN, pages["public"], PageViewRestriction.LOGIN),
        (secrets.BEHIND_PASSWORD, home, PageViewRestriction.PASSWORD),
        (secrets.ELECTED, home, None),
    ):
        top = make_page(StandardPage(**standard_fields(key, "ovan"), show_in_menus=True), parent)
        if kind:
            restrict(top, kind)
        else:
            declare_audience(top, Audience.ELECTED)
        tops[key] = top
        pages[key] = make_page(StandardPage(**standard_fields(key)), top)
    taken = make_page(StandardPage(**standard_fields(secrets.TAKEN), show_in_menus=True), home)
    taken.save_revision().publish()
    taken.unpublish()
    pages[secrets.TAKEN] = taken


def restrict(page: Page, kind: str, *groups: Any) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(
        page=page,
        restriction_type=kind,
        password=secrets.PASSWORD if kind == PageViewRestriction.PASSWORD else "",
    )
    restriction.groups.set(groups)
    return restriction


def _protected_person(world: World) -> Person:
    return make_person(
        of(secrets.PERSON, "konto"),
        world.here,
        title=of(secrets.PERSON, "titel").capitalize(),
        first_name=of(secrets.PERSON, "namn").capitalize(),
        last_name=of(secrets.PERSON, "efternamn").capitalize(),
        email=f"{of(secrets.PERSON, 'post')}@kompasskoping.example",
        phone=secrets.PHONE,
        presentation=of(secrets.PERSON, "presentation"),
        employee_number=of(secrets.PERSON, "nr"),
        protected=True,
    )


def _functions(world: World, people: dict[str, Person | None]) -> Person:
    """The protected person is an owner, a manager and a stand-in; returns the owner of the planted routines."""
    protected = people[PROTECTED]
    make_function("rutinagare", world.here, protected)
    make_function("chef", world.elsewhere, protected)
    make_function("chef", world.here, make_person("fyr.chef", world.here), stand_in=protected)
    owner = make_person("egon.agare", world.here)
    make_function("systemagare", world.here, owner)
    return owner


def _knowledge(planted: Planted, world: World, people: dict[str, Person | None]) -> None:
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
        title=f"{of(secrets.SECTION, 'checklista')} {PROBE}", slug=of(secrets.SECTION, "lista"), owner_function=owner,
        live=False, sections=[_section(of(secrets.SECTION, "avsnitt"), None)],
    )  # fmt: skip
    pages["secret checklist"] = _decided(make_page(checklist, tops[secrets.SECTION]))


def _section(text: str, link: Page | None, help_text: str = "") -> dict[str, Any]:
    item = {"text": text, "help": help_text, "link": link.pk if link else None, "function": "chef", "due": 1}
    return {
        "type": "section",
        "value": {"title": "Avsnitt", "items": [{"type": "item", "id": str(uuid4()), "value": item}]},
    }


def _decided(page: Any, by: Person | None = None) -> Any:
    page.save_revision()
    day = timezone.localdate() - timedelta(days=400)
    decide_text(page, page.title, day, by=by, on=day)
    page.refresh_from_db()
    return page


def _files(planted: Planted) -> None:
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
        (secrets.DOCUMENT, closed), (secrets.NESTED_DOCUMENT, nested), (secrets.ELECTED_DOCUMENT, elected)
    ):  # fmt: skip
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


def _open_pages(planted: Planted, world: World, document: CustomDocument) -> None:
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
    pages["hub"] = _decided(hub)
    # A version without the files between two that have them, so that the comparison has something to tell.
    for days, text in ((390, [{"type": "text", "value": "<p>Inget mer.</p>"}]), (380, body)):
        day = timezone.localdate() - timedelta(days=days)
        decide_text(RoutinePage.objects.get(pk=hub.pk), "Navet", day, on=day, body=text)

    checklist = ChecklistPage(
        title="Navets checklista", slug="navets-checklista", live=False, owner_function=function, intro=links,
        sections=[_section(f"Punkt {n}", pages[key], links) for n, key in enumerate((secrets.SECTION, secrets.CIRCLE))],
    )  # fmt: skip
    pages["hub checklist"] = _decided(make_page(checklist, index))
    handbook = HandbookPage(
        title="Navets handbok", slug="navets-handbok", live=False, owner_function=function, intro=links,
        chapters=[{"type": "chapter", "value": {"title": "Ett", "body": body}}],
    )  # fmt: skip
    pages["hub handbook"] = _decided(make_page(handbook, index))
    news = NewsPage(
        title="Navets nyhet", slug="navets-nyhet", summary="Öppen.", body=article,
        image=planted.pictures[secrets.PICTURE], image_alt="En bild",
    )  # fmt: skip
    make_page(news, pages["news index"])
    news.relate_to(related)
    news.save()
    pages["hub news"] = news
    pages["hub page"] = make_page(StandardPage(title="Navets sida", slug="navets-sida", body=article))
    pages["hub public"] = make_page(
        StandardPage(title="Navets skylt", slug="skylt", body=article), pages["public"]
    )


def _desk(planted: Planted, people: dict[str, Person | None]) -> None:
    """What lies on the editors' desks: drafts sent in, a locked page, an old address that leads on."""
    for key, author in ((secrets.DRAFT, "editor"), (secrets.CIRCLE, "inside editor")):
        page = RoutinePage.objects.get(pk=planted.pages[key].pk)
        page.get_latest_revision_as_object().save_revision(user=people[author])
        page = RoutinePage.objects.get(pk=page.pk)
        page.get_workflow().start(page, people[author])
    locked = ChecklistPage.objects.get(pk=planted.pages["secret checklist"].pk)
    locked.locked, locked.locked_by, locked.locked_at = True, people["inside editor"], timezone.now()
    locked.save()
    for key in (secrets.CIRCLE, secrets.MOVED_IN):
        Redirect.objects.create(
            old_path=f"/gammal-{planted.pages[key].pk}",
            redirect_page=planted.pages[key].page_ptr,
            is_permanent=False,
        )


def _notice(planted: Planted) -> None:
    now = timezone.now()
    for key in (secrets.SECTION, secrets.CIRCLE, secrets.TAKEN, secrets.ELECTED):
        OperationalNotice.objects.create(
            title="Avbrott", text="Läs mer.", page=Page.objects.get(pk=planted.pages[key].pk),
            starts=now - timedelta(hours=1), ends=now + timedelta(hours=1),
        )  # fmt: skip
