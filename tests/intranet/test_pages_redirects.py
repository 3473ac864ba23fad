"""A moved page is found under its old address by those who may see it, and by nobody else."""

from __future__ import annotations

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from tests.factories import PASSWORD, make_home, make_page, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    make_home()
    client.login(username=make_person("anställd").username, password=PASSWORD)
    return client


@pytest.fixture
def moved_page(reader, django_capture_on_commit_callbacks) -> Page:
    page = make_page(StandardPage(title="Nyckelrutin", slug="nycklar"))
    page.save_revision().publish()
    page.slug = "nyckelhantering"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_the_old_address_leads_to_the_new_one(reader, moved_page):
    assert reader.get("/nycklar/", follow=True).redirect_chain[-1][0] == moved_page.url


def test_it_tells_nothing_to_who_may_not_see_the_page(reader, client, moved_page):
    PageViewRestriction.objects.create(page=moved_page, restriction_type="groups")
    missing = reader.get("/finns-inte/")
    refused = reader.get("/nycklar/")
    assert refused.status_code == 404
    assert refused.content == missing.content
    client.logout()
    answer = client.get("/nycklar/")
    assert answer.status_code == 302
    assert "nyckelhantering" not in answer["Location"]


def test_an_address_elsewhere_is_for_those_with_a_role(reader, client):
    Redirect.objects.create(old_path="/lon", redirect_link="https://lon.kompasskoping.example/")
    assert reader.get("/lon/")["Location"] == "https://lon.kompasskoping.example/"
    client.logout()
    assert "lon.kompasskoping" not in client.get("/lon/")["Location"]
