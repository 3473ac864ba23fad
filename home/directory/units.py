"""The organisation, and one unit's page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from home.directory.people import entries
from home.knowledge import listing
from home.knowledge.base import KnowledgePage
from intranet.access import pages as page_access
from intranet.access import people as people_access
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.language.order import swedish_key
from intranet.organisation.models import Unit
from intranet.people.models import Employment, Function, Person
from intranet.people.responsibility import MANAGER, manager_of, responsible_for

PEOPLE_SHOWN, PAGES_SHOWN = 12, 8


def organisation() -> list[dict[str, Any]]:
    """The tree of units that still exist, two levels below each legal entity; one query."""
    roots: list[dict[str, Any]] = []
    way: dict[str, dict[str, Any]] = {}
    for unit in Unit.objects.filter(active=True).order_by("path"):
        node = {"unit": unit, "children": []}
        way[unit.path] = node
        parent = way.get(unit.path[: -Unit.steplen])
        (parent["children"] if parent else roots).append(node)
    for node in way.values():
        # The tree itself stands in the database's order.
        node["children"].sort(key=lambda child: swedish_key(child["unit"].name))
    return roots


def unit_page(unit: Unit, request: ViewerRequest) -> dict[str, Any]:
    """The context of a unit's page."""
    viewer = request.viewer
    employed = Employment.objects.in_force(viewer.today).filter(unit__path__startswith=unit.path)
    people = people_access.visible_to(viewer, Person.objects.all()).filter(pk__in=employed.values("person"))
    own = (
        page_access.visible_to(viewer, KnowledgePage.objects.all())
        .with_state(viewer.today)
        .filter(Q(in_force_id__isnull=False) | Q(coming_from__isnull=False))
        .filter(units__path__in=unit.lineage_paths)
        .distinct()
        .prefetch_related("subjects")
        .order_by("title")
    )
    checklists = own.filter(knowledge_kind=KnowledgePage.Kind.CHECKLIST)
    routines = own.exclude(knowledge_kind=KnowledgePage.Kind.CHECKLIST)
    lineage = Unit.objects.filter(path__in=unit.lineage_paths[:-1]).order_by("path")
    return {
        "unit": unit,
        "breadcrumbs": [
            {"title": _("Enheter"), "url": reverse("units")},
            *({"title": above.name, "url": above.get_absolute_url()} for above in lineage),
        ],
        "manager": _manager(unit, viewer),
        "functions": _functions(unit, viewer),
        "subunits": unit.get_children().filter(active=True).order_by("name"),
        "workplaces": unit.workplaces.filter(active=True),
        "routines": [listing.row(page, request) for page in routines[:PAGES_SHOWN]],
        "routines_more": _more(unit, "rutiner", routines.count()),
        "checklists": [listing.row(page, request) for page in checklists[:PAGES_SHOWN]],
        "checklists_more": _more(unit, "checklistor", checklists.count()),
        "people": entries(list(people[:PEOPLE_SHOWN]), viewer),
        "people_count": people.count(),
        "people_url": f"{reverse('people')}?enhet={unit.code}",
    }


def _manager(unit: Unit, viewer: Viewer) -> dict[str, Any] | None:
    answer = manager_of(unit, viewer.today)
    if answer is None or answer.person is None or not people_access.is_visible_to(viewer, answer.person):
        return None
    return {"person": answer.person, "title": answer.title}


def _functions(unit: Unit, viewer: Viewer) -> list[dict[str, Any]]:
    functions = list(
        Function.objects.filter(unit=unit).exclude(kind__code=MANAGER).select_related("kind", "unit")
    )
    answers = responsible_for([function.pk for function in functions], viewer.today)
    rows = []
    for function in functions:
        answer = answers[function.pk]
        # Whom the manager stands in for is "nobody just now": the reader asks the manager, who is above.
        held = answer.person if answer.via is None else None
        visible = held is not None and people_access.is_visible_to(viewer, held)
        rows.append({"function": function.title or function.kind.name, "person": held if visible else None})
    return rows


def _more(unit: Unit, section: str, count: int) -> dict[str, str] | None:
    if count <= PAGES_SHOWN:
        return None
    return {"label": _("Visa alla %(count)s") % {"count": count}, "url": f"/{section}/?enhet={unit.code}"}
