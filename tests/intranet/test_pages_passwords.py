"""A page's shared password is asked of those whom the audience lets in, and not for ever."""

from __future__ import annotations

import pytest
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from intranet.access.models import Audience
from tests.factories import PASSWORD, make_home, make_page, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    make_home()
    client.login(username=make_person("anställd").username, password=PASSWORD)
    return client


@pytest.fixture
def restriction(reader):
    page = make_page(StandardPage(title="Lösenord", slug="losenord", summary="Hemligt"))
    return PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesam")


def address(restriction, page: Page) -> str:
    return f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"


def test_the_page_opens_with_the_password_and_not_without(reader, restriction):
    page = restriction.page
    asked = reader.get(page.url)
    assert "Hemligt" not in asked.content.decode()
    wrong = reader.post(address(restriction, page), {"password": "fel", "return_url": page.url})
    assert wrong.status_code == 200
    right = reader.post(
        address(restriction, page), {"password": "sesam", "return_url": page.url}, follow=True
    )
    assert "Hemligt" in right.content.decode()


def test_guessing_is_stopped(reader, restriction):
    where = address(restriction, restriction.page)
    answers = [reader.post(where, {"password": str(n), "return_url": "/"}).status_code for n in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_who_may_not_read_the_page_learns_nothing_there(reader, restriction, client):
    page = make_page(StandardPage(title="Vald", slug="vald"), audience=Audience.ELECTED)
    closed = PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    missing = reader.get("/_util/authenticate_with_password/9999/9999/")
    for where in (
        address(closed, page),
        address(restriction, page),
        address(closed, restriction.page),
        f"/_util/authenticate_with_password/{restriction.pk}/9999/",
    ):
        answer = reader.post(where, {"password": "x", "return_url": "/"})
        assert answer.status_code == 404, where
        assert answer.content == missing.content, where
    client.logout()
    assert client.get(address(restriction, restriction.page)).status_code == 302


def test_pages_say_where_script_may_come_from(client):
    policy = client.get("/konto/logga-in/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
