"""Proving a second factor at the step-up: through the site, as a person does."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client

from intranet.signon.factors import factors_of
from intranet.signon.freshness import fresh_required, step_up_url
from tests.factories import PASSWORD, make_person
from tests.intranet.stepup_help import (
    AGAIN,
    APP,
    CODES,
    LOGIN,
    MINE,
    MINUTE,
    NONSENSE,
    PASSKEY,
    STEP_UP,
    WANTED,
    fresh,
    page,
    prove,
)
from tests.one_time import PERIOD, code_of

pytestmark = pytest.mark.usefixtures("clock")


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
