"""Who is neither employed nor elected, but has been let read something: from the log-in to the file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from extranet.exceptions.models import Grant
from extranet.meetings.models import Meeting
from tests.extranet.make import (
    make_body,
    make_item,
    make_meeting,
    make_paper,
    make_version,
    mark_secret,
    place,
)
from tests.factories import PASSWORD, make_home, make_person

pytestmark = pytest.mark.django_db

LOGIN = "/konto/logga-in/"
TEXT = b"%PDF-1.7 utredningen"


@pytest.fixture
def expert():
    return make_person("sara.sakkunnig", employed=False)


@pytest.fixture
def meeting(settings, tmp_path):
    settings.PAPERS_DIR = tmp_path / "papers"
    make_home()
    return make_meeting(make_body("Miljönämnden"), state=Meeting.State.SUMMONED)


def give(person, **what) -> Grant:
    expires = timezone.now() + timedelta(days=1)
    return Grant.objects.create(
        person=person, reason="Utreder", made_by=make_person(), expires=expires, **what
    )


def file_of(client, placement):
    return client.get(reverse("paper_file", args=[placement.pk]))


def test_the_holder_of_a_grant_comes_from_the_log_in_to_the_file_and_nowhere_else(client, expert, meeting):
    item, other = make_item(meeting, neutral_title="Dammen"), make_item(meeting, neutral_title="Bron")
    paper = place(item, make_version(make_paper(title="Dammens skick"), TEXT))
    beside = place(other)
    grant = give(expert, item=item)

    answer = client.post(LOGIN, {"login": "sara.sakkunnig", "password": PASSWORD}, follow=True)

    start = reverse("meetings")
    assert answer.redirect_chain[-1][0] == start
    assert "Miljönämnden" in answer.text
    assert f'href="{start}"' in answer.text, "the menu leads there"
    page = client.get(reverse("meeting", args=[meeting.pk])).text
    assert "Dammens skick" in page
    assert "Bron" not in page
    assert client.get(reverse("agenda_item", args=[item.pk])).status_code == 200
    assert client.get(reverse("paper", args=[paper.pk])).status_code == 200
    assert b"".join(file_of(client, paper).streaming_content) == TEXT
    assert "fått rätt att läsa" in client.get("/konto/").text
    for closed in (
        reverse("paper_file", args=[beside.pk]),
        reverse("agenda_item", args=[other.pk]),
        reverse("people"),
        reverse("search"),
        "/rutiner/",
        "/admin/",
    ):
        assert client.get(closed).status_code == 404, closed

    grant.expires = timezone.now()
    grant.save()
    missing = client.get("/sammantraden/handling/999999/fil/")
    for address in (start, reverse("paper_file", args=[paper.pk])):
        assert (client.get(address).status_code, client.get(address).content) == (404, missing.content)
    assert client.get("/")["Location"] == "/konto/"


def test_what_is_secret_asks_for_a_step_up_of_them_too(client, expert, meeting):
    item = make_item(meeting)
    secret = place(item)
    mark_secret(placement=secret)
    give(expert, item=item, secret=True)
    client.force_login(expert)
    answer = file_of(client, secret)
    assert answer["Location"].startswith(reverse("step_up"))
    assert client.get(answer["Location"]).status_code == 200, "the way there is open to them"


def test_the_author_of_a_paper_that_waits_reads_it_until_it_is_published(client, expert, meeting):
    written = make_version(make_paper(None, expert, title="Utkast om dammen"), TEXT)
    waiting = place(make_item(meeting, published=False), written, published=False)
    client.force_login(expert)
    assert "Utkast om dammen" in client.get("/", follow=True).text
    assert b"".join(file_of(client, waiting).streaming_content) == TEXT
    now = timezone.now()
    type(waiting).objects.update(published_at=now)
    type(waiting.item).objects.update(published_at=now)
    assert file_of(client, waiting).status_code == 404


def test_who_is_involved_in_nothing_sees_their_account_alone(client, expert, meeting):
    client.force_login(expert)
    assert client.get("/")["Location"] == "/konto/"
    assert client.get(reverse("meetings")).status_code == 404
    assert "Därför ser du bara ditt konto. Prata" in client.get("/konto/").text
