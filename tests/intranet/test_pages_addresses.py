"""Addresses that are had without the pages are those that the pages say themselves."""

from __future__ import annotations

import pytest
from django.apps import apps
from wagtail.models import Page, Site

from home.models import StandardPage
from intranet.pages.addresses import address, addresses
from tests.factories import make_home, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_addresses_are_those_that_each_page_says_itself(django_assert_max_num_queries):
    home = make_home()
    pages = [make_page(StandardPage(title=str(n), slug=f"sida-{n}")) for n in range(3)]
    with django_assert_max_num_queries(1):
        found = addresses([home, *pages])
    assert found == {page.pk: page.url for page in (home, *pages)}


@pytest.mark.parametrize("sites", [1, 2])
def test_an_address_is_what_the_page_says_for_the_request(rf, sites):
    home = make_home()
    page = make_page(StandardPage(title="Om oss", slug="om-oss"))
    if sites == 2:
        Site.objects.create(
            hostname="annan.exempel.se", root_page=make_page(StandardPage(title="A", slug="annan"))
        )
    for host in ("testserver", "annan.exempel.se")[:sites]:
        request = rf.get("/", headers={"host": host})
        for one in (home, page):
            assert address(one.url_path, request) == one.get_url(request)
    assert address("/ingenstans/", request) == ""


def test_no_page_has_an_address_of_its_own_making():
    ours = [model for model in apps.get_models() if issubclass(model, Page)]
    assert len(ours) > 5
    for model in ours:
        assert model.get_url_parts is Page.get_url_parts, model
        assert model.get_url is Page.get_url, model
