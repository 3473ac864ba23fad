"""Pages that are for fewer than their documents: stopped however they are published, and mended by one button."""

from __future__ import annotations

from itertools import product

import pytest
from django.urls import reverse
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    PageViewRestriction,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.test.utils.form_data import streamfield

from home import roles
from home.knowledge.routine import RoutinePage
from home.models import StandardPage
from intranet.access.models import Audience, CollectionAudience
from intranet.access.readership import of_collection, of_page
from intranet.access.viewer import viewer_of
from intranet.files import library, stricter
from intranet.files.models import CustomDocument
from intranet.people.models import Person
from tests.factories import (
    PASSWORD,
    declare_audience,
    make_elected,
    make_group,
    make_home,
    make_page,
    make_person,
    make_superuser,
)
from tests.home.admin_help import Place, act, create_routine, routine_form, signed_in
from tests.intranet.test_files_rule import a_document, attached

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    make_home()
    roles.ensure_roles()
    make_person("peter.admin", groups=(roles.ADMINISTRATORS,))

    def as_(username: str):
        client.logout()
        assert client.login(username=username, password=PASSWORD)
        return client

    return as_


# Pages for fewer than their documents


def publish(client, page, *documents):
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {
            "title": page.title,
            "slug": page.slug,
            "summary": "Nytt",
            "body-count": len(documents),
            **{
                key: value
                for number, document in enumerate(documents)
                for key, value in {
                    f"body-{number}-deleted": "",
                    f"body-{number}-order": number,
                    f"body-{number}-type": "attachment",
                    f"body-{number}-value-document": document.pk,
                    f"body-{number}-value-text": "",
                }.items()
            },
            "action-publish": "1",
        },
        follow=True,
    )


def test_a_page_stricter_than_its_document_is_stopped_and_one_button_moves_it(sign_in):
    document = a_document("Plan", stands_alone=True)
    page = make_page(StandardPage(title="Ledning", slug="ledning", live=False))
    declare_audience(page, Audience.EMPLOYEES)
    admin = sign_in("peter.admin")
    stopped = publish(admin, page, document)
    assert stopped.redirect_chain[-1][0] == reverse("files_stricter", args=[page.pk])
    assert "är för färre personer" in stopped.content.decode()
    assert "Plan" in stopped.content.decode()
    page.refresh_from_db()
    assert not page.live
    draft = page.get_latest_revision_as_object()
    assert (draft.summary, draft.body[0].value["document"].pk) == ("Nytt", document.pk)
    # The one button, and then the same again.
    moved = admin.post(reverse("files_stricter", args=[page.pk]), follow=True)
    assert "ligger nu i samlingen" in moved.content.decode()
    document.refresh_from_db()
    assert document.collection.collection_audience.audience == Audience.EMPLOYEES
    publish(admin, page, document)
    assert StandardPage.objects.get(pk=page.pk).live
    elected = make_elected("vald")
    assert elected.pk
    assert sign_in("vald").get(document.url).status_code == 404
    # The next page for the same people finds the collection that is there.
    assert stricter.fitting_collection(page) == document.collection


def test_a_page_as_open_as_its_documents_is_published(sign_in):
    document = a_document("Plan")
    page = make_page(StandardPage(title="Alla", slug="alla", live=False))
    declare_audience(page, Audience.ROLES)
    publish(sign_in("peter.admin"), page, document)
    assert StandardPage.objects.get(pk=page.pk).live


def test_a_document_that_the_editor_may_not_move_is_told_of_without_a_button(sign_in, monkeypatch):
    document = a_document("Plan")
    page = make_page(StandardPage(title="Ledning", slug="ledning", body=attached(document)))
    declare_audience(page, Audience.EMPLOYEES)
    page.save_revision()
    monkeypatch.setattr("intranet.files.admin.stricter.may_edit", lambda viewer, document: False)
    admin = sign_in("peter.admin")
    text = admin.get(reverse("files_stricter", args=[page.pk])).content.decode()
    assert "får du inte flytta" in text
    assert '<button type="submit" class="button">' not in text
    admin.post(reverse("files_stricter", args=[page.pk]))
    assert CustomDocument.objects.get(pk=document.pk).collection.depth == 1


def test_a_shared_password_is_no_collections(sign_in):
    document = a_document("Plan")
    page = make_page(StandardPage(title="Lösen", slug="losen", live=False))
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    answer = publish(make_superuser_client(sign_in), page, document)
    assert "delat lösenord" in answer.content.decode() or answer.status_code == 404
    assert not StandardPage.objects.get(pk=page.pk).live


def make_superuser_client(sign_in):
    make_superuser("root")
    return sign_in("root")


def test_the_comparison_says_what_the_rule_says_of_each_person():
    """Held against people of every kind: whoever passes the collection passes the page, or it is not within."""
    make_home()
    red, blue = make_group("Röd"), make_group("Blå")
    people = [
        make_person("anställd"),
        make_person("röd", groups=("Röd",)),
        make_person("lös.röd", employed=False, groups=("Röd",)),
        make_person("blå", employed=False, groups=("Blå",)),
        make_person("båda", employed=False, groups=("Blå", "Röd")),
        make_elected("vald"),
        make_person("ingen", employed=False),
        None,
    ]
    kinds = [
        (audience, stop)
        for audience, stop in product(
            [(Audience.PUBLIC,), (Audience.ROLES,), (Audience.EMPLOYEES,), (Audience.ELECTED,),
             (Audience.GROUPS, red), (Audience.GROUPS, red, blue)],
            [None, "login", (red,), (red, blue)],
        )
    ]  # fmt: skip
    root = Collection.get_first_root_node()
    pages, collections = [], []
    for number, (audience, stop) in enumerate(kinds):
        page = make_page(StandardPage(title=f"s{number}", slug=f"s{number}"))
        declare_audience(page, audience[0], *audience[1:])
        collection = root.add_child(name=f"c{number:02}")
        root.refresh_from_db()
        declared = CollectionAudience.objects.create(collection=collection, audience=str(audience[0]))
        declared.groups.set(audience[1:])
        for model, place in (
            (PageViewRestriction, {"page": page}),
            (CollectionViewRestriction, {"collection": collection}),
        ):
            if stop == "login":
                model.objects.create(restriction_type="login", **place)
            elif stop:
                model.objects.create(restriction_type="groups", **place).groups.set(stop)
        pages.append(page)
        collections.append(collection)
    viewers = [viewer_of(Person.objects.get(pk=p.pk) if p else None) for p in people]
    within = 0
    for page, collection in product(pages, collections):
        if of_collection(collection).is_within(of_page(page)):
            within += 1
            for viewer in viewers:
                may_have = viewer.places.collections.admits(collection.path)
                assert not may_have or viewer.places.pages.admits(page.path), (page, collection)
    assert within > len(pages)
    for page, collection in zip(pages, collections, strict=True):
        assert of_collection(collection).is_within(of_page(page))


# The workflow


def in_form(*documents: CustomDocument) -> dict:
    """The field of forms and templates, as sent."""
    rows = [{"text": document.title, "document": str(document.pk)} for document in documents]
    return streamfield([("document", row) for row in rows])


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def editor(place):
    return signed_in(place.person("eva.editor", roles.EDITORS))


@pytest.fixture
def reviewer(place):
    return signed_in(place.person("rut.granskare", roles.REVIEWERS))


def approve_by_form(client, page: RoutinePage, place: Place, **fields):
    """The button in the editor: the form is sent with it, and what it holds is what would be approved."""
    data = routine_form(place.owner, title=page.title, slug=page.slug, **fields)
    data |= {
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": "{}",
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)


def step_of(page: RoutinePage) -> str:
    task = RoutinePage.objects.get(pk=page.pk).current_workflow_task
    return task.name if task else ""


def drafted(page: RoutinePage) -> list[int]:
    draft = RoutinePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [block.value["document"].pk for block in draft.forms]


def test_an_approval_from_the_list_of_tasks_is_stopped_and_given_when_the_document_has_moved(
    place, editor, reviewer
):
    document = a_document("Blankett")
    page = create_routine(editor, place, forms=in_form(document))
    stopped = act(reviewer, page, follow=True)
    assert stopped.redirect_chain[-1][0] == reverse("files_stricter", args=[page.pk])
    assert "inte godkänd ännu" in stopped.content.decode()
    assert step_of(page) == "Granskning"
    document.collection = library.for_employees()
    document.save()
    act(reviewer, page)
    assert step_of(page) == "Fastställande"


def test_the_window_for_a_comment_is_led_there_by_its_script(place, editor, reviewer):
    page = create_routine(editor, place, forms=in_form(a_document("Blankett")))
    state = RoutinePage.objects.get(pk=page.pk).current_workflow_task_state
    answer = reviewer.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]),
        {"comment": "Bra"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.json() == {"step": "success", "redirect": reverse("files_stricter", args=[page.pk])}
    assert step_of(page) == "Granskning"


def test_the_comment_is_taken_in_the_editor_and_the_form_is_what_is_stopped(place, editor, reviewer):
    """The editor's window only collects; it would stand open for ever if it were answered with a page."""
    page = create_routine(editor, place, forms=in_form(a_document("Blankett")))
    state = RoutinePage.objects.get(pk=page.pk).current_workflow_task_state
    answer = reviewer.post(
        reverse("wagtailadmin_pages:collect_workflow_action_data", args=[page.pk, "approve", state.pk]),
        {"comment": "Bra"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.json() == {"step": "success", "cleaned_data": {"comment": "Bra"}}


def test_an_approval_in_the_editor_is_stopped_and_what_was_typed_is_saved(place, editor, reviewer):
    document = a_document("Blankett")
    page = create_routine(editor, place, forms=in_form(document))
    answer = approve_by_form(reviewer, page, place, forms=in_form(document), summary="Granskarens ord.")
    text = answer.content.decode()
    assert "inte godkänd ännu" in text
    assert reverse("files_stricter", args=[page.pk]) in text
    assert step_of(page) == "Granskning"
    assert RoutinePage.objects.get(pk=page.pk).get_latest_revision_as_object().summary == "Granskarens ord."


def test_a_document_that_the_approver_puts_in_stops_it_too(place, editor, reviewer):
    document = a_document("Blankett")
    page = create_routine(editor, place)
    approve_by_form(reviewer, page, place, forms=in_form(document))
    assert step_of(page) == "Granskning"
    assert drafted(page) == [document.pk]


def test_taking_the_document_away_is_enough(place, editor, reviewer):
    page = create_routine(editor, place, forms=in_form(a_document("Blankett")))
    answer = approve_by_form(reviewer, page, place)
    assert "inte godkänd ännu" not in answer.content.decode()
    assert drafted(page) == []


def test_a_text_that_is_sent_back_is_not_stopped(place, editor, reviewer):
    page = create_routine(editor, place, forms=in_form(a_document("Blankett")))
    act(reviewer, page, "reject")
    assert step_of(page) == ""


def test_a_workflow_of_wagtails_own_is_stopped_before_it_publishes(sign_in):
    """An ordinary page with a step that is not ours."""
    workflow, task = Workflow.objects.create(name="Enkel"), GroupApprovalTask.objects.create(name="Klart")
    task.groups.set([make_group(roles.ADMINISTRATORS)])
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = make_page(StandardPage(title="Ledning", slug="ledning", live=False))
    WorkflowPage.objects.create(workflow=workflow, page=page)
    document = a_document("Plan")
    page.body = attached(document)
    page.save_revision()
    workflow.start(page, make_person("skribent"))
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    admin = sign_in("peter.admin")
    assert admin.post(address, {"comment": ""}).url == reverse("files_stricter", args=[page.pk])
    assert not StandardPage.objects.get(pk=page.pk).live
    admin.post(reverse("files_stricter", args=[page.pk]))
    admin.post(address, {"comment": ""})
    assert StandardPage.objects.get(pk=page.pk).live
