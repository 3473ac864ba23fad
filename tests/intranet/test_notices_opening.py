"""What has been opened is no news, whichever way its reader came; and what one notice says, no other repeats."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from home.knowledge.comments import COMMENT
from home.knowledge.turns import RETURNED, TURN
from home.runs import starting, telling
from home.runs.kinds import ABOUT_YOU, ASSIGNED
from intranet.access.viewer import viewer_of
from intranet.files.notices import REVIEW
from intranet.notices import inbox, kinds, queue
from intranet.notices.models import Notice
from intranet.notices.tasks import send_letters
from tests.factories import PASSWORD, make_function, make_person, make_superuser
from tests.home.runs import make_checklist
from tests.intranet.notices_help import close, page, page_kind, reader, registered  # noqa: F401
from tests.intranet.test_files_rule import a_document

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WRITES = ("UPDATE", "INSERT", "DELETE")


@pytest.fixture
def anna(client):
    person = reader()
    assert client.login(username=person.username, password=PASSWORD)
    return person


def bell(client, address: str) -> str:
    """What the header says is unread on this very page; empty for nothing."""
    response = client.get(address)
    assert response.status_code == 200
    found = re.search(r"\((\d+\+?) olästa?\)", response.content.decode())
    return found[1] if found else ""


@pytest.mark.usefixtures("registered")
def test_a_page_that_is_opened_another_way_takes_its_notices_along(client, anna):
    about, other, bo = page(), page("Annan"), reader("bo.ek")
    for person in (anna, bo):
        for thing in (about, other):
            queue.put("test.page", [person.pk], thing)
    queue.put("test.urgent", [anna.pk], about)
    assert bell(client, "/notiser/") == "3"
    assert bell(client, about.url) == "1"  # the page itself says so already
    left = Notice.objects.unread().values_list("person", "object_id")
    assert sorted(left) == sorted([(anna.pk, other.pk), (bo.pk, about.pk), (bo.pk, other.pk)])


@pytest.mark.usefixtures("registered")
def test_only_a_visit_of_what_is_shown_marks(client, anna):
    about, closed = page(), page("Stängd")
    for thing in (about, closed):
        queue.put("test.page", [anna.pk], thing)
    queue.put("test.page", [anna.pk], about, due=timezone.now() + timedelta(hours=1), key="later")
    close(closed)
    assert client.get(closed.url).status_code == 404
    assert client.head(about.url).status_code == 200
    client.get(about.url, headers={"Sec-Purpose": "prefetch"})
    client.get(about.url, headers={"X-Background": "1"})
    assert Notice.objects.unread().count() == 3
    client.get(about.url)
    assert set(Notice.objects.unread().values_list("object_id", "key")) == {
        (closed.pk, ""),
        (about.pk, "later"),
    }


@pytest.mark.usefixtures("registered")
def test_a_page_with_nothing_to_mark_asks_and_writes_no_more_than_before(
    client, anna, django_assert_max_num_queries, monkeypatch
):
    about = page()
    queue.put("test.page", [anna.pk], page("Annan"))
    client.get(about.url)
    with django_assert_max_num_queries(100) as now:
        client.get(about.url)
    assert not [query for query in now.captured_queries if query["sql"].startswith(WRITES)]
    monkeypatch.setattr("intranet.notices.wagtail_hooks.opened", lambda *_args, **_kwargs: 0)
    with django_assert_max_num_queries(100) as without:
        client.get(about.url)
    assert len(now) == len(without)


def test_a_document_that_is_opened_is_read(client, anna):
    today = timezone.localdate()
    document = a_document("Plan", owner_function=make_function("rutinagare", holder=anna), review_by=today)
    queue.put(REVIEW, [anna.pk], document)
    assert bell(client, "/notiser/") == "1"
    assert bell(client, f"/dokument/{document.pk}/") == ""
    assert not Notice.objects.unread().exists()


@pytest.mark.usefixtures("registered")
def test_what_is_about_work_in_the_editor_is_read_there_and_not_on_the_site(client):
    kinds.register(page_kind("test.editor", in_editor=True))
    editor, about = make_superuser(email="root@kompasskoping.example"), page()
    client.force_login(editor)
    for kind in ("test.editor", "test.page"):
        queue.put(kind, [editor.pk], about)
    assert client.get(about.url).status_code == 200
    assert [notice.kind for notice in Notice.objects.unread()] == ["test.editor"]
    assert client.get(reverse("wagtailadmin_pages:edit", args=[about.pk])).status_code == 200
    assert not Notice.objects.unread().exists()


def test_the_kinds_that_lead_to_the_editor_say_so():
    codes = {kind.code for kind in kinds.kinds() if kind.in_editor}
    assert codes == {TURN, RETURNED, COMMENT}


# What another notice says already


@pytest.fixture
def run(anna):
    """About Anna, with an item that she is to do; started by somebody else."""
    checklist = make_checklist()
    starter = make_person("karin.ek")
    version = checklist.versions.get()
    run = starting.start(version, starter, anna, "Anna börjar", timezone.localdate())
    run.items.filter(order=1).update(assignee=anna)
    telling.assigned(run, [anna.pk], starter.pk)
    return run


def shown(person) -> list[str]:
    return [notice.kind for notice in inbox.of(viewer_of(person))]


def test_who_is_given_items_in_a_run_about_them_is_told_once(client, anna, run):
    assert set(Notice.objects.values_list("kind", flat=True)) == {ABOUT_YOU, ASSIGNED}
    assert shown(anna) == [ASSIGNED]
    assert bell(client, "/notiser/") == "1"
    Notice.objects.update(due=timezone.now() - timedelta(days=1))
    assert send_letters.call() == 1
    assert mail.outbox[0].subject == "1 ny notis på intranätet"


def test_it_says_who_did_it(client, run):
    text = " ".join(client.get("/notiser/").content.decode().split())
    assert "Genomgångar där du har fått punkter att göra · av Karin Ek · " in text


@pytest.mark.parametrize("way", ["the run", "the notice", "all"])
def test_what_stood_behind_it_is_read_with_it_and_does_not_come_up_later(client, anna, run, way):
    if way == "the run":
        client.get(run.get_absolute_url())
    elif way == "the notice":
        client.get(reverse("notice", args=[Notice.objects.get(kind=ASSIGNED).pk]), follow=True)
    else:
        client.post("/notiser/lasta/", {"until": timezone.now().isoformat()})
    queue.withdraw(ASSIGNED, run)
    assert shown(anna) == [ABOUT_YOU]
    assert bell(client, "/") == ""


def test_a_runs_page_that_looks_again_by_itself_reads_nothing(client, anna, run):
    address = run.get_absolute_url()
    assert client.get(address, headers={"X-Background": "1"}).status_code == 200
    assert shown(anna) == [ASSIGNED]
    assert Notice.objects.unread().count() == 2
    client.get(address)
    assert not Notice.objects.unread().exists()


def test_who_never_saw_it_is_told_that_the_run_is_about_them_when_the_items_are_somebody_elses(
    client, anna, run
):
    run.items.update(assignee=None)
    queue.withdraw(ASSIGNED, run)
    assert shown(anna) == [ABOUT_YOU]
    assert bell(client, "/") == "1"


def test_who_had_seen_their_items_before_the_run_became_about_them_is_told_of_that(client, anna):
    other, starter = make_person("ola.berg"), make_person("karin.ek")
    run = starting.start(make_checklist().versions.get(), starter, other, "Ola börjar", timezone.localdate())
    run.items.filter(order=1).update(assignee=anna)
    telling.assigned(run, [anna.pk], starter.pk)
    client.get(run.get_absolute_url())
    run.subject = anna
    run.save()
    telling.subject_changed(run, other.pk, starter.pk)
    assert set(shown(anna)) == {ABOUT_YOU, ASSIGNED}
    assert bell(client, "/") == "1"
