"""Setting up a second factor, proving it, managing it: through the site, as a person does."""

from __future__ import annotations

import json
import re
import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from intranet.audit.models import Event
from intranet.signon.factors import factors_of, forget
from intranet.signon.freshness import fresh_required, is_fresh, step_up_url
from tests.factories import PASSWORD, make_person
from tests.one_time import PERIOD, code_of

LOGIN, STEP_UP, AGAIN = "/konto/logga-in/", "/konto/bekrafta/", "/konto/bekrafta/losenord/"
SECOND_STEP = "/konto/logga-in/bekrafta/"
MINE, APP, CODES = "/konto/extra-skydd/", "/konto/extra-skydd/app/", "/konto/extra-skydd/koder/"
PASSKEY = "/konto/extra-skydd/passnyckel/"
MINUTE = 60
WANTED = "/kollegor/"
PARTS = ("clientDataJSON", "authenticatorData", "attestationObject", "signature")
NONSENSE = (
    *("", "{", "{}", "[]", "7", '"x"', '{"id": "x"}'),
    json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}),
    json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": dict.fromkeys(PARTS, "eA")}),
)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The time that sessions and codes are judged by; moved by hand."""
    clock = SimpleNamespace(now=1_790_000_000.0)
    monkeypatch.setattr(time, "time", lambda: clock.now)
    return clock


@pytest.fixture
def person(db):
    person = make_person("vald.person")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def with_app(person):
    """The person, with an app; their secret is on it."""
    person.secret = generate_totp_secret()
    TOTP.activate(person, person.secret)
    person.codes = RecoveryCodes.activate(person).generate_codes()
    return person


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def fresh(client, person) -> bool:
    """What the next request of this browser would be told."""
    request = SimpleNamespace(user=person, session=client.session)
    return is_fresh(request)


def prove(client, person, clock, **more):
    return client.post(STEP_UP, {"code": code_of(person.secret, clock.now), **more})


def page(answer) -> str:
    return answer.content.decode()


def events() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


class TestSteppingUp:
    def test_a_code_from_the_app_makes_the_session_fresh_and_leads_on(self, signed_in, with_app, clock):
        answer = signed_in.get(step_up_url(None, WANTED))
        assert "Bekräfta att det är du" in page(answer)
        assert f'name="next" value="{WANTED}"' in page(answer)
        assert not fresh(signed_in, with_app)

        answer = prove(signed_in, with_app, clock, next=WANTED)

        assert answer["Location"] == WANTED
        assert fresh(signed_in, with_app)
        clock.now += 15 * MINUTE + 1
        assert not fresh(signed_in, with_app)

    def test_a_code_from_the_list_does_once(self, signed_in, with_app, clock):
        code = with_app.codes[3]
        assert signed_in.post(STEP_UP, {"code": code})["Location"] == MINE
        assert fresh(signed_in, with_app)
        clock.now += 16 * MINUTE
        assert "Det stämmer inte" in page(signed_in.post(STEP_UP, {"code": code}))
        assert not fresh(signed_in, with_app)
        assert "Du har 9 koder kvar" in page(signed_in.get(MINE))

    def test_a_wrong_code_says_so_and_keeps_where_one_was_going(self, signed_in, with_app):
        answer = signed_in.post(STEP_UP, {"code": "000000", "next": WANTED})
        assert answer.status_code == 200
        assert "Det stämmer inte. Försök igen." in page(answer)
        assert f'name="next" value="{WANTED}"' in page(answer)
        assert not fresh(signed_in, with_app)

    def test_the_password_is_no_code(self, signed_in, with_app):
        signed_in.post(STEP_UP, {"code": PASSWORD})
        signed_in.post(STEP_UP, {"password": PASSWORD})
        assert not fresh(signed_in, with_app)

    @pytest.mark.parametrize("later", [0, PERIOD, 2 * PERIOD])
    def test_a_code_that_somebody_saw_is_no_good_to_them(self, signed_in, with_app, clock, later):
        """Not even when allauth has forgotten that it was used, and we still take it for a slow clock's."""
        code = code_of(with_app.secret, clock.now + PERIOD)
        assert signed_in.post(STEP_UP, {"code": code}).status_code == 302
        other = Client()
        other.force_login(with_app)
        clock.now += later
        assert other.post(STEP_UP, {"code": f"{code[:3]} {code[3:]}"}).status_code == 200
        assert not fresh(other, with_app)

    def test_a_clock_half_a_minute_wrong_is_borne_with_but_not_two(self, signed_in, with_app, clock):
        assert (
            signed_in.post(STEP_UP, {"code": code_of(with_app.secret, clock.now - 2 * PERIOD)}).status_code
            == 200
        )
        assert (
            signed_in.post(STEP_UP, {"code": code_of(with_app.secret, clock.now - PERIOD)}).status_code == 302
        )

    def test_somebody_elses_code_is_no_good(self, signed_in, with_app, clock):
        other = make_person("annan.vald")
        secret = generate_totp_secret()
        TOTP.activate(other, secret)
        assert signed_in.post(STEP_UP, {"code": code_of(secret, clock.now)}).status_code == 200
        assert not fresh(signed_in, with_app)

    def test_leads_nowhere_else(self, signed_in, with_app, clock):
        for number, elsewhere in enumerate(("https://evil.example/", "//evil.example/", "/\\evil.example/")):
            assert prove(signed_in, with_app, clock, next=elsewhere)["Location"] == MINE, elsewhere
            clock.now += 3 * PERIOD * (number + 1)

    def test_guessing_is_stopped(self, signed_in, with_app, clock):
        """Five tries, and then not even the right code does for a while."""
        for _ in range(5):
            signed_in.post(STEP_UP, {"code": "000000"})
        answer = prove(signed_in, with_app, clock)
        assert "För många försök" in page(answer)
        assert not fresh(signed_in, with_app)
        clock.now += 6 * MINUTE
        assert prove(signed_in, with_app, clock).status_code == 302

    def test_a_passkey_that_is_nonsense_is_refused_in_words(self, signed_in, with_app):
        for credential in NONSENSE:
            answer = signed_in.post(STEP_UP, {"credential": credential})
            assert answer.status_code in (200, 429)
        assert not fresh(signed_in, with_app)

    def test_nor_does_it_become_one(self, signed_in, with_app):
        signed_in.post(STEP_UP, {"code": with_app.codes[0]})
        for credential in NONSENSE:
            assert signed_in.post(PASSKEY, {"credential": credential}).status_code == 200
        assert not factors_of(with_app).passkeys

    def test_is_closed_to_whoever_is_not_signed_in(self, client, with_app, clock):
        for answer in (client.get(STEP_UP), prove(client, with_app, clock)):
            assert answer["Location"].startswith(LOGIN)
        assert not fresh(client, with_app)


@pytest.mark.database
class TestWithoutOne:
    def test_says_what_to_do_and_leads_to_it(self, signed_in):
        answer = page(signed_in.get(step_up_url(None, WANTED)))
        assert "Du behöver ett extra skydd" in answer
        assert f'href="{APP}"' in answer
        assert f'href="{PASSKEY}"' in answer
        assert 'name="code"' not in answer

    def test_sending_a_code_all_the_same_does_nothing(self, signed_in, person):
        assert "Du behöver ett extra skydd" in page(signed_in.post(STEP_UP, {"code": "123456"}))
        assert not fresh(signed_in, person)

    def test_the_whole_way_from_nothing_to_what_one_wanted(self, signed_in, person, clock):
        signed_in.get(step_up_url(None, WANTED))
        answer = signed_in.get(APP)
        assert answer["Location"] == f"{AGAIN}?next={APP}".replace(APP, "%2Fkonto%2Fextra-skydd%2Fapp%2F")
        assert "Skriv ditt lösenord igen" in page(signed_in.get(answer["Location"]))
        assert "Lösenordet stämmer inte" in page(signed_in.post(AGAIN, {"password": "fel", "next": APP}))
        assert signed_in.post(AGAIN, {"password": PASSWORD, "next": APP})["Location"] == APP
        assert not fresh(signed_in, person), "the password is not a second factor"

        shown = page(signed_in.get(APP))
        person.secret = re.search(r'class="key">([A-Z2-7 ]+)<', shown)[1]
        code = code_of(person.secret, clock.now)
        assert "Det stämmer inte" in page(signed_in.post(APP, {"code": "000000"}))
        assert person.secret in page(signed_in.get(APP)), "what the telephone has read stays good"
        answer = signed_in.post(APP, {"code": code})

        assert answer["Location"] == CODES
        shown = page(signed_in.get(CODES))
        assert len(re.findall(r"<li>\d{4} \d{4}</li>", shown)) == 10
        assert "fortsätt" in shown
        assert f'href="{step_up_url(None, WANTED)}"' in shown
        assert not fresh(signed_in, person), "it has been set up, not proved"
        assert signed_in.post(STEP_UP, {"code": code}).status_code == 200, "the code that set it up is used"

        clock.now += PERIOD
        assert prove(signed_in, person, clock, next=WANTED)["Location"] == WANTED
        assert fresh(signed_in, person)
        assert "Koderna har redan visats" in page(signed_in.get(CODES))
        assert not re.search(r"<li>\d{4} \d{4}</li>", page(signed_in.get(CODES)))

    def test_somebody_without_a_password_gets_none_by_their_session_alone(self, client, person):
        person.set_unusable_password()
        person.save()
        client.force_login(person)
        for address in (APP, PASSKEY):
            assert client.get(address)["Location"] == MINE
            assert client.post(address, {"code": "1"})["Location"] == MINE
        assert "Be din chef om en engångskod" in page(client.get(MINE))

    def test_the_secret_is_not_readable_in_the_database(self, with_app):
        stored = Authenticator.objects.get(type="totp").data["secret"]
        assert with_app.secret not in stored
        seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
        assert not re.fullmatch("[0-9a-f]+", seed)


class TestOtherSessions:
    def test_two_tabs_are_one_session(self, signed_in, with_app, clock):
        """Both stand at the page; the first proves, the other goes on without, or proves as well."""
        first, other = step_up_url(None, "/notiser/"), step_up_url(None, WANTED)
        signed_in.get(first)
        signed_in.get(other)
        assert prove(signed_in, with_app, clock, next="/notiser/")["Location"] == "/notiser/"
        assert fresh(signed_in, with_app)
        clock.now += PERIOD
        assert prove(signed_in, with_app, clock, next=WANTED)["Location"] == WANTED

    def test_another_browser_of_ones_own_is_not(self, signed_in, with_app, clock):
        other = Client()
        other.force_login(with_app)
        prove(signed_in, with_app, clock)
        assert fresh(signed_in, with_app)
        assert not fresh(other, with_app)

    def test_signing_out_ends_it(self, signed_in, with_app, clock):
        prove(signed_in, with_app, clock)
        signed_in.post("/konto/logga-ut/")
        assert not fresh(signed_in, with_app)
        signed_in.force_login(with_app)
        assert not fresh(signed_in, with_app)

    def test_whoever_signs_in_next_in_the_same_browser_has_not_proved_anything(
        self, signed_in, with_app, clock
    ):
        prove(signed_in, with_app, clock)
        other = make_person("annan.vald")
        signed_in.force_login(other)
        assert not fresh(signed_in, other)
        assert not fresh(signed_in, with_app)


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


class TestTheAnswerToWhoeverLacksItAlone:
    @pytest.fixture
    def asked(self, rf, person, clock):
        @fresh_required
        def view(request):
            return HttpResponse("hemligt")

        def asked(method="get", path="/sammantraden/handling/7/?sida=2", records=(), **extra):
            request = getattr(rf, method)(path, **extra)
            request.user = person
            request.session = {
                "account_authentication_methods": list(records),
                "account_authentication_methods_user": str(person.pk),
            }
            return view(request)

        return asked

    def test_is_the_view_when_it_does_not_lack(self, asked, clock):
        assert asked(records=[{"method": "mfa", "type": "totp", "at": clock.now}]).content == b"hemligt"

    @pytest.mark.parametrize("method", ["get", "head"])
    def test_is_the_page_and_then_back(self, asked, method):
        answer = asked(method)
        assert answer["Location"] == f"{STEP_UP}?next=%2Fsammantraden%2Fhandling%2F7%2F%3Fsida%3D2"

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
    def test_no_other_method_gets_round_it(self, asked, method):
        answer = asked(method)
        assert answer.status_code == 302
        assert answer["Location"] == STEP_UP
        assert b"hemligt" not in answer.content

    def test_a_form_leads_back_to_the_page_that_it_stood_on(self, asked):
        answer = asked("post", HTTP_REFERER="http://testserver/sammantraden/3/?a=1")
        assert answer["Location"] == f"{STEP_UP}?next=%2Fsammantraden%2F3%2F%3Fa%3D1"
        assert asked("post", HTTP_REFERER="https://evil.example/x")["Location"] == STEP_UP

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "https://evil.example/",
            "//evil.example",
            "/\\evil",
            "javascript:alert(1)",
            "",
            "konto",
            "http:///evil",
        ],
    )
    def test_takes_no_address_elsewhere_along(self, elsewhere):
        assert step_up_url(None, elsewhere) == STEP_UP

    def test_is_never_the_view_for_nobody(self, rf):
        request = rf.get("/")
        request.user, request.session = AnonymousUser(), {}
        assert fresh_required(lambda request: HttpResponse("hemligt"))(request).status_code == 302


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
