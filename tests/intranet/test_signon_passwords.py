"""Changing a password, and choosing a new one by a link in a mail."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection

from intranet.audit.models import Event
from intranet.signon import codes
from intranet.signon.tasks import send_reset_link
from tests.factories import PASSWORD, make_person, make_superuser

LOGIN = "/konto/logga-in/"
CHANGE, RESET = "/konto/byt-losenord/", "/konto/glomt-losenord/"
NEW = "fyra-ord-efter-varandra"
pytestmark = pytest.mark.django_db


class TestChange:
    @pytest.fixture
    def person(self, client):
        person = make_person("jonas.frid")
        client.force_login(person)
        return person

    def change(self, client, old=PASSWORD, new=NEW, again=None):
        return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": again or new})

    def test_takes_effect_and_asks_for_a_new_log_in(self, client, person):
        answer = self.change(client)
        assert answer["Location"] == LOGIN
        assert "Lösenordet är bytt" in client.get(LOGIN).content.decode()
        assert client.login(username="jonas.frid", password=NEW)
        assert Event.objects.filter(kind=Event.Kind.PASSWORD_CHANGED, actor_name="jonas.frid").exists()

    @pytest.mark.parametrize(
        ("old", "new", "again"),
        [
            ("fel", NEW, NEW),
            (PASSWORD, "kort", "kort"),
            (PASSWORD, NEW, "annat"),
            (PASSWORD, "1" * 14, "1" * 14),
        ],
    )
    def test_refuses(self, client, person, old, new, again):
        assert self.change(client, old, new, again).status_code == 200
        person.refresh_from_db()
        assert person.check_password(PASSWORD)

    def test_sends_who_has_no_password_to_their_manager(self, client):
        person = make_person("ny.kollega", password=None)
        client.force_login(person)
        assert client.get(CHANGE)["Location"] == "/konto/"


class TestReset:
    @pytest.fixture
    def queued(self, monkeypatch):
        from django_tasks import default_task_backend

        default_task_backend.clear()
        return lambda: [tuple(result.args) for result in default_task_backend.results]

    @staticmethod
    def link() -> str:
        return re.search(r"http://localhost:8000(\S+)", mail.outbox[-1].body)[1]

    def test_answers_the_same_whoever_is_asked_for(self, client, queued):
        person = make_person("jonas.frid", email="jonas.frid@kompasskoping.example")
        make_person("amina.lund")
        answers = [
            client.post(RESET, {"username": name}) for name in ("jonas.frid", "amina.lund", "ingen.alls")
        ]
        assert {answer["Location"] for answer in answers} == {f"{RESET}skickat/"}
        assert client.get(f"{RESET}skickat/").status_code == 200
        # The link itself is not among what is queued.
        assert queued() == [(person.pk,)]

    def test_mails_a_link_that_works_once(self, client):
        person = make_person("jonas.frid", email="jonas.frid@kompasskoping.example")
        send_reset_link.call(person.pk)
        assert mail.outbox[-1].to == ["jonas.frid@kompasskoping.example"]
        link = self.link()

        form = client.get(link)["Location"]
        assert client.get(form).status_code == 200
        assert client.post(form, {"password1": NEW, "password2": NEW})["Location"] == LOGIN

        assert client.login(username="jonas.frid", password=NEW)
        client.logout()
        assert "fungerar inte längre" in client.get(link).content.decode()
        assert Event.objects.filter(kind=Event.Kind.PASSWORD_CHANGED, actor_name="jonas.frid").exists()

    @pytest.mark.parametrize("fields", [{"email": ""}, {"is_active": False}])
    def test_mails_nothing_to_who_may_not_or_cannot(self, fields):
        person = make_person("jonas.frid", **{"email": "jonas.frid@kompasskoping.example", **fields})
        send_reset_link.call(person.pk)
        assert mail.outbox == []

    def test_is_limited(self, client, settings):
        answers = [client.post(RESET, {"username": "ingen.alls"}).status_code for _ in range(6)]
        assert answers == [302] * 5 + [429]


@pytest.mark.django_db(transaction=True)
class TestHashing:
    """SQLite has one write lock, and a hash is made to take long: nobody may wait for it."""

    @pytest.fixture
    def hashed(self, monkeypatch):
        """Whether a transaction was open, for each hash that was made."""
        seen: list[bool] = []
        encode = MD5PasswordHasher.encode

        def watched(self, *args, **kwargs):
            seen.append(connection.in_atomic_block)
            return encode(self, *args, **kwargs)

        monkeypatch.setattr(MD5PasswordHasher, "encode", watched)
        return seen

    def test_of_a_changed_password_holds_no_lock(self, client, hashed):
        person = make_person("jonas.frid")
        client.force_login(person)
        hashed.clear()
        answer = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
        assert answer.status_code == 302
        assert hashed
        assert not any(hashed)
        person.refresh_from_db()
        assert person.check_password(NEW)

    def test_of_a_password_chosen_by_mail_holds_no_lock(self, client, hashed):
        person = make_person("jonas.frid", email="jonas.frid@kompasskoping.example")
        send_reset_link.call(person.pk)
        link = re.search(r"http://localhost:8000(\S+)", mail.outbox[0].body)[1]
        form = client.get(link)["Location"]
        hashed.clear()
        assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
        assert hashed
        assert not any(hashed)

    def test_of_a_password_chosen_with_a_code_holds_no_lock(self, client, hashed):
        person = make_person("jonas.frid")
        _, code = codes.issue(person, make_superuser())
        client.post("/konto/aktivera/", {"username": "jonas.frid", "code": code})
        hashed.clear()
        assert (
            client.post("/konto/aktivera/losenord/", {"password1": NEW, "password2": NEW})["Location"] == "/"
        )
        assert hashed
        assert not any(hashed)
