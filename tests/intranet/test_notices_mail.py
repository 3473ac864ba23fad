"""Mail about notices: as each has chosen, in one letter, once, and never of what its reader may not see by then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from intranet.jobs import clock
from intranet.notices import choices, letters, queue
from intranet.notices.models import How, Letter, Mail, Notice
from intranet.notices.pruning import prune
from intranet.notices.tasks import queue_if_due, send_letters
from tests.intranet.notices_help import (
    TITLE,
    choose,
    page,
    reader,
    registered,  # noqa: F401
    states,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registered"), pytest.mark.database]
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_a_person_gets_one_mail_about_all_and_it_is_sent_once():
    anna = reader()
    first, second = told(anna, page("Första saken")), told(anna, page("Andra saken"))
    urgent = told(anna, page("Bråttom"), "test.urgent")
    assert send_letters.call() == 1
    sent = mail.outbox[0]
    assert sent.to == [anna.email]
    assert sent.subject == "3 nya notiser på intranätet"
    for part in ("Första saken", "Andra saken", "Bråttom", "Sidor att läsa", "Sidor som brådskar"):
        assert part in sent.body
    for notice in (first, second, urgent):
        assert f"http://localhost:8000/notiser/{notice.pk}/" in sent.body
    assert "http://localhost:8000/notiser/installningar/" in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert send_letters.call() == 0
    assert states() == [Mail.SENT] * 3
    assert not Letter.objects.exists()
    assert queue_if_due(timezone.now()) == 0


def test_the_subject_and_a_secret_kind_name_nothing():
    told(reader(), page(), "test.secret")
    send_letters.call()
    sent = mail.outbox[0]
    assert sent.subject == "1 ny notis på intranätet"
    assert "Hemliga sidor" in sent.body
    for secret in (TITLE, "Läs före fredag"):
        assert secret not in sent.body


def test_each_is_mailed_as_they_have_chosen():
    now, about = timezone.now(), page()
    daily, once, none, without = (
        reader("anna.berg"),
        reader("bo.ek"),
        reader("ceci.dal"),
        reader("dan.utan", email=""),
    )
    choose(once, "test.page", How.ONCE)
    choose(none, "test.page", How.NONE)
    people = [person.pk for person in (daily, once, none, without)]
    queue.put("test.page", people, about)
    queue.put("test.urgent", [daily.pk], about)
    Notice.objects.update(due=now, created=now)
    at = letters.last_bundle(now) + timedelta(days=1)
    assert {n.person_id for n in letters.ready(now).filter(kind="test.page")} == {once.pk}
    assert {n.person_id for n in letters.ready(now).filter(kind="test.urgent")} == {daily.pk}
    assert {n.person_id for n in letters.ready(at)} == {daily.pk, once.pk}
    send_letters.call()
    assert {sent.to[0] for sent in mail.outbox} == {once.email, daily.email}
    assert dict(Notice.objects.filter(kind="test.page").values_list("person_id", "mail")) == {
        daily.pk: Mail.WAITING,
        once.pk: Mail.SENT,
        none.pk: Mail.UNWANTED,
        without.pk: Mail.UNWANTED,
    }


def test_what_is_urgent_does_not_wait_for_the_mail_of_the_day_even_if_that_was_chosen():
    """Chosen while the kind was not urgent, say: the settings show, and the mail keeps, what there is to choose."""
    anna, now = reader(), timezone.now()
    choose(anna, "test.urgent", How.DAILY)
    queue.put("test.urgent", [anna.pk], page())
    Notice.objects.update(due=now, created=now)
    assert choices.of(anna)["test.urgent"] == How.ONCE
    assert [notice.kind for notice in letters.ready(now)] == ["test.urgent"]
    assert send_letters.call() == 1
    assert states() == [Mail.SENT]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 22, 6, 30, tzinfo=STOCKHOLM), datetime(2026, 11, 21, 7, 0, tzinfo=STOCKHOLM)),
        (datetime(2026, 11, 22, 7, 0, tzinfo=STOCKHOLM), datetime(2026, 11, 22, 7, 0, tzinfo=STOCKHOLM)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), datetime(2026, 11, 22, 7, 0, tzinfo=STOCKHOLM)),
        # The clock was put forward, and back, between the two mornings.
        (datetime(2026, 3, 29, 4, 59, tzinfo=UTC), datetime(2026, 3, 28, 6, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 5, 0, tzinfo=UTC), datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 5, 59, tzinfo=UTC), datetime(2026, 10, 24, 5, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 6, 0, tzinfo=UTC), datetime(2026, 10, 25, 6, 0, tzinfo=UTC)),
    ],
)
def test_the_mail_of_the_day_goes_at_seven_by_the_clock_on_the_wall(now, due):
    assert letters.last_bundle(now) == due


def test_a_stopped_clock_loses_nothing_and_catches_up_with_one_mail():
    anna, now = reader(), timezone.now()
    for days in (5, 3, 1):
        notice = told(anna, page(f"För {days} dagar sedan"))
        Notice.objects.filter(pk=notice.pk).update(due=now - timedelta(days=days))
    assert queue_if_due(now) == 1
    assert send_letters.call() == 1
    assert mail.outbox[0].subject == "3 nya notiser på intranätet"


def test_what_is_due_later_is_mailed_then():
    anna, now = reader(), timezone.now()
    queue.put("test.urgent", [anna.pk], page(), due=now + timedelta(hours=2))
    assert queue_if_due(now) == 0
    assert send_letters.call() == 0
    assert queue_if_due(now + timedelta(hours=2)) == 1


def test_the_clock_wakes_one_task_whose_arguments_say_nothing(settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "index", "mail"]}
    }
    told(reader())
    assert {"notices.mail", "notices.prune"} <= set(clock._due)
    for _ in range(2):
        clock.run_due()
    waiting = DBTaskResult.objects.filter(task_path=send_letters.module_path)
    assert [row.args_kwargs for row in waiting] == [{"args": [], "kwargs": {}}]
    assert waiting.get().queue_name == "mail"


def test_what_was_read_before_is_not_mailed():
    told(reader())
    Notice.objects.update(seen_at=timezone.now())
    assert queue_if_due(timezone.now()) == 0
    assert send_letters.call() == 0
    assert states() == [Mail.UNWANTED]


def test_titles_are_one_line_each():
    told(reader(), page("Rad ett\r\nBcc: alla@kompasskoping.example"))
    send_letters.call()
    assert "- Rad ett Bcc: alla@kompasskoping.example\n" in mail.outbox[0].body


def test_old_notices_go_and_unread_ones_stay_longer(settings):
    settings.NOTICES_KEPT_DAYS, settings.NOTICES_UNREAD_KEPT_DAYS = 30, 60
    anna, now = reader(), timezone.now()
    for key, read, shown in [
        ("read long ago", 31, 31),
        ("read lately", 29, 29),
        ("unread", None, 59),
        ("never read", None, 61),
        ("shown long ago and read lately", 1, 400),
    ]:
        notice = told(anna, key=key)
        Notice.objects.filter(pk=notice.pk).update(
            due=now - timedelta(days=shown), seen_at=None if read is None else now - timedelta(days=read)
        )
    assert prune(now.date(), now.date()) == 2
    assert set(Notice.objects.values_list("key", flat=True)) == {
        "read lately",
        "unread",
        "shown long ago and read lately",
    }


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"NOTICES_MAIL_HOUR": 24}, "notices.E001"),
        ({"NOTICES_KEPT_DAYS": 61}, "notices.E002"),
        ({"NOTICES_KEPT_DAYS": 400}, "notices.E002"),
    ],
)
def test_a_wrong_setting_stops_the_start(settings, wrong, code):
    for name, value in wrong.items():
        setattr(settings, name, value)
    with pytest.raises(SystemCheckError, match=code):
        call_command("check")
