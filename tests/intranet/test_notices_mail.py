"""Mail about notices: as each has chosen, in one letter, once, and never of what its reader may not see by then."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from intranet.jobs import clock
from intranet.notices import choices, composing, kinds, letters, queue
from intranet.notices.models import How, Letter, Mail, Notice
from intranet.notices.pruning import prune
from intranet.notices.tasks import queue_if_due, send_letters
from tests.intranet.notices_help import (
    TITLE,
    choose,
    page,
    page_kind,
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
    headers = sent.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert headers["List-Unsubscribe"] == "<http://localhost:8000/notiser/installningar/>"
    assert headers["Content-Language"] == "sv"
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


def parts(sent) -> dict[str, str]:
    """A mail as its reader's program has it, whichever of its parts that shows."""
    message = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    assert message.get_content_type() == "multipart/alternative"
    return {part.get_content_subtype(): part.get_content() for part in message.iter_parts()}


def test_both_parts_say_the_same_grouped_by_kind_and_counted():
    anna = reader()
    for number in range(3):
        told(anna, page(f"Sida <{number}>"))
    secret = told(anna, page(), "test.secret")
    told(anna, page("Bråttom"), "test.urgent")
    send_letters.call()
    plain, marked = parts(mail.outbox[0])["plain"], parts(mail.outbox[0])["html"]
    for text in (plain, unescape(marked)):
        for said in ("Sidor att läsa (3)", "Hemliga sidor (1)", "Sidor som brådskar (1)", "Läs före fredag"):
            assert text.count(said) >= 1
        for number in range(3):
            assert f"Sida <{number}>" in text
        assert text.count("Vad det gäller ser du på intranätet. Det står inte i mejl.") == 1
        assert "Notis från " in text
        for path in (f"/notiser/{secret.pk}/", "/notiser/", "/notiser/installningar/"):
            assert f"http://localhost:8000{path}" in text
    assert "Sida <0>" not in marked
    for element in ("<script", "<img", "<link", "url("):  # a mail that is opened tells nobody
        assert element not in marked


def test_every_link_of_a_mail_leads_somewhere(client):
    anna = reader()
    about = page()
    told(anna, about)
    send_letters.call()
    client.force_login(anna)
    plain, marked = parts(mail.outbox[0])["plain"], parts(mail.outbox[0])["html"]
    links = set(re.findall(r"http://localhost:8000(\S*)", plain))
    assert links == set(re.findall(r'href="http://localhost:8000([^"]*)"', marked))
    assert len(links) == 3
    for link in links:
        answer = client.get(link, follow=True)
        assert answer.status_code == 200
    assert not Notice.objects.unread().exists()


def test_a_mail_lists_twenty_of_a_kind_and_leads_to_the_rest(client):
    anna = reader()
    for number in range(composing.MOST + 5):
        told(anna, page(f"Sida {number:02}"))
    send_letters.call()
    plain, marked = parts(mail.outbox[0])["plain"], parts(mail.outbox[0])["html"]
    assert mail.outbox[0].subject == "25 nya notiser på intranätet"
    for text in (plain, marked):
        assert len(set(re.findall(r"Sida \d\d", text))) == composing.MOST
        assert "Sidor att läsa (25)" in text
        assert "http://localhost:8000/notiser/?slag=test.page" in text
    assert "… och 5 till:" in plain
    assert "Visa 5 till på intranätet" in marked
    assert states() == [Mail.SENT] * 25


def test_what_is_to_be_done_may_be_told_where_the_title_may_not():
    kinds.register(page_kind("test.counted", title_in_mail=False, detail_in_mail=True))
    told(reader(), page(), "test.counted")
    send_letters.call()
    for text in parts(mail.outbox[0]).values():
        assert "Läs före fredag" in text
        assert TITLE not in text


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ("intranat@kompasskoping.example", "Intranätet <intranat@kompasskoping.example>"),
        ("Kompassen <intranat@kompasskoping.example>", "Kompassen <intranat@kompasskoping.example>"),
    ],
)
def test_the_sender_has_a_name(settings, setting, shown):
    settings.DEFAULT_FROM_EMAIL = setting
    told(reader())
    send_letters.call()
    message = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert str(message["From"]) == shown


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


def test_what_is_urgent_is_mailed_at_once_but_to_those_who_have_chosen_the_mail_of_the_day():
    anna, bo, now = reader("anna.berg"), reader("bo.ek"), timezone.now()
    choose(bo, "test.urgent", How.DAILY)
    queue.put("test.urgent", [anna.pk, bo.pk], page())
    Notice.objects.update(due=now, created=now)
    assert (choices.of(anna)["test.urgent"], choices.of(bo)["test.urgent"]) == (How.ONCE, How.DAILY)
    assert [notice.person_id for notice in letters.ready(now)] == [anna.pk]
    assert send_letters.call() == 1
    assert {notice.person_id for notice in letters.ready(letters.last_bundle(now) + timedelta(days=1))} == {
        bo.pk
    }


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
