"""Roles: made once, made again without harm, and Wagtail's own gone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission, Task, Workflow, WorkflowPage, WorkflowState

from home.knowledge.index import KnowledgeIndexPage
from home.knowledge.tasks import DecisionTask
from home.roles import ADMINISTRATORS, DECIDERS, EDITORS, REVIEWERS, ROLES, WORKFLOW, ensure_roles
from tests.factories import make_home, make_page, make_person, make_superuser
from tests.home.admin_help import Place, signed_in

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    models = (Group, GroupPagePermission, Workflow, DecisionTask, WorkflowPage)
    permissions = sum(group.permissions.count() for group in Group.objects.all())
    return (*(model.objects.count() for model in models), permissions)


def test_running_it_again_changes_nothing():
    Place()
    before = counts()
    call_command("ensure_roles")
    assert counts() == before


def test_wagtails_groups_and_workflow_are_gone():
    Place()
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert list(Workflow.objects.values_list("name", flat=True)) == [WORKFLOW]
    assert set(Task.objects.values_list("name", flat=True)) == {"Granskning", "Fastställande"}


def test_a_group_of_wagtails_that_somebody_is_in_stays():
    somebody = make_person("kvar")
    somebody.groups.add(Group.objects.get(name="Editors"))
    ensure_roles()
    assert Group.objects.filter(name="Editors").exists()
    assert not Group.objects.filter(name="Moderators").exists()


def test_two_steps_by_two_groups_for_knowledge_and_none_for_news():
    place = Place()
    tasks = [task.specific for task in place.routines.get_workflow().tasks]
    assert [[group.name for group in task.groups.all()] for task in tasks] == [[REVIEWERS], [DECIDERS]]
    assert place.news.get_workflow() is None


def test_a_new_top_page_of_knowledge_gets_its_workflow_and_editors():
    make_home()
    ensure_roles()
    boss = signed_in(make_superuser())
    url = reverse("wagtailadmin_pages:add", args=["home", "knowledgeindexpage", make_home().pk])
    form = {"title": "Metoder", "slug": "metoder", "lists": "", "intro": "null", "comments-TOTAL_FORMS": "0"}
    boss.post(url, form | {"comments-INITIAL_FORMS": "0"})
    made = KnowledgeIndexPage.objects.get(slug__startswith="metoder")
    assert made.get_workflow().name == WORKFLOW
    assert GroupPagePermission.objects.filter(page=made, group__name=EDITORS).count() == 2


def test_a_workflow_that_somebody_chose_for_a_page_stays():
    place = Place()
    own = Workflow.objects.create(name="Egen ordning")
    WorkflowPage.objects.filter(page=place.routines).update(workflow=own)
    ensure_roles()
    place.routines.refresh_from_db()
    assert place.routines.get_workflow() == own
    assert not WorkflowState.objects.exists()


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (EDITORS, {"Sidor", "Bilder", "Dokument", "Listor", "Läs in texter"}),
        (REVIEWERS, {"Sidor"}),
        (DECIDERS, {"Sidor"}),
        (
            ADMINISTRATORS,
            {
                "Sidor",
                "Bilder",
                "Dokument",
                "Listor",
                "Läs in texter",
                "Organisation",
                "Personer",
                "Organ och uppdrag",
            },
        ),
    ],
)
def test_the_menu_has_what_the_role_needs(role, expected):
    from wagtail.admin.menu import admin_menu

    place = Place()
    client = signed_in(place.person("nagon", role))
    request = client.get("/admin/").wsgi_request
    shown = {str(item.label) for item in admin_menu.menu_items_for_request(request)}
    assert shown - {"Rapporter", "Inställningar"} == expected


def test_buyers_have_no_admin_and_secretaries_find_what_their_mandates_give():
    """Which is nothing, for somebody who is in the group alone."""
    from wagtail.admin.menu import admin_menu

    place = Place()
    assert signed_in(place.person("en.buyer", "Inköpare")).get("/admin/").status_code != 200
    answer = signed_in(place.person("en.secretary", "Nämndsekreterare")).get("/admin/")
    assert answer.status_code == 200
    shown = {str(item.label) for item in admin_menu.menu_items_for_request(answer.wsgi_request)}
    assert shown <= {"Rapporter", "Inställningar"}


def test_an_index_inside_another_inherits():
    place = Place()
    make_page(KnowledgeIndexPage(title="Vård", slug="vard"), place.routines)
    before = GroupPagePermission.objects.count()
    ensure_roles()
    assert GroupPagePermission.objects.count() == before
