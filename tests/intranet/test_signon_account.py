"""One's own account, and the demo's personas."""

from datetime import date

import pytest
from django.core.checks import run_checks

from tests.factories import make_employment, make_function, make_person, make_unit

PERSONA = "/konto/prova/"
LOGIN = "/konto/logga-in/"


@pytest.mark.django_db
class TestProfile:
    def test_shows_what_is_recorded_and_nothing_of_others(self, client):
        unit = make_unit("Hemtjänst Norr")
        person = make_person("karin.ek", unit, title="Enhetschef", phone="0491-555 01 01")
        make_employment(person, make_unit("Nattpatrullen"), title="Sjuksköterska")
        make_employment(person, make_unit("Gamla enheten"), end=date(2021, 1, 1))
        function = make_function("chef", unit, person, title="Chef för Norr")
        other = make_person("annan.chef", unit, phone="0491-555 99 99")
        make_function("it-ombud", unit, other, stand_in=person, title="Norrs it-ombud")
        client.force_login(person)

        page = client.get("/konto/").content.decode()

        for text in ("0491-555 01 01", "Enhetschef", "Nattpatrullen", str(function), "Norrs it-ombud"):
            assert text in page
        for text in ("Gamla enheten", "0491-555 99 99"):
            assert text not in page

    def test_does_not_name_a_protected_person(self, client):
        unit = make_unit()
        person, protected = make_person("karin.ek", unit), make_person("skyd.dadsson", unit, protected=True)
        make_function("chef", unit, person, stand_in=protected)
        make_function("it-ombud", unit, protected, stand_in=person)
        client.force_login(person)
        page = client.get("/konto/").content.decode()
        assert "Du är ersättare" in page
        assert "Dadsson" not in page

    def test_leads_managers_to_their_peoples_codes(self, client):
        unit = make_unit()
        person, other = make_person("karin.ek", unit), make_person("amina.lund", unit)
        make_function("chef", unit, person)
        client.force_login(person)
        assert "/konto/engangskod/" in client.get("/konto/").content.decode()
        assert f"/konto/engangskod/{other.pk}/" in client.get(f"/kollegor/{other.pk}/").content.decode()
        client.force_login(other)
        assert "/konto/engangskod/" not in client.get("/konto/").content.decode()
        assert "/konto/engangskod/" not in client.get(f"/kollegor/{person.pk}/").content.decode()

    def test_costs_the_same_however_much_there_is(self, client, django_assert_max_num_queries):
        person = make_person("karin.ek")
        for number in range(5):
            unit = make_unit(f"Enhet {number}")
            make_employment(person, unit)
            make_function("chef", unit, person)
        client.force_login(person)
        client.get("/konto/")
        with django_assert_max_num_queries(12):
            client.get("/konto/")


@pytest.mark.django_db
class TestPersonas:
    @pytest.fixture
    def amina(self):
        return make_person("amina.lund")

    def test_are_offered_in_development_and_sign_in_with_one_click(self, client, settings, amina):
        settings.SIGNON_SHOW_PERSONAS = True
        assert "Undersköterska i hemtjänsten" in client.get(LOGIN).content.decode()
        answer = client.post(PERSONA, {"username": "amina.lund", "next": "/kollegor/"})
        assert answer["Location"] == "/kollegor/"
        assert client.session["_auth_user_id"] == str(amina.pk)

    @pytest.mark.parametrize(("shown", "development"), [(False, True), (True, False), (False, False)])
    def test_are_neither_offered_nor_taken_elsewhere(self, client, settings, amina, shown, development):
        settings.SIGNON_SHOW_PERSONAS, settings.DEVELOPMENT = shown, development
        assert "Undersköterska" not in client.get(LOGIN).content.decode()
        client.post(PERSONA, {"username": "amina.lund"})
        assert "_auth_user_id" not in client.session

    def test_let_in_nobody_else(self, client, settings):
        settings.SIGNON_SHOW_PERSONAS = True
        make_person("chefens.konto")
        client.post(PERSONA, {"username": "chefens.konto"})
        client.get(PERSONA + "?username=amina.lund")
        assert "_auth_user_id" not in client.session

    def test_lead_nowhere_else(self, client, settings, amina):
        settings.SIGNON_SHOW_PERSONAS = True
        answer = client.post(PERSONA, {"username": "amina.lund", "next": "https://evil.example/"})
        assert answer["Location"] == "/"


class TestChecks:
    """Settings that would open the door stop the start."""

    @pytest.fixture
    def production(self, settings):
        from intranet.settings import production

        settings.DEVELOPMENT = False
        settings.CACHES = {
            "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "c"}
        }
        for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"):
            setattr(settings, name, True)
        settings.SESSION_COOKIE_SAMESITE = "Lax"
        assert production.SESSION_COOKIE_SECURE
        return settings

    @staticmethod
    def errors():
        return {found.id for found in run_checks(tags=["security"]) if (found.id or "").startswith("signon.")}

    def test_pass_what_production_has(self, production):
        assert self.errors() == set()

    def test_refuse_personas(self, production):
        production.SIGNON_SHOW_PERSONAS = True
        assert self.errors() == {"signon.E001"}

    @pytest.mark.parametrize("cache", ["locmem.LocMemCache", "dummy.DummyCache"])
    def test_refuse_a_cache_that_is_not_shared(self, production, cache):
        production.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{cache}"}}
        assert self.errors() == {"signon.E002"}

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("SESSION_COOKIE_SECURE", False),
            ("CSRF_COOKIE_SECURE", False),
            ("SESSION_COOKIE_HTTPONLY", False),
            ("SESSION_COOKIE_SAMESITE", "None"),
        ],
    )
    def test_refuse_a_cookie_that_leaks(self, production, name, value):
        setattr(production, name, value)
        assert self.errors() == {"signon.E003"}

    def test_let_development_be(self, settings):
        settings.SIGNON_SHOW_PERSONAS = True
        assert self.errors() == set()
