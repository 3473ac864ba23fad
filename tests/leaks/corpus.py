"""A small municipality with every secret planted, and open pages that point at each of them in every way they can."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from home import roles
from home.models import (
    AccessibilityPage,
    ChecklistPage,
    DocumentIndexPage,
    KnowledgeIndexPage,
    NewsIndexPage,
    OperationalNotice,
    RoutinePage,
    Run,
    StandardPage,
)
from intranet.access.models import Audience
from intranet.files.models import CustomDocument
from intranet.people.models import Appointment, Person
from tests.factories import (
    declare_audience,
    make_function,
    make_group,
    make_home,
    make_page,
    make_person,
    make_unit,
)
from tests.leaks import secrets
from tests.leaks.extranet_corpus import Bodies, plant_bodies
from tests.leaks.incoming import plant_incoming
from tests.leaks.personas import CIRCLE, MAKERS, PROTECTED, World
from tests.leaks.runs import plant_runs
from tests.leaks.secrets import Planted, of, standard_fields, title_of
from tests.leaks.texts import make_open_pages, plant_files, plant_texts, restrict

OPEN_DOCUMENT = "open-bilaga.txt"


@dataclass
class Corpus:
    world: World
    people: dict[str, Person | None]
    planted: Planted
    open_document: CustomDocument
    manager: Person  # of `here`, with the protected person as stand-in
    owner: Person  # of the function that owns the planted routines
    runs: dict[str, Run]
    extranet: Bodies

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
    plant_texts(planted, world, people)
    plant_files(planted)
    document = CustomDocument.objects.create(
        title="Öppen bilaga", file=ContentFile(b"for all", name=OPEN_DOCUMENT)
    )
    make_open_pages(planted, world, document)
    _notice(planted)
    _desk(planted, people)
    plant_incoming(planted)
    manager = Appointment.objects.get(function__kind__code="chef", function__unit=world.here).person
    for name, page in planted.pages.items():
        planted.pages[name] = Page.objects.get(pk=page.pk).specific
    call_command("update_index", verbosity=0, stdout=io.StringIO())  # what the admin searches
    runs = plant_runs(planted, people)
    return Corpus(world, people, planted, document, manager, owner, runs, plant_bodies())


def _tree(planted: Planted) -> None:
    """Sections and restricted places."""
    home = make_home()
    circle = make_group(CIRCLE)
    pages, tops = planted.pages, planted.tops
    pages["home"] = home
    pages["routines"] = make_page(KnowledgeIndexPage(title="Rutiner", slug="rutiner", show_in_menus=True))
    pages["news index"] = make_page(NewsIndexPage(title="Nyheter", slug="nyheter", show_in_menus=True))
    pages["documents"] = make_page(DocumentIndexPage(title="Dokument", slug="dokument", show_in_menus=True))
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
            title="Avbrott",
            text="Läs mer.",
            page=Page.objects.get(pk=planted.pages[key].pk),
            starts=now - timedelta(days=1),
            ends=now + timedelta(days=1),
        )
