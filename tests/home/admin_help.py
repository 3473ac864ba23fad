"""What the tests of the admin share: a place with roles, and the forms as an editor would send them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.knowledge.index import KnowledgeIndexPage
from home.knowledge.routine import RoutinePage
from home.news.models import NewsIndexPage
from home.roles import ensure_roles
from intranet.people.models import Function, Person
from tests.factories import make_function, make_home, make_page, make_person


class Place:
    """A site with its roles, one person for each, and the index pages."""

    def __init__(self) -> None:
        self.home = make_home()
        self.routines = make_page(KnowledgeIndexPage(title="Rutiner", slug="rutiner"))
        self.news = make_page(NewsIndexPage(title="Nyheter", slug="nyheter"))
        ensure_roles()
        self.owner: Function = make_function("rutinagare")

    def person(self, username: str, *groups: str, **fields: Any) -> Person:
        return make_person(username, groups=groups, **fields)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def list_items(*values: dict) -> dict:
    """The items of a list block, as sent."""
    items = [{"value": v, "order": str(i), "deleted": "", "id": ""} for i, v in enumerate(values)]
    return {"count": str(len(items)), **{str(i): item for i, item in enumerate(items)}}


def routine_form(
    owner: Function, title: str = "Sjukanmälan", slug: str = "sjukanmalan", **fields: Any
) -> dict:
    """The fields of a routine's form, as sent."""
    return nested_form_data(
        {
            "title": title,
            "slug": slug,
            "summary": "Så anmäler du dig sjuk.",
            "knowledge_kind": "rutin",
            "answer": streamfield(
                [("steps", list_items({"title": "Ring din chef.", "text": rich_text("")}))]
            ),
            "system": "",
            "system_label": "",
            "body": streamfield([("text", rich_text("<p>Ring din chef.</p>"))]),
            "owner_function": str(owner.pk),
            "forms": streamfield([]),
            "keywords": "",
            "review_by": "",
            "valid_from": "",
            "valid_to": "",
            "change_summary": "",
            "related_links": inline_formset([]),
            "comments": inline_formset([]),
            **fields,
        }
    )


def create_routine(client: Client, place: Place, submit: bool = True, **fields: Any) -> RoutinePage:
    """What an editor does: write, save, send in."""
    data = routine_form(place.owner, **fields)
    if submit:
        data["action-submit"] = "1"
    url = reverse("wagtailadmin_pages:add", args=["home", "routinepage", place.routines.pk])
    response = client.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    return RoutinePage.objects.get(slug__startswith=f"{data['slug']}-")


def edit_routine(client: Client, page: RoutinePage, place: Place, submit: bool = True, **fields: Any) -> Any:
    data = routine_form(place.owner, **{"title": page.title, "slug": page.slug, **fields})
    if submit:
        data["action-submit"] = "1"
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def act(client: Client, page: RoutinePage, action: str = "approve", follow: bool = False) -> Any:
    """Take a step of the workflow, as the button on the dashboard does."""
    state = RoutinePage.objects.get(pk=page.pk).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(url, {"comment": ""}, follow=follow)


def day(text: str) -> date:
    return date.fromisoformat(text)
