"""Plain functions that make what tests need, with defaults that let a person sign in and read."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import Page, Site

from home.models import HomePage
from intranet.access.models import Audience, SectionAudience
from intranet.organisation.models import Organisation, Unit
from intranet.people.models import Appointment, Employment, Function, FunctionKind, Person

LONG_AGO = date(2020, 1, 1)
PASSWORD = "kompass-nal-och-karta"

_numbers = count(1)


def make_organisation(code: str = "KK", name: str = "Kompassköpings kommun") -> Unit:
    """A legal entity; returns the unit that stands for it, made once."""
    root = Unit.objects.filter(code=code).first()
    if root is None:
        organisation = Organisation.objects.create(
            code=code, name=name, organisation_number=f"212000-{next(_numbers):04d}"
        )
        root = Unit.add_root(
            code=code, name=name, kind=Unit.Kind.ORGANISATION, organisation=organisation, connected_from=None
        )
    return root


def make_unit(
    name: str = "Enheten",
    parent: Unit | None = None,
    connected_from: date | None = LONG_AGO,
    code: str = "",
    **fields: Any,
) -> Unit:
    """A unit below `parent` (the municipality unless given), connected long ago unless told otherwise."""
    parent = parent or make_organisation()
    parent.refresh_from_db()
    return parent.add_child(
        name=name, code=code or f"E-{next(_numbers)}", connected_from=connected_from, **fields
    )


def make_person(
    username: str = "",
    unit: Unit | None = None,
    *,
    employed: bool = True,
    title: str = "Handläggare",
    groups: tuple[str, ...] = (),
    **fields: Any,
) -> Person:
    """Somebody who may sign in, employed at `unit`; with employed=False at none."""
    username = username or f"person{next(_numbers)}"
    first, _, last = username.partition(".")
    fields.setdefault("first_name", first.capitalize())
    fields.setdefault("last_name", last.capitalize() or "Provsson")
    person = Person.objects.create_user(username, password=fields.pop("password", PASSWORD), **fields)
    if employed:
        make_employment(person, unit or make_unit(), title=title, primary=True)
    for name in groups:
        person.groups.add(make_group(name))
    return person


def make_elected(username: str = "", **fields: Any) -> Person:
    """An elected official: somebody employed nowhere, with a mandate in a body that has no meetings."""
    from extranet.bodies.models import Authority, Body
    from extranet.mandates.models import Mandate, Role

    authority, _ = Authority.objects.get_or_create(code="VALD", defaults={"name": "Myndigheten"})
    body, _ = Body.objects.get_or_create(
        slug="vald",
        defaults={"authority": authority, "name": "Nämnden", "short_name": "N", "kind": Body.Kind.BOARD},
    )
    person = make_person(username, employed=False, **fields)
    Mandate.objects.create(person=person, body=body, role=Role.objects.get(code="ledamot"), start=LONG_AGO)
    return person


def make_employment(person: Person, unit: Unit, **fields: Any) -> Employment:
    fields.setdefault("start", LONG_AGO)
    fields.setdefault("title", "Handläggare")
    return Employment.objects.create(person=person, unit=unit, **fields)


def make_group(name: str, *permissions: str) -> Group:
    """A group with permissions named `app.codename`; made once, permissions added."""
    group, _ = Group.objects.get_or_create(name=name)
    for permission in permissions:
        app, codename = permission.split(".")
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return group


def make_function(
    kind: str = "chef",
    unit: Unit | None = None,
    holder: Person | None = None,
    stand_in: Person | None = None,
    **fields: Any,
) -> Function:
    """The seat of a kind at a unit; with a holder, appointed long ago."""
    kind_row, _ = FunctionKind.objects.get_or_create(code=kind, defaults={"name": kind.capitalize()})
    function, _ = Function.objects.get_or_create(kind=kind_row, unit=unit or make_unit(), defaults=fields)
    if holder:
        Appointment.objects.create(function=function, person=holder, stand_in=stand_in, start=LONG_AGO)
    return function


def make_superuser(username: str = "system.administrator", **fields: Any) -> Person:
    """Employed nowhere."""
    return make_person(username, employed=False, is_superuser=True, is_staff=True, **fields)


def make_home(title: str = "Kompassköping") -> HomePage:
    """The start page at "/", for employees; made once in place of Wagtail's welcome page."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.objects.get(depth=1)
        home = HomePage(title=title, slug="start")
        root.add_child(instance=home)
        Site.objects.update(root_page=home, site_name=title)
        Site.clear_site_root_paths_cache()
    return home


def make_page(page: Page, parent: Page | None = None, audience: str | None = None) -> Page:
    """Add an unsaved page below `parent` (the start page unless given), opening a section if told for whom."""
    parent = parent or make_home()
    parent.refresh_from_db()
    parent.add_child(instance=page)
    if audience:
        declare_audience(page, audience)
    return page


def declare_audience(page: Page, audience: str = Audience.EMPLOYEES, *groups: Group) -> SectionAudience:
    declared, _ = SectionAudience.objects.update_or_create(page=page, defaults={"audience": audience})
    declared.groups.set(groups)
    return declared
