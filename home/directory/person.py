"""One person's page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from home.directory.people import photo_urls
from home.knowledge import listing
from home.knowledge.base import KnowledgePage
from intranet.access import pages as page_access
from intranet.access import people as access
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.people.models import Appointment, Employment, Person
from intranet.people.responsibility import manager_of
from intranet.signon.issuing import may_issue

OWNED_SHOWN = 10


def person_page(person: Person, request: ViewerRequest) -> dict[str, Any]:
    """The context of a person's page."""
    viewer = request.viewer
    employments = list(
        Employment.objects.in_force(viewer.today).filter(person=person).select_related("unit", "workplace")
    )
    appointments = list(
        Appointment.objects.in_force(viewer.today)
        .filter(person=person)
        .select_related("function__kind", "function__unit", "stand_in")
    )
    owned = (
        page_access.visible_to(viewer, KnowledgePage.objects.all())
        .with_state(viewer.today)
        .filter(in_force_id__isnull=False, owner_function__in=[a.function_id for a in appointments])
        .order_by("title")
    )
    primary = employments[0] if employments else None
    return {
        "person": person,
        "breadcrumbs": [{"title": _("Kollegor"), "url": reverse("people")}],
        "photo_url": photo_urls([person], viewer).get(person.pk, ""),
        "title": primary.title if primary else "",
        "unit": primary.unit if primary else None,
        "employments": employments,
        "functions": [
            {
                "function": appointment.function,
                "unit": appointment.function.unit,
                "stand_in": _allowed(appointment.stand_in, viewer),
            }
            for appointment in appointments
        ],
        "manager": _manager(person, primary, viewer),
        "responsible_for": [listing.row(page, request, subjects=False) for page in owned[:OWNED_SHOWN]],
        "code_url": reverse("issue_code", args=[person.pk]) if may_issue(viewer, person) else "",
    }


def _manager(person: Person, employment: Employment | None, viewer: Viewer) -> dict[str, Any] | None:
    answer = manager_of(employment.unit, viewer.today) if employment else None
    if answer is None or answer.person is None or answer.person.pk == person.pk:
        return None
    if not access.is_visible_to(viewer, answer.person):
        return None
    return {"person": answer.person, "title": answer.title, "unit": answer.function.unit}


def _allowed(person: Person | None, viewer: Viewer) -> Person | None:
    return person if person is not None and access.is_visible_to(viewer, person) else None
