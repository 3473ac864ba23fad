"""A secret behind the step-up, planted among the real addresses: who has not proved a second factor in this
session lately does not get it, however they ask; who has, does."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from intranet import urls
from intranet.signon.freshness import fresh_required
from tests.factories import PASSWORD, make_person
from tests.one_time import PERIOD, code_of

SECRET, ADDRESS = "Rävgårdens avtal om vite", "/planterad-handling/"
STEP_UP = "/konto/bekrafta/"
MINUTE = 60


@fresh_required
def planted(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SECRET)


urlpatterns = [path("planterad-handling/", planted, name="planted"), *urls.urlpatterns]
handler404 = urls.handler404
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = SimpleNamespace(now=1_790_000_000.0)
    monkeypatch.setattr(time, "time", lambda: clock.now)
    return clock


class Member:
    """Somebody with an app, and as many browsers as they like."""

    def __init__(self, username: str, clock: SimpleNamespace) -> None:
        self.person = make_person(username)
        self.person.set_password(PASSWORD)
        self.person.save()
        self.secret = generate_totp_secret()
        TOTP.activate(self.person, self.secret)
        self.clock = clock

    def browser(self) -> Client:
        client = Client()
        client.force_login(self.person)
        return client

    def prove(self, client: Client) -> None:
        self.clock.now += 3 * PERIOD  # a code is good once
        answer = client.post(STEP_UP, {"code": code_of(self.secret, self.clock.now), "next": ADDRESS})
        assert answer["Location"] == ADDRESS


@pytest.fixture
def member(clock):
    return Member("ledamot.fors", clock)


def gets(client: Client, method: str = "get", **asked) -> bool:
    """Whether the secret comes out; if not, the answer is the step-up page or the log-in and says nothing of it."""
    answer = getattr(client, method)(ADDRESS, **asked)
    if SECRET in answer.content.decode():
        return True
    assert answer.status_code == 302
    assert answer["Location"].startswith((STEP_UP, "/konto/logga-in/"))
    assert "Rävgården" not in client.get(answer["Location"]).content.decode()
    return False


def test_whoever_proves_it_gets_it_until_the_minutes_have_gone(member, clock, settings):
    settings.STEP_UP_MINUTES = 15
    client = member.browser()
    assert not gets(client)
    member.prove(client)
    assert gets(client)
    clock.now += 15 * MINUTE
    assert gets(client)
    clock.now += 1
    assert not gets(client)
    member.prove(client)
    assert gets(client)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_no_other_method_gets_round_it(member, method):
    client = member.browser()
    assert not gets(client, method)
    assert not gets(client, method, headers={"hx-request": "false", "x-http-method-override": "GET"})
    member.prove(client)
    assert gets(client, method)


def test_a_second_tab_is_the_same_session_and_another_browser_is_not(member):
    tablet, computer = member.browser(), member.browser()
    member.prove(tablet)
    assert gets(tablet), "a second tab sends the same cookie"
    assert not gets(computer)


def test_nobody_gets_it_by_what_somebody_else_has_proved(member, clock):
    mine, other = member.browser(), Member("ledamot.annan", clock)
    member.prove(mine)
    theirs = other.browser()
    assert not gets(theirs)
    mine.force_login(other.person)
    assert not gets(mine), "they took over the browser, not the proof"


def test_signing_out_and_in_again_ends_it(member):
    client = member.browser()
    member.prove(client)
    client.post("/konto/logga-ut/")
    assert not gets(client)
    client.force_login(member.person)
    assert not gets(client)


def test_the_cookie_of_before_signing_out_is_worth_nothing(member):
    client = member.browser()
    member.prove(client)
    kept = client.cookies["sessionid"].value
    client.post("/konto/logga-ut/")
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert not gets(thief)


def test_a_password_given_anew_is_not_enough(member):
    client = member.browser()
    client.post("/konto/bekrafta/losenord/", {"password": PASSWORD, "next": ADDRESS})
    assert not gets(client)


def test_nobody_is_told_by_a_fragment(member):
    answer = member.browser().get(
        ADDRESS, headers={"hx-request": "true", "hx-current-url": "http://testserver/"}
    )
    assert SECRET not in answer.content.decode()
    assert answer["HX-Redirect"].startswith(STEP_UP)


def test_the_answer_is_not_kept_by_a_browser_that_others_use(member):
    client = member.browser()
    member.prove(client)
    assert "no-store" in client.get(ADDRESS)["Cache-Control"]
