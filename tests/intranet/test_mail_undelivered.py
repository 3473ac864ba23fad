"""Addresses that mail does not reach: who has one is told of it until something gets through, and so are operators."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from intranet.audit.models import Event
from intranet.mail import undelivered
from intranet.mail.models import Undelivered, WaitingMail
from intranet.mail.tasks import send_waiting
from intranet.notices.models import Letter
from intranet.notices.pruning import prune
from intranet.notices.tasks import send_letters
from intranet.people.models import Person
from intranet.signon.tasks import send_reset_link
from tests.factories import PASSWORD, make_group, make_person
from tests.intranet.mail_server import FOR_GOOD, FOR_NOW, refusing
from tests.intranet.notices_help import TITLE, page, reader, registered, told, try_again  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registered"), pytest.mark.database]
INBOX, CHOICES, JOBS = "/notiser/", "/notiser/installningar/", "/arbeten/"
REPORT = "/admin/reports/mail/"
LINE = "kommer inte fram"


@pytest.fixture
def anna(client):
    person = reader()
    assert client.login(username=person.username, password=PASSWORD)
    return person


def shown(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def operator(client, *more: str) -> Person:
    make_group("Drift", "wagtailadmin.access_admin", "jobs.view_job", *more)
    person = make_person("olle.drift", groups=("Drift",))
    client.force_login(person)
    return person


def refuse(monkeypatch, person: Person, answer: str = "unknown recipient") -> None:
    with monkeypatch.context() as patch:
        refusing(patch, FOR_GOOD[answer])
        told(person, page(f"{TITLE} {timezone.now():%f}"))
        assert send_letters.call() == 0


@pytest.mark.parametrize("answer", ["unknown recipient", "refused text"])
def test_who_has_such_an_address_is_told_where_they_look_until_a_mail_gets_through(
    client, anna, monkeypatch, answer
):
    for address in (INBOX, CHOICES):
        assert LINE not in shown(client, address)
    refuse(monkeypatch, anna, answer)
    for address in (INBOX, CHOICES):
        text = shown(client, address)
        assert f"Mejl till {anna.email} {LINE}." in text
        assert f"sedan {date_format(timezone.localdate(), 'j F Y')}" in text
        assert "Säg till din chef" in text
    told(anna, page("Nästa sak"))
    assert send_letters.call() == 1
    for address in (INBOX, CHOICES):
        assert LINE not in shown(client, address)


def test_a_broken_address_is_told_of_too(client, anna, monkeypatch):
    Person.objects.filter(pk=anna.pk).update(email="anna.berg@")
    told(anna)
    refusing(monkeypatch, FOR_GOOD["broken address"])
    assert send_letters.call() == 0
    assert f"Mejl till anna.berg@ {LINE}." in shown(client, INBOX)


def test_a_new_address_is_another_matter_and_so_is_another_person(client, anna, monkeypatch):
    refuse(monkeypatch, anna)
    Person.objects.filter(pk=anna.pk).update(email="anna.b@kompasskoping.example")
    assert LINE not in shown(client, INBOX)
    bo = reader("bo.ek")
    client.force_login(bo)
    assert LINE not in shown(client, INBOX)


def test_other_mail_to_the_same_address_takes_the_line_away_however_it_is_written(client, anna, monkeypatch):
    refuse(monkeypatch, anna)
    with monkeypatch.context() as patch:
        patch.setattr("django.conf.settings.EMAIL_BACKEND", "intranet.mail.backend.QueueingBackend")
        send_mail("Rubrik", "Text", None, [f"Anna Berg <{anna.email.upper()}>"])
    assert send_waiting.call() == 1
    assert LINE not in shown(client, INBOX)


def test_waiting_mail_that_is_refused_is_noted_as_well(client, anna, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("django.conf.settings.EMAIL_BACKEND", "intranet.mail.backend.QueueingBackend")
        send_mail("Rubrik", "Text", None, [anna.email])
        refusing(patch, FOR_GOOD["unknown recipient"])
        assert send_waiting.call() == 0
    assert LINE in shown(client, INBOX)


@pytest.mark.parametrize("answer", FOR_NOW.values(), ids=FOR_NOW)
def test_what_is_refused_for_now_says_nothing_of_the_address_until_a_week_has_passed(
    client, anna, monkeypatch, answer
):
    told(anna)
    refusing(monkeypatch, answer)
    send_letters.call()
    try_again()
    assert not Undelivered.objects.exists()
    first = timezone.now() - timedelta(days=8)
    Letter.objects.update(first_try=first)
    send_letters.call()
    assert f"sedan {date_format(timezone.localdate(first), 'j F Y')}" in shown(client, INBOX)


def test_a_link_to_a_new_password_tells_as_other_mail_does(client, anna, monkeypatch, caplog):
    with monkeypatch.context() as patch:
        refusing(patch, FOR_GOOD["unknown recipient"])
        send_reset_link.call(anna.pk)
    assert LINE in shown(client, INBOX)
    assert "a message was refused: SMTPRecipientsRefused 550" in caplog.text
    assert anna.email not in caplog.text
    with monkeypatch.context() as patch:
        refusing(patch, FOR_NOW["greylisted"])
        send_reset_link.call(anna.pk)
    assert Undelivered.objects.get().why == Undelivered.Why.ADDRESS
    send_reset_link.call(anna.pk)
    assert LINE not in shown(client, INBOX)
    with monkeypatch.context() as patch:
        refusing(patch, FOR_NOW["greylisted"])
        send_reset_link.call(anna.pk)
    assert not Undelivered.objects.exists()


def test_only_the_refused_one_of_several_is_noted(monkeypatch):
    there, gone = "bo.ek@kompasskoping.example", "anna.berg@kompasskoping.example"
    with monkeypatch.context() as patch:
        patch.setattr("django.conf.settings.EMAIL_BACKEND", "intranet.mail.backend.QueueingBackend")
        send_mail("Rubrik", "Text", None, [there, gone])
        refusing(patch, lambda _to: SMTPRecipientsRefused({gone: (550, b"no")}))
        send_waiting.call()
    assert [row.address for row in Undelivered.objects.all()] == [gone]


def test_the_security_log_is_told_once_a_spell_by_person_and_number_alone(anna, monkeypatch):
    for _ in range(3):
        refuse(monkeypatch, anna)
    event = Event.objects.get(kind=Event.Kind.MAIL_REFUSED)
    assert (event.object_kind, event.object_id) == ("people.person", str(anna.pk))
    assert event.object_label == anna.username
    assert event.detail["answers"] == [550]
    for secret in (TITLE, anna.email, "no such user", "notis"):
        assert secret not in str(event.detail)
    told(anna, page("Går fram"))
    assert send_letters.call() == 1
    refuse(monkeypatch, anna)
    assert Event.objects.filter(kind=Event.Kind.MAIL_REFUSED).count() == 2


def test_since_is_when_it_began_and_the_latest_try_is_kept_beside_it(anna, monkeypatch):
    refuse(monkeypatch, anna)
    began = timezone.now() - timedelta(days=3)
    Undelivered.objects.update(since=began, latest=began)
    refuse(monkeypatch, anna)
    row = undelivered.of(anna.email)
    assert row.since == began
    assert row.latest > began


def test_operators_see_how_many_and_which_on_the_page_of_long_work(client, monkeypatch):
    anna, bo = reader("anna.berg"), reader("bo.ek")
    for person in (anna, bo):
        refuse(monkeypatch, person)
    person = operator(client)
    text = shown(client, JOBS)
    assert "Mejl till 2 personer kommer inte fram." in text
    assert f'href="{REPORT}"' in text
    report = shown(client, REPORT)
    for unreached in (anna, bo):
        assert unreached.email in report
        assert str(unreached) in report
    assert "mejlservern tar inte emot mejl till adressen" in report
    address_is_changed_at = reverse("wagtailusers_users:edit", args=[anna.pk])
    assert address_is_changed_at not in report
    person.groups.add(make_group("Register", "people.change_person"))
    assert address_is_changed_at in shown(client, REPORT)
    told(anna, page("Går fram"))
    send_letters.call()
    assert "Mejl till 1 person kommer inte fram." in shown(client, JOBS)
    assert anna.email not in shown(client, REPORT)


def test_an_empty_report_says_so(client):
    operator(client)
    assert "Mejlen kommer fram till alla." in shown(client, REPORT)
    assert "Mejl till" not in shown(client, JOBS)


def test_nobody_else_sees_it(client, anna, monkeypatch):
    refuse(monkeypatch, anna)
    anna.groups.add(make_group("Redaktörer", "wagtailadmin.access_admin"))
    assert "Mejl till" not in shown(client, JOBS)
    assert client.get(REPORT).status_code == 302
    client.logout()
    assert client.get(REPORT).status_code == 302


def test_a_protected_person_is_counted_and_shown_to_their_handlers_alone(client, monkeypatch):
    hidden = reader("hemlig.person", protected=True)
    refuse(monkeypatch, hidden)
    person = operator(client)
    assert "Mejl till" not in shown(client, JOBS)
    assert hidden.email not in shown(client, REPORT)
    person.groups.add(make_group("Handläggare", "access.handle_protected"))
    client.force_login(Person.objects.get(pk=person.pk))
    assert "Mejl till 1 person kommer inte fram." in shown(client, JOBS)
    assert hidden.email in shown(client, REPORT)


def test_what_nobody_has_any_more_is_forgotten(anna, monkeypatch):
    refuse(monkeypatch, anna)
    today = timezone.localdate()
    prune(today, today)
    assert Undelivered.objects.count() == 1
    Person.objects.filter(pk=anna.pk).update(email="anna.b@kompasskoping.example")
    prune(today, today)
    assert not Undelivered.objects.exists()


def test_an_address_in_letters_of_our_own_is_known_again_however_it_is_written(client, anna, monkeypatch):
    Person.objects.filter(pk=anna.pk).update(email="anna.berg@ÅMÅL.example")
    undelivered.note(["anna.berg@ÅMÅL.example"], Undelivered.Why.ADDRESS, [550])
    assert Event.objects.get(kind=Event.Kind.MAIL_REFUSED).object_id == str(anna.pk)
    today = timezone.localdate()
    prune(today, today)
    assert Undelivered.objects.count() == 1
    assert LINE in shown(client, INBOX)
    operator(client)
    assert "Mejl till 1 person kommer inte fram." in shown(client, JOBS)
    assert "anna.berg@ÅMÅL.example" in shown(client, REPORT)


def test_ready_counts_them_and_is_not_unwell_for_them(client, anna, monkeypatch):
    refuse(monkeypatch, anna)
    facts = client.get("/ready").json()["checks"]["mail"]
    assert facts == {"ok": True, "waiting": 0, "oldest_seconds": 0, "unreached": 1}


@pytest.mark.parametrize("kind", ["letter", "message"])
def test_ready_says_so_when_nobody_tries(client, anna, monkeypatch, kind):
    long_ago = timezone.now() - timedelta(minutes=11)
    if kind == "letter":
        Letter.objects.create(person=anna, message_id="<1@kompasskoping.example>", next_try=long_ago)
    else:
        WaitingMail.objects.create(message={}, next_try=long_ago)
    answer = client.get("/ready").json()
    assert answer["problems"]["mail"] == "messages have waited too long"
    for row in (Letter, WaitingMail):  # tried, and to be tried again
        row.objects.update(next_try=timezone.now() + timedelta(minutes=5))
    facts = client.get("/ready").json()["checks"]["mail"]
    assert (facts["ok"], facts["waiting"]) == (True, 1)
