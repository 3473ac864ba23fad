"""A second factor at the log-in, managing it, what is logged of it, and losing it: as a person does."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.urls import reverse

from intranet.audit.models import Event
from intranet.signon.factors import factors_of, forget
from tests.factories import PASSWORD, make_person
from tests.intranet.stepup_help import (
    AGAIN,
    APP,
    CODES,
    LOGIN,
    MINE,
    MINUTE,
    PASSKEY,
    SECOND_STEP,
    STEP_UP,
    WANTED,
    events,
    fresh,
    page,
    prove,
)
from tests.one_time import PERIOD, code_of

pytestmark = pytest.mark.usefixtures("clock")


class TestAtLogIn:
    def sign_in(self, client, **more):
        return client.post(LOGIN, {"login": "vald.person", "password": PASSWORD, **more})

    def test_is_as_before_without_a_second_factor(self, client, person):
        assert self.sign_in(client, next=WANTED)["Location"] == WANTED
        assert client.session["_auth_user_id"] == str(person.pk)
        assert not fresh(client, person)

    def test_asks_for_it_and_lets_nobody_in_before(self, client, with_app, clock):
        assert self.sign_in(client, next=WANTED)["Location"] == SECOND_STEP
        assert "_auth_user_id" not in client.session
        assert client.get(WANTED)["Location"].startswith(LOGIN)
        assert "Lösenordet stämmer" in page(client.get(SECOND_STEP))

        assert "Det stämmer inte" in page(client.post(SECOND_STEP, {"code": "000000"}))
        assert "_auth_user_id" not in client.session
        answer = client.post(SECOND_STEP, {"code": code_of(with_app.secret, clock.now)})

        assert answer["Location"] == WANTED
        assert client.session["_auth_user_id"] == str(with_app.pk)
        assert fresh(client, with_app), "the code at the log-in is fresh for its minutes"
        clock.now += 16 * MINUTE
        assert not fresh(client, with_app)
        failed = Event.objects.get(kind=Event.Kind.SIGN_IN_FAILED)
        assert (failed.actor_name, failed.detail) == ("vald.person", {"way": "one-time"})

    def test_can_be_left_for_somebody_else(self, client, with_app):
        self.sign_in(client)
        assert client.get(LOGIN)["Location"] == SECOND_STEP
        client.post("/konto/logga-ut/")
        assert client.get(LOGIN).status_code == 200
        assert client.get(SECOND_STEP)["Location"] == LOGIN

    def test_the_second_step_alone_lets_nobody_in(self, client, with_app, clock):
        assert client.post(SECOND_STEP, {"code": code_of(with_app.secret, clock.now)})["Location"] == LOGIN
        assert "_auth_user_id" not in client.session

    def test_a_persona_of_the_demo_comes_in_with_one_click(self, client, settings, db):
        settings.SIGNON_SHOW_PERSONAS = True
        amina = make_person("amina.lund")
        assert client.post("/konto/prova/", {"username": "amina.lund"})["Location"] == "/"
        assert client.session["_auth_user_id"] == str(amina.pk)


@pytest.mark.database
class TestManaging:
    """Somebody at an open session, with the password, must not get round the second factor."""

    ADDRESSES = (APP + "ta-bort/", PASSKEY, CODES, CODES + "nya/")

    def test_asks_for_the_second_factor_not_the_password(self, signed_in, with_app):
        for address in self.ADDRESSES:
            for answer in (signed_in.get(address), signed_in.post(address)):
                if answer.status_code == 405:
                    continue
                assert answer["Location"].startswith(STEP_UP), address
        answer = signed_in.post(AGAIN, {"password": PASSWORD, "next": CODES})
        assert answer["Location"].startswith(STEP_UP)
        assert signed_in.get(CODES)["Location"].startswith(STEP_UP)
        assert factors_of(with_app).app

    def test_a_form_that_was_sent_unproved_is_not_carried_out_afterwards(self, signed_in, with_app, clock):
        address = APP + "ta-bort/"
        answer = signed_in.post(address)
        assert prove(signed_in, with_app, clock, next=address)["Location"] == address
        assert factors_of(with_app).app
        assert "Vill du ta bort appen?" in page(signed_in.get(address))
        assert answer.status_code == 302

    def test_the_app_is_taken_away_after_a_question_and_its_codes_with_it(self, signed_in, with_app, clock):
        prove(signed_in, with_app, clock)
        assert "ditt enda extra skydd" in page(signed_in.get(APP + "ta-bort/"))
        assert signed_in.post(APP + "ta-bort/", follow=True).redirect_chain == [(MINE, 302)]
        assert not Authenticator.objects.exists()
        assert "Du har inget extra skydd än" in page(signed_in.get(MINE))

    def test_new_codes_end_the_old(self, signed_in, with_app, clock):
        prove(signed_in, with_app, clock)
        assert "Vill du skapa nya koder?" in page(signed_in.get(CODES + "nya/"))
        assert signed_in.post(CODES + "nya/")["Location"] == CODES
        new = re.findall(r"<li>(\d{4} \d{4})</li>", page(signed_in.get(CODES)))
        assert len(new) == 10
        assert not {code.replace(" ", "") for code in new} & set(with_app.codes)
        assert signed_in.post(STEP_UP, {"code": with_app.codes[0]}).status_code == 200
        assert signed_in.post(STEP_UP, {"code": new[0]}).status_code == 302

    def test_another_persons_passkey_has_no_address(self, signed_in, with_app, clock):
        other = Authenticator.objects.create(
            user=make_person("annan.vald"), type="webauthn", data={"name": "Hemlig", "credential": {}}
        )
        prove(signed_in, with_app, clock)
        for address in (f"{PASSKEY}{other.pk}/", f"{PASSKEY}{other.pk}/ta-bort/"):
            assert signed_in.get(address).status_code == 404
            assert signed_in.post(address, {"name": "Min"}).status_code == 404
        other.refresh_from_db()
        assert other.data["name"] == "Hemlig"

    def test_a_passkey_is_named_by_its_owner(self, signed_in, with_app, clock):
        key = Authenticator.objects.create(
            user=with_app, type="webauthn", data={"name": "Min passnyckel", "credential": {}}
        )
        prove_by_list = {"code": with_app.codes[0]}
        signed_in.post(STEP_UP, prove_by_list)
        address = f"{PASSKEY}{key.pk}/"
        assert 'value="Min passnyckel"' in page(signed_in.get(address))
        assert signed_in.post(address, {"name": ""}).status_code == 200
        assert signed_in.post(address, {"name": "Mobilen"})["Location"] == MINE
        key.refresh_from_db()
        assert key.data["name"] == "Mobilen"

    def test_is_reached_from_ones_account(self, signed_in):
        assert f'href="{MINE}"' in page(signed_in.get("/konto/"))
        assert "Lägg till en passnyckel" in page(signed_in.get(MINE))

    def test_costs_few_queries(self, signed_in, with_app, django_assert_max_num_queries):
        signed_in.get(MINE)
        with django_assert_max_num_queries(12):
            signed_in.get(MINE)


@pytest.mark.database
class TestTheSecurityLog:
    def test_tells_what_comes_and_goes_and_what_is_proved_and_no_secret(self, signed_in, person, clock):
        signed_in.post(AGAIN, {"password": PASSWORD})
        person.secret = re.search(r'class="key">([A-Z2-7 ]+)<', page(signed_in.get(APP)))[1]
        before = len(events())
        signed_in.post(APP, {"code": code_of(person.secret, clock.now)})
        clock.now += PERIOD
        signed_in.post(STEP_UP, {"code": "000000"})
        prove(signed_in, person, clock)
        signed_in.post(APP + "ta-bort/")

        assert events()[before:] == [
            "signon.factor-added",
            "signon.factor-added",
            "signon.step-up-failed",
            "signon.step-up",
            "signon.factor-removed",
            "signon.factor-removed",
        ]
        rows = list(Event.objects.order_by("pk"))[before:]
        assert {row.actor_name for row in rows} == {"vald.person"}
        assert rows[0].object_id == str(person.pk)
        assert [row.detail for row in rows[:4]] == [
            {"factor": "totp"},
            {"factor": "recovery_codes"},
            {"way": "one-time"},
            {"way": "one-time"},
        ]
        told = " ".join(f"{row.object_label} {row.detail}" for row in rows)
        assert person.secret.replace(" ", "") not in told.replace(" ", "")
        assert "000000" not in told

    def test_tells_what_is_done_without_a_request(self, with_app):
        forget(with_app)
        assert events()[-2:] == ["signon.factor-removed"] * 2


def test_no_way_of_allauths_that_we_do_not_offer_has_an_address(db):
    from django.urls import NoReverseMatch

    for name in ("mfa_login_webauthn", "mfa_signup_webauthn", "mfa_download_recovery_codes", "mfa_trust"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


class TestTheCommand:
    def test_lets_in_whoever_lost_everything_and_is_logged(self, client, with_app, capsys):
        other = make_person("annan.vald")
        TOTP.activate(other, generate_totp_secret())
        call_command("remove_second_factors", "Vald.Person")
        assert "vald.person" in capsys.readouterr().out
        assert not factors_of(with_app)
        assert factors_of(other)
        assert events()[-2:] == ["signon.factor-removed"] * 2
        assert client.post(LOGIN, {"login": "vald.person", "password": PASSWORD})["Location"] == "/"

    @pytest.mark.parametrize("username", ["ingen.alls", "vald.person"])
    def test_says_when_there_is_nothing_to_take(self, person, username):
        with pytest.raises(CommandError, match=username):
            call_command("remove_second_factors", username)
