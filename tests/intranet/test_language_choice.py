"""Choosing a language in the footer, without script; what editors wrote is marked as Swedish."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_home, make_person
from tests.home.knowledge import make_routine

pytestmark = pytest.mark.django_db

NOT_FOUND = "/finns-inte/"


@pytest.fixture
def reader() -> Client:
    make_home()
    client = Client(headers={"accept-language": "sv"})
    client.force_login(make_person())
    return client


def chosen(client: Client, language: str, then: str = "/kollegor/", **more) -> str:
    """Press a button of the form; where it leads."""
    response = client.post("/sprak/", {"language": language, "next": then}, **more)
    assert response.status_code == 302
    return response.headers["location"]


def language_of(client: Client, path: str = "/kollegor/") -> str:
    found = re.search(r'<html lang="([^"]+)"', client.get(path).content.decode())
    assert found
    return found.group(1)


def test_the_form_stands_in_the_footer_and_leads_back(reader):
    html = reader.get("/kollegor/?q=lind&sida=1").content.decode()
    form = html.partition('<form class="languages')[2].partition("</form>")[0]
    assert 'action="/sprak/"' in form
    assert 'method="post"' in form
    assert 'name="next" value="/kollegor/?q=lind&amp;sida=1"' in form
    for code, name in (("sv", "Svenska"), ("en", "English"), ("nb", "Norsk (bokmål)")):
        assert re.search(rf'value="{code}"\s+lang="{code}"[^>]*>{re.escape(name)}<', form)
    assert re.search(r'value="sv"[^>]*aria-current="true"', form)


@pytest.mark.parametrize("language", ["en", "nb", "sv"])
def test_a_choice_is_remembered_against_the_browsers_own(reader, language):
    assert chosen(reader, language, "/kollegor/?q=lind") == "/kollegor/?q=lind"
    assert language_of(reader) == language
    assert language_of(reader, "/enheter/") == language


def test_it_works_at_the_door_too():
    client = Client()
    assert chosen(client, "en", "/konto/logga-in/") == "/konto/logga-in/"
    assert language_of(client, "/konto/logga-in/") == "en"
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "away", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"]
)
def test_it_never_leads_off_the_site(reader, away):
    assert chosen(reader, "en", away) == "/"


def test_an_unknown_language_changes_nothing(reader):
    chosen(reader, "xx")
    assert language_of(reader) == "sv"


def test_a_link_does_not_change_it(reader):
    assert reader.get("/sprak/?language=en").status_code in (302, 405)
    assert language_of(reader) == "sv"


def test_it_takes_a_token(reader):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sprak/", {"language": "en"}).status_code == 403


def test_the_page_for_what_is_missing_tells_no_address(reader):
    missing = reader.get(NOT_FOUND).content.decode()
    assert "finns-inte" not in missing
    assert 'class="languages' not in missing


def test_content_is_marked_as_swedish_where_the_rest_is_not(reader):
    page = make_routine("Sjukanmälan", summary="Så anmäler du dig sjuk.")
    in_swedish = reader.get(page.url).content.decode()
    assert 'lang="sv">Sjukanmälan' not in in_swedish
    chosen(reader, "en", page.url)
    html = reader.get(page.url).content.decode()
    assert re.search(r'<h1 lang="sv">\s*Sjukanmälan', html)
    assert re.search(r'<p class="lead" lang="sv">Så anmäler', html)
    assert '<ol class="steps" lang="sv">' in html
    assert '<div class="prose" lang="sv">' in html
    assert re.search(r'<a href="[^"]*/rutiner/" lang="sv">Rutiner', html)
    listed = reader.get("/rutiner/").content.decode()
    assert re.search(r'lang="sv">\s*Sjukanmälan', listed)
