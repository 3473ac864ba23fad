"""The way from a draft to a text in force, walked in the real views of the admin."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Revision
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import rich_text

from home.knowledge.decision import take_effect_when_due
from home.knowledge.routine import RoutinePage
from home.roles import DECIDERS, EDITORS, REVIEWERS
from tests.factories import make_superuser
from tests.home.admin_help import Place, act, create_routine, edit_routine, routine_form, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def editor(place):
    return signed_in(place.person("eva.editor", EDITORS))


@pytest.fixture
def reviewer(place):
    return signed_in(place.person("rut.granskare", REVIEWERS))


@pytest.fixture
def decider(place):
    return signed_in(place.person("frida.beslut", DECIDERS))


@pytest.fixture
def reader(place):
    return signed_in(place.person("lars.lasare"))


def decided(place, editor, reviewer, decider, **fields) -> RoutinePage:
    page = create_routine(editor, place, **fields)
    act(reviewer, page)
    act(decider, page)
    return RoutinePage.objects.get(pk=page.pk)


def decide_again(page, place, editor, reviewer, decider, **fields) -> RoutinePage:
    assert edit_routine(editor, page, place, **fields).status_code == 302
    act(reviewer, page)
    act(decider, page)
    return RoutinePage.objects.get(pk=page.pk)


def in_force(page):
    return RoutinePage.objects.get(pk=page.pk).timeline.in_force(timezone.localdate())


def test_two_approvals_by_others_make_the_first_version_in_force(place, editor, reviewer, decider, reader):
    page = create_routine(editor, place)
    assert reader.get(page.url).status_code == 404
    act(reviewer, page)
    assert in_force(page) is None
    act(decider, page)
    version = in_force(page)
    assert (version.number, version.decided_by.username) == (1, "frida.beslut")
    answer = reader.get(page.url)
    assert answer.status_code == 200
    assert "Ring din chef." in answer.content.decode()


def test_an_author_cannot_approve_whatever_groups_they_are_in(place, reviewer, decider):
    author = place.person("alla.roller", EDITORS, REVIEWERS, DECIDERS)
    page = create_routine(signed_in(author), place)
    act(signed_in(author), page)
    page.refresh_from_db()
    assert page.current_workflow_task.name == "Granskning"
    act(reviewer, page)
    page.refresh_from_db()
    assert page.current_workflow_task.name == "Fastställande"
    act(signed_in(author), page)
    assert in_force(page) is None


def test_a_superuser_who_has_written_in_the_draft_cannot_approve_it(place, editor):
    page = create_routine(editor, place, submit=False)
    boss = signed_in(make_superuser())
    edit_routine(boss, page, place, summary="Ändrad av den som får allt.")
    act(boss, page)
    page.refresh_from_db()
    assert page.current_workflow_task.name == "Granskning"


def test_who_only_reads_and_approves_has_not_written_whatever_their_text_editor_sends(
    place, editor, reviewer, decider
):
    """The first saving has no paragraph keys, as from an import; every form that is sent adds new ones."""
    page = create_routine(editor, place)
    page = page.get_latest_revision_as_object()
    page.body = [("text", RichText("<p>Ring din chef.</p>"))]
    page.answer = [("steps", [{"title": "Ring din chef.", "text": RichText("")}])]
    page.save_revision()
    before = Revision.page_revisions.filter(object_id=str(page.pk)).count()
    for client in (reviewer, decider):
        approve_in_editor(client, page, place, **names_of_blocks(page))
    assert Revision.page_revisions.filter(object_id=str(page.pk)).count() > before
    assert in_force(page).number == 1


def names_of_blocks(page) -> dict[str, str]:
    """What the form sends so that blocks stay the same ones."""
    draft = page.get_latest_revision_as_object()
    step = draft.answer[0].value.bound_blocks[0]
    return {"answer-0-id": draft.answer[0].id, "answer-0-value-0-id": step.id, "body-0-id": draft.body[0].id}


def test_a_reviewer_who_edits_during_review_has_become_an_author(place, editor, reviewer, decider):
    page = create_routine(editor, place)
    edit_routine(reviewer, page, place, submit=False, summary="Granskarens ord.")
    act(reviewer, page)
    page.refresh_from_db()
    assert page.current_workflow_task.name == "Granskning"


def test_reviewers_are_told_what_a_change_of_theirs_means(place, editor, reviewer):
    page = create_routine(editor, place)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Ändrar du något här räknas du som författare" in reviewer.get(url).content.decode()
    assert "räknas du som författare" not in editor.get(url).content.decode()
    edit_routine(reviewer, page, place, submit=False, summary="Granskarens ord.")
    assert "Därför kan du inte godkänna det" in reviewer.get(url).content.decode()


def test_a_first_day_to_come_waits_and_the_clock_lets_it_take_effect(
    place, editor, reviewer, decider, reader
):
    first_day = timezone.localdate() + timedelta(days=10)
    page = decided(place, editor, reviewer, decider, valid_from=first_day.isoformat())
    assert in_force(page) is None
    assert not page.live
    assert page.timeline.coming(timezone.localdate())[0].number == 1
    later = timezone.now() + timedelta(days=10)
    assert take_effect_when_due(later) == 1
    page = RoutinePage.objects.get(pk=page.pk)
    assert page.live
    assert page.timeline.in_force(first_day).number == 1


def test_correcting_what_applies_loses_nothing_that_waits(place, editor, reviewer, decider):
    """The version in force, a correction of it, and two waiting ones: all take their turn."""
    today = timezone.localdate()
    soon, later = today + timedelta(days=5), today + timedelta(days=20)
    page = decided(place, editor, reviewer, decider, summary="Den första.")
    decide_again(page, place, editor, reviewer, decider, summary="Den andra.", valid_from=soon.isoformat())
    decide_again(page, place, editor, reviewer, decider, summary="Den tredje.", valid_from=later.isoformat())
    first = in_force(page)
    assert first.number == 1

    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.revision_id])
    assert revert in form
    assert "Version 2 väntar." in form
    assert "Version 3 väntar." in form
    started = editor.get(revert)
    assert started.status_code == 200
    assert "Den första." in started.content.decode()
    assert "Du rättar version 1" in started.content.decode()

    page = decide_again(page, place, editor, reviewer, decider, summary="Den första, rättad.")
    assert in_force(page).number == 4
    assert [v.number for v in page.timeline.coming(today)] == [2, 3]
    for day, summary in ((soon, "Den andra."), (later, "Den tredje.")):
        take_effect_when_due(timezone.now() + (day - today))
        assert RoutinePage.objects.get(pk=page.pk).summary == summary


def test_a_clock_that_slept_past_two_first_days_lets_the_later_one_apply(place, editor, reviewer, decider):
    today = timezone.localdate()
    page = decided(place, editor, reviewer, decider, summary="Den första.")
    for number, days in (("andra", 1), ("tredje", 2)):
        first_day = (today + timedelta(days=days)).isoformat()
        decide_again(page, place, editor, reviewer, decider, summary=f"Den {number}.", valid_from=first_day)
    take_effect_when_due(timezone.now() + timedelta(days=30))
    page = RoutinePage.objects.get(pk=page.pk)
    assert page.summary == "Den tredje."
    assert page.timeline.in_force(today + timedelta(days=1)).number == 2


def test_the_editors_menu_offers_no_publishing_of_knowledge(place, editor, decider, reviewer):
    page = decided(place, editor, reviewer, decider)
    for client in (editor, signed_in(make_superuser())):
        form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert 'name="action-publish"' not in form
        assert reverse("wagtailadmin_pages:unpublish", args=[page.pk]) not in form
        assert "go_live_at" not in form
        new = client.get(reverse("wagtailadmin_pages:add", args=["home", "routinepage", place.routines.pk]))
        assert 'name="action-publish"' not in new.content.decode()


def test_editors_publish_news_themselves(place, editor):
    form = editor.get(
        reverse("wagtailadmin_pages:add", args=["home", "newspage", place.news.pk])
    ).content.decode()
    assert 'name="action-publish"' in form
    assert "go_live_at" in form


def test_the_last_step_is_called_what_it_is(place, editor, reviewer, decider):
    page = create_routine(editor, place)
    act(reviewer, page)
    form = decider.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Fastställ" in form
    assert "och publicera" not in form.lower()


def approve_in_editor(client, page, place, **fields):
    """Change something and press the button that approves, in one."""
    data = routine_form(place.owner, page.title, page.slug, **fields)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return client.post(url, data, follow=True)


def told(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("way", ["editor", "dashboard"])
@pytest.mark.parametrize("first", ["", "later"])
def test_whoever_takes_a_step_is_told_what_came_of_it(place, editor, reviewer, decider, way, first):
    day = timezone.localdate() + timedelta(days=30)
    valid_from = day.isoformat() if first else ""
    page = create_routine(editor, place, valid_from=valid_from)

    def step(client):
        if way == "dashboard":
            return act(client, page, follow=True)
        return approve_in_editor(client, page, place, valid_from=valid_from, **unchanged(page))

    reviewed = step(reviewer)
    assert "Rutinen ”Sjukanmälan” är godkänd i det här steget. Nästa steg är fastställande." in told(reviewed)
    assert "sparad" not in told(reviewed)
    decided = told(step(decider))
    assert "sparad" not in decided
    assert "uppdaterad" not in decided
    when = f"gäller från {date_format(day, 'j F Y')}." if first else "gäller från och med i dag."
    assert f"Rutinen ”Sjukanmälan” är fastställd och {when}" in decided
    (address,) = re.findall(r'href="([^"]+)"', decided)
    assert "Visa rutinen" in decided
    shown = decider.get(address)
    assert shown.status_code == 200
    assert "Ring din chef." in shown.content.decode()


def test_who_sends_a_text_back_is_told_so(place, editor, reviewer):
    page = create_routine(editor, place)
    assert "är skickad tillbaka för ändringar" in told(act(reviewer, page, "reject", follow=True))


def test_who_changes_and_approves_in_one_has_saved_and_not_approved(place, editor, reviewer):
    page = create_routine(editor, place)
    response = approve_in_editor(reviewer, page, place, summary="Granskarens ord.")
    assert response.status_code == 200
    assert "någon annan måste godkänna" in told(response)
    page.refresh_from_db()
    assert page.current_workflow_task.name == "Granskning"
    assert page.get_latest_revision_as_object().summary == "Granskarens ord."


def unchanged(page) -> dict:
    """The blocks with the identities that they have: with others the form counts as changed."""
    draft = page.get_latest_revision_as_object()
    answer, body = draft.answer.raw_data[0], draft.body.raw_data[0]
    return {
        "answer-0-id": answer["id"],
        "answer-0-value-0-id": answer["value"][0]["id"],
        "answer-0-value-0-value-text": rich_text(answer["value"][0]["value"]["text"]),
        "body-0-id": body["id"],
        "body-0-value": rich_text(body["value"]),
    }


def test_who_changes_nothing_approves_in_the_editor(place, editor, reviewer):
    page = create_routine(editor, place)
    approve_in_editor(reviewer, page, place, **unchanged(page))
    page.refresh_from_db()
    assert page.current_workflow_task.name == "Fastställande"


@pytest.mark.parametrize("way", ["editor", "dashboard"])
def test_a_text_whose_last_day_has_passed_stays_where_it_was(place, editor, reviewer, decider, way):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    page = create_routine(editor, place, valid_to=yesterday)
    act(reviewer, page)
    if way == "editor":
        response = approve_in_editor(decider, page, place, valid_to=yesterday, **unchanged(page))
    else:
        response = act(decider, page, follow=True)
    assert "redan passerat" in told(response)
    page = RoutinePage.objects.get(pk=page.pk)
    assert page.current_workflow_task.name == "Fastställande"
    assert page.current_workflow_task_state.status == "in_progress"
    assert in_force(page) is None


def test_a_reviewer_is_led_back_to_a_list_that_is_open_to_them(place, editor, reviewer):
    page = create_routine(editor, place)
    act(reviewer, page)
    back = reviewer.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    assert back.status_code == 200


def test_a_second_press_of_the_button_says_that_it_is_settled(place, editor, reviewer, decider):
    page = create_routine(editor, place)
    act(reviewer, page)
    act(decider, page)
    again = decider.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {
            **routine_form(page.owner_function),
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
        },
        follow=True,
    )
    assert "redan avgjord" in again.content.decode()
    assert RoutinePage.objects.get(pk=page.pk).versions.count() == 1
