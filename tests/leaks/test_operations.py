"""What machines and operators read: logs, error pages, task arguments, the outbox, the security log, commands, mail.

None of it asks who reads, so it holds no title, no text, no file name and no protected person's name at all. Each
place is shown to work: what happened is told there, by id.
"""

from __future__ import annotations

import io
import json
import logging
import logging.config
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import default_task_backend
from wagtail.models import Page, PageViewRestriction, Task, TaskState

from home.knowledge.decision import withdraw
from home.models import RoutinePage
from intranet.audit.models import Event
from intranet.finding import draining
from intranet.finding.models import OutboxEntry
from intranet.jobs.models import Job
from intranet.notices.models import Notice
from intranet.notices.tasks import send_letters
from tests.factories import make_group
from tests.leaks import secrets
from tests.leaks.asking import Asker
from tests.leaks.corpus import Corpus
from tests.leaks.personas import CIRCLE as GROUP
from tests.leaks.secrets import CIRCLE, DOCUMENT, ELECTED, MOVED_OUT, NEWS, PERSON, PICTURE, PROBE, SECTION
from tests.leaks.texts import restrict

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_index")]


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    """Everything that the site's settings let through to the log."""
    kept = Kept()
    kept.setLevel(settings.LOGGING["handlers"]["console"]["level"])
    root = logging.getLogger()
    root.addHandler(kept)
    yield kept
    root.removeHandler(kept)


@pytest.fixture
def tasks(django_capture_on_commit_callbacks):
    """Runs what a commit would, and gives the arguments of the tasks that were queued by it."""
    default_task_backend.clear()

    def told() -> str:
        return json.dumps(
            [[str(r.task), r.args, r.kwargs] for r in default_task_backend.results], default=str
        )

    yield told
    default_task_backend.clear()


def busy(corpus: Corpus) -> None:
    """An ordinary day: publish, restrict, move, withdraw, delete, change a file and a protected person."""
    page = Page.objects.get(pk=corpus.pages[SECTION].pk).specific
    page.save_revision(user=corpus.people["superuser"]).publish(skip_permission_checks=True)
    restrict(corpus.pages[MOVED_OUT], PageViewRestriction.GROUPS, make_group(GROUP))
    Page.objects.get(pk=corpus.pages[MOVED_OUT].pk).move(Page.objects.get(pk=corpus.planted.tops[SECTION].pk))
    withdraw(RoutinePage.objects.get(pk=corpus.pages[CIRCLE].pk), by=None, reason="Behövs inte.")
    Page.objects.get(pk=corpus.pages[NEWS].pk).specific.delete()
    corpus.planted.documents[DOCUMENT].save()
    corpus.planted.pictures[PICTURE].save()
    corpus.people["protected"].save()


def test_the_log(log, asker: Asker, corpus: Corpus):
    busy(corpus)
    draining.drain()
    for command in ("reindex", "drain_index", "run_due"):
        call_command(command, stdout=io.StringIO(), stderr=io.StringIO())
    paths = (
        "/",
        corpus.pages["hub"].url,
        f"{reverse('search')}?q={PROBE}",
        corpus.planted.documents[DOCUMENT].url,
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_api:pages:listing"),
        "/admin/failwhale/",
    )
    asker.clients["superuser"].raise_request_exception = False
    for path in paths:
        for persona in ("superuser", "handler", "employee"):
            asker.ask(persona, path)
    told = "\n".join(log.lines)
    assert "failwhale" in told
    # Django tells which address failed or was not found: that is what the asker sent.
    told = "\n".join(line for line in log.lines if not line.startswith("django.request"))
    assert not secrets.found_in(told), [line for line in log.lines if secrets.found_in(line)]


def test_error_pages(asker: Asker, corpus: Corpus, monkeypatch):
    """A fault in the middle of a closed page tells nothing of it."""

    def fail(self, *args, **kwargs):
        raise RuntimeError(f"{self.title} {secrets.of(CIRCLE, 'brod')}")

    monkeypatch.setattr(RoutinePage, "get_context", fail)
    for persona in ("member", "superuser"):
        answer = asker.ask(persona, corpus.pages[CIRCLE].url)
        assert answer.status == 500
        assert not answer.found
    assert asker.ask("employee", corpus.pages[CIRCLE].url).status == 404


def test_csrf_failures(corpus: Corpus):
    client = Client(enforce_csrf_checks=True)
    client.force_login(corpus.people["employee"])
    answer = client.post(corpus.pages[SECTION].url, {"a": "b"})
    assert answer.status_code == 403
    assert not secrets.found_in(answer.content.decode().replace(corpus.pages[SECTION].url, ""))


def test_task_arguments(tasks, corpus: Corpus, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        busy(corpus)
    told = tasks()
    assert len(json.loads(told)) > 3
    assert not secrets.found_in(told), told


def test_the_outbox(corpus: Corpus):
    OutboxEntry.objects.all().delete()
    busy(corpus)
    rows = list(OutboxEntry.objects.values())
    assert {row["family"] for row in rows} >= {"page", "person"}
    assert not secrets.found_in(str(rows))
    assert not secrets.found_in(" ".join(str(entry) for entry in OutboxEntry.objects.all()))


def test_the_security_log_holds_no_title(asker: Asker, corpus: Corpus):
    """User names stand there, those of protected persons for their handlers alone (see the matrix)."""
    before = Event.objects.count()
    busy(corpus)
    restriction = restrict(corpus.pages[ELECTED], PageViewRestriction.GROUPS, make_group(GROUP))
    restriction.delete()
    client = Client()
    client.force_login(corpus.people["member"])
    client.get(corpus.planted.documents[DOCUMENT].url)
    events = list(Event.objects.order_by("-pk").values())[: Event.objects.count() - before]
    kinds = {event["kind"] for event in events}
    assert {Event.Kind.FILE_DOWNLOADED, Event.Kind.RIGHTS_CHANGED} <= kinds
    assert secrets.found_in(str(events)) <= {PERSON}


def test_what_is_told_of_jobs_and_readiness(asker: Asker, corpus: Corpus):
    OutboxEntry.objects.all().delete()
    busy(corpus)
    for path in ("/ready", "/health"):
        answer = asker.ask("anonymous", path)
        assert answer.header("content-type").startswith("application/json")
        assert not answer.found
    assert json.loads(asker.ask("anonymous", "/ready").body)["checks"]["outbox"]["waiting"] > 3
    assert not secrets.found_in(str(list(Job.objects.values())))


def test_commands_tell_numbers(corpus: Corpus):
    busy(corpus)
    for command in ("drain_index", "reindex", "run_due"):
        out, err = io.StringIO(), io.StringIO()
        call_command(command, stdout=out, stderr=err)
        told = out.getvalue() + err.getvalue()
        assert told.strip()
        assert not secrets.found_in(told), command


def sent_in(corpus: Corpus, key: str, author: str) -> None:
    page = RoutinePage.objects.get(pk=corpus.pages[key].pk)
    TaskState.objects.filter(workflow_state__object_id=str(page.pk)).delete()
    page.workflow_states.all().delete()
    page.save_revision(user=corpus.people[author])
    page = RoutinePage.objects.get(pk=page.pk)
    page.get_workflow().start(page, corpus.people[author])


def test_mail_about_a_page_goes_to_those_only_who_may_see_it(corpus: Corpus):
    reviewers = Task.objects.get(name="Granskning").specific.groups.get()
    corpus.people["inside editor"].groups.add(reviewers)
    for key, told in ((CIRCLE, {"inside@kompasskoping.example"}), (secrets.DRAFT, None)):
        mail.outbox.clear()
        Notice.objects.all().delete()
        # By somebody else than the one who is asked to review.
        sent_in(corpus, key, "superuser")
        Notice.objects.update(due=timezone.now() - timedelta(days=1))
        send_letters.call()
        recipients = {address for message in mail.outbox for address in message.recipients()}
        assert recipients, key
        if told is not None:
            assert recipients <= told, recipients
        else:
            assert "reviewer@kompasskoping.example" in recipients


def test_mail_about_an_account_names_nobody_else(corpus: Corpus):
    from intranet.signon.tasks import send_reset_link

    mail.outbox.clear()
    send_reset_link.func(corpus.people["reviewer"].pk)
    (message,) = mail.outbox
    assert message.recipients() == ["reviewer@kompasskoping.example"]
    assert not secrets.found_in(f"{message.subject} {message.body}")
