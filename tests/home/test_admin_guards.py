"""What nobody may do with decided texts in the admin, and what takes its place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.knowledge.decision import decide
from home.knowledge.index import KnowledgeIndexPage
from home.knowledge.routine import RoutinePage
from home.knowledge.versions import Withdrawal
from home.roles import ADMINISTRATORS, DECIDERS, EDITORS
from tests.factories import make_page, make_superuser
from tests.home.admin_help import Place, edit_routine, routine_form, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place()


def make_routine(place: Place, title: str = "Sjukanmälan", **fields) -> RoutinePage:
    slug = fields.pop("slug", title.lower().replace("ä", "a").replace(" ", "-"))
    page = RoutinePage(title=title, slug=slug, owner_function=place.owner, live=False, **fields)
    make_page(page, place.routines)
    page.save_revision()
    return page


def make_decided(place: Place, **fields) -> RoutinePage:
    page = make_routine(place, **fields)
    decide(page, page.get_latest_revision(), by=None, imported=True)
    return RoutinePage.objects.get(pk=page.pk)


@pytest.fixture
def boss():
    """The superuser: rank must not help."""
    return signed_in(make_superuser())


def told(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_a_superuser_who_posts_the_publish_button_by_hand_is_told_why_not(place, boss):
    page = make_routine(place)
    data = routine_form(place.owner, title=page.title, slug=page.slug) | {"action-publish": "1"}
    answer = boss.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)
    assert "Skicka in utkastet för granskning" in told(answer)
    page.refresh_from_db()
    assert not page.live


def test_creating_with_the_publish_button_makes_a_draft(place, boss):
    url = reverse("wagtailadmin_pages:add", args=["home", "routinepage", place.routines.pk])
    boss.post(url, routine_form(place.owner, slug="ny-rutin") | {"action-publish": "1"})
    assert not RoutinePage.objects.get(slug__startswith="ny-rutin-").live


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_bulk_actions_refuse_decided_texts_in_words(place, boss, action):
    page = make_decided(place)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}"
    for answer in (boss.get(url, follow=True), boss.post(url, follow=True)):
        assert "granskning" in told(answer) or "Upphäv sidan i stället" in told(answer)
    page.refresh_from_db()
    assert page.live


@pytest.mark.parametrize("view", ["unpublish", "delete"])
def test_the_views_for_one_page_say_upphav_instead(place, boss, view):
    page = make_decided(place)
    answer = boss.post(reverse(f"wagtailadmin_pages:{view}", args=[page.pk]), follow=True)
    assert "Upphäv sidan i stället" in told(answer)
    page.refresh_from_db()
    assert page.live


def test_an_index_with_decided_texts_below_is_not_deleted(place, boss):
    make_decided(place)
    answer = boss.post(reverse("wagtailadmin_pages:delete", args=[place.routines.pk]), follow=True)
    assert "Flytta dem först" in told(answer)
    assert KnowledgeIndexPage.objects.filter(pk=place.routines.pk).exists()


def test_a_draft_that_never_applied_may_be_deleted(place, boss):
    page = make_routine(place)
    boss.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not RoutinePage.objects.filter(pk=page.pk).exists()


def test_a_decided_text_may_be_moved(place, boss):
    page = make_decided(place)
    other = make_page(KnowledgeIndexPage(title="Metoder", slug="metoder"))
    boss.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk]))
    page.refresh_from_db()
    assert page.get_parent().pk == other.pk
    assert page.timeline.in_force(timezone.localdate()).number == 1


def test_a_copy_is_a_draft_without_versions(place, boss):
    page = make_decided(place, valid_from=timezone.localdate() - timedelta(days=9))
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert "publish_copies" not in boss.get(url).content.decode()
    data = {
        "new_title": "Kopia",
        "new_slug": "kopia",
        "new_parent_page": place.routines.pk,
        "publish_copies": "on",
    }
    boss.post(url, {**data, "alias": "on"})
    copy = RoutinePage.objects.get(slug__startswith="kopia-")
    assert (copy.live, copy.alias_of_id, copy.timeline.versions, copy.valid_from) == (False, None, (), None)


def test_a_branch_copied_as_live_holds_drafts(place, boss):
    make_decided(place)
    url = reverse("wagtailadmin_pages:copy", args=[place.routines.pk])
    data = {"new_title": "Kopior", "new_slug": "kopior", "new_parent_page": place.home.pk}
    boss.post(url, {**data, "copy_subpages": "on", "publish_copies": "on"})
    branch = KnowledgeIndexPage.objects.get(slug__startswith="kopior-")
    assert [page.live for page in RoutinePage.objects.child_of(branch)] == [False]


def test_the_api_of_the_admin_changes_nothing(place, boss):
    page = make_decided(place)
    for action in ("publish", "unpublish", "delete", "create_alias"):
        assert boss.post(f"/admin/api/main/pages/{page.pk}/action/{action}/").status_code == 404


def withdraw_url(page) -> str:
    return reverse("knowledge_withdraw", args=[page.pk])


def withdrawal(**fields) -> dict:
    return {
        "reason": "Lagen är ändrad.",
        "from_date": timezone.localdate().isoformat(),
        "replaced_by": "",
    } | fields


def test_a_decider_withdraws_and_readers_are_told_what_replaces_it(place):
    page, other = make_decided(place), make_decided(place, title="Frånvaro")
    decider = signed_in(place.person("frida.beslut", DECIDERS))
    form = decider.get(withdraw_url(page))
    assert "Upphäv sidan" in form.content.decode()
    answer = decider.post(withdraw_url(page), withdrawal(replaced_by=other.pk))
    assert answer.status_code == 302
    page = RoutinePage.objects.get(pk=page.pk)
    assert page.timeline.in_force(timezone.localdate()) is None
    stored = Withdrawal.objects.get(page=page)
    assert (stored.replaced_by_id, stored.decided_by.username) == (other.pk, "frida.beslut")
    shown = signed_in(place.person("lars.lasare")).get("/rutiner/sjukanmalan/").content.decode()
    assert "Lagen är ändrad." in shown


def test_what_has_applied_is_not_withdrawn_afterwards(place):
    page = make_decided(place)
    decider = signed_in(place.person("frida.beslut", DECIDERS))
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    for bad in ({"from_date": yesterday}, {"reason": " "}, {"replaced_by": page.pk}):
        assert decider.post(withdraw_url(page), withdrawal(**bad)).status_code == 200
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("group", [EDITORS, ADMINISTRATORS])
def test_only_those_who_take_the_last_step_withdraw(place, group):
    page = make_decided(place)
    client = signed_in(place.person("inte.beslut", group))
    client.post(withdraw_url(page), withdrawal())
    assert not Withdrawal.objects.exists()
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert withdraw_url(page) not in form


def test_a_version_that_waits_is_recalled_and_the_present_one_goes_on(place):
    page = make_decided(place)
    page.valid_from = timezone.localdate() + timedelta(days=7)
    coming = decide(page, page.save_revision(), by=None, imported=True)
    decider = signed_in(place.person("frida.beslut", DECIDERS))
    url = reverse("knowledge_recall", args=[page.pk, coming.number])
    assert url in decider.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert decider.post(url, {"reason": "Beslutet gick tillbaka."}).status_code == 302
    page = RoutinePage.objects.get(pk=page.pk)
    assert page.timeline.coming(timezone.localdate()) == []
    assert page.timeline.in_force(timezone.localdate()).number == 1
    assert decider.post(url, {"reason": "En gång till."}).status_code == 404


def test_a_page_without_versions_cannot_be_withdrawn(place):
    page = make_routine(place)
    decider = signed_in(place.person("frida.beslut", DECIDERS))
    answer = decider.get(withdraw_url(page), follow=True)
    assert "aldrig gällt" in told(answer)


def test_an_editor_names_related_pages_with_a_chooser(place):
    page, other = make_routine(place), make_decided(place, title="Frånvaro")
    editor = signed_in(place.person("eva.editor", EDITORS))
    link = {
        "related_links-TOTAL_FORMS": "1",
        "related_links-0-target": str(other.pk),
        "related_links-0-id": "",
        "related_links-0-DELETE": "",
    }
    assert edit_routine(editor, page, place, submit=False, **link).status_code == 302
    draft = RoutinePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [relation.target_id for relation in draft.related_links.all()] == [other.pk]
