"""Notices and their mail: everybody is told of every secret, and learns of those alone that they may read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from home.knowledge.comments import COMMENT
from home.knowledge.turns import RETURNED, TURN
from home.models import Run
from home.runs.kinds import FINISHED
from intranet.access import pages as access
from intranet.notices import kinds, queue
from intranet.notices.kinds import Kind
from intranet.notices.models import Letter, Notice
from intranet.notices.tasks import send_letters
from tests.intranet.notices_help import lines
from tests.leaks import secrets
from tests.leaks.asking import Asker
from tests.leaks.corpus import Corpus
from tests.leaks.personas import CIRCLE as CIRCLE_GROUP
from tests.leaks.personas import EVERYBODY, PROTECTED, WITH_ROLE
from tests.leaks.secrets import BEHIND_PASSWORD, CIRCLE, COMING, DRAFT, PAGES, PERSON, REWRITE, RUN

pytestmark = pytest.mark.django_db

READ = "test.read"
LIVE = frozenset(PAGES) - {COMING, REWRITE}  # what is secret of these two is a version to come


@pytest.fixture
def told(corpus: Corpus, monkeypatch) -> Corpus:
    """Everybody, whatever they may see, has a notice about every page, every draft and the run."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(Kind(READ, "Sidor att läsa", "wagtailcore.Page", rule=access.visible_to, visible=lines))
    people = [person.pk for person in corpus.people.values() if person]
    for key in PAGES:
        queue.put(READ, people, corpus.pages[key])
    for key in (DRAFT, CIRCLE):
        for kind in (TURN, RETURNED, COMMENT):
            queue.put(kind, people, corpus.pages[key])
    Run.objects.update(finished_at=timezone.now())
    for run in corpus.runs.values():
        queue.put(FINISHED, people, run)
    return corpus


def theirs(persona: str) -> frozenset[str]:
    """What a persona may learn from their notices on the site; every page of theirs has their own name."""
    if persona not in WITH_ROLE:
        return frozenset()
    found = secrets.allowed((*LIVE, RUN), persona) | ({PERSON} if persona == PROTECTED else set())
    if persona == PROTECTED:
        found -= {RUN}  # manages its unit and may see it, but takes no part: is not told
    if persona in ("reviewer", "editor", "inside editor", "administrator", "superuser"):
        found |= {DRAFT}  # theirs to review, or to edit
    if persona == "decider":
        found |= {DRAFT}  # may change what has been decided
    return found


def inbox(asker: Asker, persona: str) -> tuple[frozenset[str], int, str]:
    """The secrets on all pages of somebody's inbox, how many rows there are, and how many the header says."""
    found: frozenset[str] = frozenset()
    rows, count = 0, ""
    for number in (1, 2, 3):
        answer = asker.ask(persona, f"{reverse('notices')}?sida={number}")
        if answer.status != 200 or answer.context["page_obj"].number != number:
            break
        found |= answer.found
        rows += sum(len(day["rows"]) for day in answer.context["days"])
        count = answer.context["unread"]
    return found, rows, count


@pytest.mark.parametrize("persona", EVERYBODY)
def test_an_inbox_tells_what_its_reader_may_read_and_counts_no_more(asker: Asker, told: Corpus, persona: str):
    found, rows, count = inbox(asker, persona)
    assert found == theirs(persona)
    assert str(rows or "") == count


def test_the_start_page_tells_no_more_than_the_inbox(asker: Asker, told: Corpus):
    for persona in EVERYBODY:
        answer = asker.ask(persona, "/")
        if persona in WITH_ROLE and answer.status == 200:
            assert secrets.found_in(str(answer.context["told"])) <= theirs(persona), persona
    assert asker.ask("member", "/").context["told"]["rows"]


def test_an_address_leads_whom_it_is_for_and_is_missing_for_all_others(asker: Asker, told: Corpus):
    """One's own of what one may not see, and anybody else's, answer like a number that does not exist."""
    led = 0
    by_person = {person.pk: name for name, person in told.people.items() if person}
    for notice in Notice.objects.filter(kind=READ):
        path, twin = reverse("notice", args=[notice.pk]), reverse("notice", args=[99999999])
        key = next(key for key in PAGES if told.pages[key].pk == notice.object_id)
        mine = by_person[notice.person_id]
        for persona in {mine, "anonymous", "employee", "superuser", PROTECTED}:
            answer = asker.ask(persona, path)
            if persona == mine and persona in WITH_ROLE and answer.status == 302:
                led += 1
                assert persona in secrets.READERS[key] or key in (COMING, REWRITE), (persona, key)
            else:
                assert answer.said(path) == asker.ask(persona, twin).said(twin), (persona, key)
    assert led > 50


def mails() -> dict[str, str]:
    Notice.objects.update(due=timezone.now() - timedelta(days=1))
    mail.outbox.clear()
    send_letters.call()
    for message in mail.outbox:
        assert not secrets.found_in(f"{message.subject} {message.extra_headers}"), message.subject
    return {message.to[0]: str(message.body) for message in mail.outbox}


def test_a_mail_tells_what_its_reader_may_read_when_it_is_sent(told: Corpus):
    sent = mails()
    for persona in EVERYBODY:
        person = told.people[persona]
        if person is None or not person.email:
            continue
        body = sent.pop(person.email, "")
        # No shared password is given to a mail, and a run's name stands in none.
        assert secrets.found_in(body) == theirs(persona) - {BEHIND_PASSWORD, RUN, PERSON}, persona
    assert not sent


def test_mail_that_waited_when_the_right_was_lost_says_nothing_of_it(told: Corpus, monkeypatch):
    def refuse(self, messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        assert mails() == {}
        assert Letter.objects.count() > 10
        rows = f"{list(Letter.objects.values())} {list(Notice.objects.values())}"
        assert not secrets.found_in(rows)
    Group.objects.get(name=CIRCLE_GROUP).user_set.remove(told.people["member"])
    Page.objects.get(pk=told.pages[secrets.MOVED_OUT].pk).unpublish()
    Letter.objects.update(next_try=timezone.now())
    sent = mails()
    assert CIRCLE in secrets.found_in(sent[told.people["inside editor"].email])
    assert CIRCLE not in secrets.found_in(sent[told.people["member"].email])
    assert not any(secrets.MOVED_OUT in secrets.found_in(body) for body in sent.values())


def test_the_log_of_sending_names_nobody_and_nothing(told: Corpus, caplog, monkeypatch):
    def refuse(self, messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        mails()
    assert "messages wait" in caplog.text
    assert not secrets.found_in(caplog.text)
    assert "@kompasskoping" not in caplog.text
