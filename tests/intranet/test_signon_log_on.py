"""Signing in and out by user name and password."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from intranet.audit.models import Event
from tests.factories import PASSWORD, make_elected, make_person, make_superuser, make_unit

LOGIN = "/konto/logga-in/"
pytestmark = pytest.mark.django_db


def log_in(client, username, password=PASSWORD, next_url=None, **extra):
    data = {"login": username, "password": password}
    if next_url is not None:
        data["next"] = next_url
    return client.post(LOGIN, data, **extra)


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


class TestLogIn:
    def test_lets_in_with_the_right_password_and_leads_to_the_start(self, client):
        make_person("amina.lund")
        answer = log_in(client, "amina.lund")
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert signed_in(client)

    def test_does_not_mind_capitals_and_spaces_in_the_user_name(self, client):
        make_person("amina.lund")
        log_in(client, " Amina.Lund ")
        assert signed_in(client)

    def test_leads_back_to_where_one_was_going(self, client):
        make_person("amina.lund")
        assert log_in(client, "amina.lund", next_url="/kollegor/?q=ek")["Location"] == "/kollegor/?q=ek"

    @pytest.mark.parametrize(
        "elsewhere",
        ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:/evil.example"],
    )
    def test_never_leads_away_from_the_site(self, client, settings, elsewhere):
        settings.CSRF_TRUSTED_ORIGINS = ["https://evil.example"]
        settings.ALLOWED_HOSTS = ["testserver", "evil.example"]
        make_person("amina.lund")
        assert log_in(client, "amina.lund", next_url=elsewhere)["Location"] == "/"

    def test_says_the_same_of_a_wrong_password_and_an_unknown_name(self, client):
        make_person("amina.lund")
        answers = [log_in(client, name, "fel-losenord") for name in ("amina.lund", "ingen.alls")]
        texts = [answer.context["form"].non_field_errors() for answer in answers]
        assert texts[0] == texts[1] == ["Användarnamnet eller lösenordet stämmer inte."]
        assert not signed_in(client)

    def test_is_in_swedish_with_labels(self, client):
        page = client.get(LOGIN).content.decode()
        for text in ("Användarnamn", "Lösenord", "engångskod", "glömt"):
            assert text in page
        assert "placeholder" not in page

    def test_leads_somebody_already_signed_in_on(self, client):
        client.force_login(make_person())
        assert client.get(LOGIN)["Location"] == "/"

    def test_offers_no_sign_up(self, client):
        for address in ("/konto/signup/", "/konto/registrera/", "/konto/email/"):
            assert client.get(address)["Location"].startswith(LOGIN)


class TestRefusal:
    """Told after the right password, and only then."""

    @staticmethod
    def reason(answer):
        return " ".join(answer.context["form"].non_field_errors())

    @pytest.fixture
    def waiting(self):
        return make_person("ny.kollega", make_unit(connected_from=date(2099, 2, 1)))

    def test_names_the_day_the_unit_is_connected(self, client, waiting):
        answer = log_in(client, "ny.kollega")
        assert "Din enhet ansluts den 1 februari 2099." in self.reason(answer)
        assert not signed_in(client)

    def test_tells_nothing_to_who_does_not_know_the_password(self, client, waiting):
        answer = log_in(client, "ny.kollega", "fel-losenord")
        assert self.reason(answer) == "Användarnamnet eller lösenordet stämmer inte."

    def test_is_in_the_log_with_its_reason(self, client, waiting):
        log_in(client, "ny.kollega", REMOTE_ADDR="10.9.8.7")
        event = Event.objects.get(kind=Event.Kind.SIGN_IN_REFUSED)
        assert (event.actor_name, event.address) == ("ny.kollega", "10.9.8.7")
        assert event.detail == {"reason": "enheten är inte ansluten"}

    def test_of_somebody_who_has_not_begun(self, client):
        make_person("ny.kollega", active_from=date(2099, 1, 7))
        assert "gäller från den 7 januari 2099" in self.reason(log_in(client, "ny.kollega"))

    def test_of_somebody_who_has_left(self, client):
        make_person("har.slutat", active_to=timezone.localdate() - timedelta(days=1))
        assert "gällde till och med" in self.reason(log_in(client, "har.slutat"))

    def test_of_somebody_switched_off(self, client):
        make_person("av.stangd", is_active=False)
        assert "avstängt" in self.reason(log_in(client, "av.stangd"))
        assert not signed_in(client)

    def test_does_not_reach_who_is_employed_at_a_connected_unit_too(self, client, waiting):
        from tests.factories import make_employment

        make_employment(waiting, make_unit())
        log_in(client, "ny.kollega")
        assert signed_in(client)

    def test_does_not_reach_elected_officials_and_administrators(self, client):
        make_elected("lars.bergstrom")
        make_superuser("rot.admin")
        for name in ("lars.bergstrom", "rot.admin"):
            client.logout()
            log_in(client, name)
            assert signed_in(client), name


class TestLogOut:
    def test_asks_first_and_ends_the_session(self, client):
        client.force_login(make_person())
        assert client.get("/konto/logga-ut/").status_code == 200
        assert signed_in(client)
        assert client.post("/konto/logga-ut/")["Location"] == LOGIN
        assert not signed_in(client)


class TestLimits:
    def test_stop_guessing_at_a_name_even_with_the_right_password(self, client):
        make_person("amina.lund")
        for number in range(5):
            log_in(client, "amina.lund", f"gissning-{number}", REMOTE_ADDR=f"10.0.0.{number}")
        answer = log_in(client, "amina.lund", REMOTE_ADDR="10.0.0.99")
        assert answer.context["form"].non_field_errors() == [
            "För många försök. Vänta fem minuter och försök igen."
        ]
        assert not signed_in(client)

    def test_are_not_got_round_by_another_spelling_or_host(self, client, settings):
        settings.ALLOWED_HOSTS = ["a.example", "b.example", "testserver"]
        make_person("amina.lund")
        for number, name in enumerate(
            ("amina.lund", "AMINA.LUND", " amina.lund", "Amina.lund", "amina.LUND")
        ):
            log_in(client, name, "fel", HTTP_HOST="a.example", REMOTE_ADDR=f"10.0.0.{number}")
        log_in(client, "amina.lund", HTTP_HOST="b.example", REMOTE_ADDR="10.0.0.99")
        assert not signed_in(client)

    def test_leave_others_alone(self, client):
        make_person("amina.lund")
        make_person("karin.ek")
        for _ in range(6):
            log_in(client, "amina.lund", "fel")
        log_in(client, "karin.ek")
        assert signed_in(client)

    def test_end_with_a_page_that_says_so(self, client, settings):
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
        for _ in range(3):
            log_in(client, "ingen.alls", "fel")
        answer = log_in(client, "ingen.alls", "fel")
        assert (answer.status_code, answer["Retry-After"]) == (429, "300")
        assert "många gånger" in answer.content.decode()

    def test_stand_in_the_cache_that_all_processes_share(self, client):
        make_person("amina.lund")
        for _ in range(5):
            log_in(client, "amina.lund", "fel")
        cache.clear()
        log_in(client, "amina.lund")
        assert signed_in(client)


class TestWagtailsOwnAddresses:
    @pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
    def test_of_log_in_lead_to_ours(self, client, address):
        assert (
            client.get(address, {"next": "/admin/pages/"})["Location"] == f"{LOGIN}?next=%2Fadmin%2Fpages%2F"
        )

    @pytest.mark.parametrize("address", ["/admin/password_reset/", "/admin/password_reset/done/"])
    def test_of_reset_lead_to_ours(self, client, address):
        assert client.get(address)["Location"] == reverse("account_reset_password")

    def test_of_log_in_take_no_password(self, client):
        make_superuser("rot.admin")
        client.post("/admin/login/", {"username": "rot.admin", "password": PASSWORD})
        assert not signed_in(client)
