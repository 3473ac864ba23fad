"""Mail about notices: as each has chosen, in one letter, once, and never of what its reader may not see by then."""

from __future__ import annotations

import smtplib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from intranet.access.models import Audience
from intranet.jobs import clock
from intranet.notices import choices, kinds, letters, queue
from intranet.notices.models import How, Letter, Mail, Notice
from intranet.notices.pruning import prune
from intranet.notices.tasks import queue_if_due, send_letters
from intranet.people.models import Person
from tests.factories import declare_audience, make_employment, make_unit
from tests.intranet.notices_help import TITLE, page, page_kind, reader, registered  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registered"), pytest.mark.database]
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def told(person, about=None, kind: str = "test.page", key: str = "") -> Notice:
    """A notice that the mail of the day should have by now."""
    about = about or page()
    queue.put(kind, [person.pk], about, key=key)
    found = Notice.objects.filter(person=person, kind=kind, object_id=about.pk, key=key)
    found.update(due=timezone.now() - timedelta(days=1))
    return found.get()


def choose(person, kind: str, how: How) -> None:
    choices.save(person, {kind: how})


def close(about) -> None:
    declare_audience(about, Audience.GROUPS, Group.objects.create(name=f"Ingen {about.pk}"))


def try_again() -> int:
    Letter.objects.update(next_try=timezone.now())
    return send_letters.call()


def states() -> list[int]:
    return list(Notice.objects.order_by("pk").values_list("mail", flat=True))


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


def has_read(person, about):
    Notice.objects.filter(person=person).update(seen_at=timezone.now())


def switched_off(person, about):
    Person.objects.filter(pk=person.pk).update(is_active=False)


def left(person, about):
    Person.objects.filter(pk=person.pk).update(active_to=date(2026, 1, 1))


def moved_to_a_unit_that_is_not_connected(person, about):
    person.employments.all().delete()
    make_employment(person, make_unit("Väntande", connected_from=None), primary=True)


def without_any_role(person, about):
    person.employments.all().delete()


def lost_the_right(person, about):
    close(about)


def unpublished(person, about):
    about.unpublish()


def deleted(person, about):
    about.delete()


def wants_no_mail(person, about):
    choose(person, "test.page", How.NONE)


def without_address(person, about):
    Person.objects.filter(pk=person.pk).update(email="")


# What happens between the first try, which the server refuses, and the next.
HAPPENINGS = [
    has_read,
    switched_off,
    left,
    moved_to_a_unit_that_is_not_connected,
    without_any_role,
    lost_the_right,
    unpublished,
    deleted,
    wants_no_mail,
    without_address,
]


@pytest.fixture
def refused(monkeypatch):
    """A mail server that takes no message, until `undo` is called."""

    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    return monkeypatch


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_a_refused_letter_is_written_anew_by_what_holds_then(refused, caplog, happening):
    anna, about, untouched = reader(), page(), reader("control")
    told(anna, about)
    told(untouched, page("Oförändrad sida"))
    assert send_letters.call() == 0
    assert [letter.attempts for letter in Letter.objects.all()] == [1, 1]
    happening(anna, about)
    refused.undo()
    assert try_again() == 1
    assert mail.outbox.pop().to == [untouched.email]
    Notice.objects.filter(person=untouched).delete()
    assert mail.outbox == []
    assert not Letter.objects.exists()
    assert set(states()) <= {Mail.UNWANTED}
    for secret in (TITLE, anna.email, "anna"):
        assert secret not in caplog.text


def test_the_rest_of_a_letter_goes_out_without_what_was_lost(refused):
    anna, lost = reader(), page()
    told(anna, lost)
    told(anna, page("Kvar att läsa"))
    send_letters.call()
    close(lost)
    refused.undo()
    assert try_again() == 1
    assert mail.outbox[0].subject == "1 ny notis på intranätet"
    assert TITLE not in mail.outbox[0].body
    assert "Kvar att läsa" in mail.outbox[0].body
    assert states() == [Mail.UNWANTED, Mail.SENT]


def test_no_text_waits_anywhere_while_the_server_refuses(refused):
    told(reader(), page())
    send_letters.call()
    rows = f"{list(Letter.objects.values())} {list(Notice.objects.values())}"
    assert TITLE not in rows
    assert "bultar" not in rows


def test_a_letter_keeps_its_id_and_its_notices_at_every_try(refused):
    anna = reader()
    told(anna, page("Första saken"))
    send_letters.call()
    message_id = Letter.objects.get().message_id
    told(anna, page("Kom sedan"))
    refused.undo()
    assert try_again() == 2
    by_id = {sent.extra_headers["Message-ID"]: sent.body for sent in mail.outbox}
    assert "Första saken" in by_id.pop(message_id)
    assert ["Kom sedan" in body for body in by_id.values()] == [True]


def test_a_refused_letter_waits_longer_each_time(refused):
    told(reader())
    waits = []
    for _ in range(6):
        try_again() if Letter.objects.exists() else send_letters.call()
        waits.append(round((Letter.objects.get().next_try - timezone.now()).total_seconds() / 60))
    assert waits == [5, 10, 20, 40, 60, 60]


def test_a_server_that_does_not_answer_costs_no_letter_a_try(monkeypatch, caplog):
    def nobody(self):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", nobody)
    told(reader())
    for _ in range(3):
        assert send_letters.call() == 0
    assert Letter.objects.get().attempts == 0
    assert "the mail server does not answer, 1 letters wait" in caplog.text
    monkeypatch.undo()
    assert queue_if_due(timezone.now()) == 1
    assert send_letters.call() == 1


def test_a_server_that_goes_away_is_left_alone_until_the_next_round(monkeypatch):
    for number in range(3):
        told(reader(f"person.{number}"))
    tries = []

    def gone(self, messages):
        tries.append(messages)
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailBackend, "send_messages", gone)
    assert send_letters.call() == 0
    assert len(tries) == 1
    monkeypatch.undo()
    assert send_letters.call() == 2  # the one that was tried waits its pause
    assert try_again() == 1
    assert len({sent.to[0] for sent in mail.outbox}) == 3


def test_one_that_is_refused_keeps_nobody_else_waiting(monkeypatch):
    bad, good = reader("anna.berg"), reader("bo.ek")
    told(bad)
    told(good)
    send = EmailBackend.send_messages

    def choosy(self, messages):
        if messages[0].to == [bad.email]:
            raise smtplib.SMTPRecipientsRefused({})
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", choosy)
    assert send_letters.call() == 1
    assert mail.outbox[0].to == [good.email]


def test_a_kind_that_fails_keeps_no_other_letter_back_and_tells_the_log_nothing(caplog):
    def fails(viewer, pks):
        raise RuntimeError(TITLE)

    kinds.register(page_kind("test.broken", visible=fails))
    told(reader("anna.berg"), kind="test.broken")
    told(reader("bo.ek"))
    assert send_letters.call() == 1
    assert "RuntimeError" in caplog.text
    assert TITLE not in caplog.text
    assert Letter.objects.get().attempts == 1


def test_a_letter_is_given_up_after_a_week_and_its_notices_stay(refused, caplog):
    anna = reader()
    told(anna)
    send_letters.call()
    Letter.objects.update(made_at=timezone.now() - timedelta(days=8))
    refused.undo()
    assert send_letters.call() == 0
    assert states() == [Mail.GIVEN_UP]
    assert not Letter.objects.exists()
    assert "given up" in caplog.text
    assert anna.email not in caplog.text


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
    for key, read, days in [
        ("read long ago", True, 31),
        ("read lately", True, 29),
        ("unread", False, 59),
        ("never read", False, 61),
    ]:
        notice = told(anna, key=key)
        at = now - timedelta(days=days)
        Notice.objects.filter(pk=notice.pk).update(due=at, seen_at=at if read else None)
    assert prune(now.date(), now.date()) == 2
    assert set(Notice.objects.values_list("key", flat=True)) == {"read lately", "unread"}


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
