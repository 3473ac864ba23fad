"""The site of a request is the one that Wagtail would find."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from wagtail.models import Page, Site

from intranet.pages.sites import SiteMiddleware, site_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def only() -> Site:
    Site.objects.exclude(is_default_site=True).delete()
    return Site.objects.get()


def asked(host: str):
    return RequestFactory().get("/", headers={"host": host})


@pytest.mark.parametrize("host", ["testserver", "intranat.example", "intranat.example:8443"])
def test_one_site_or_several(only, host, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert site_of(asked(host)) == Site._find_for_request(asked(host)) == only

    other = Site.objects.create(hostname="intranat.example", port=80, root_page=Page.objects.get(depth=2))
    assert site_of(asked(host)) == Site._find_for_request(asked(host))
    assert (site_of(asked(host)) == other) is host.startswith("intranat")


def test_one_that_is_not_the_default_is_found_by_its_name(only, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Site.objects.update(hostname="intranat.example", is_default_site=False)
    assert site_of(asked("intranat.example")) == only
    assert site_of(asked("annat.example")) is None


def test_wagtail_meets_it_and_asks_no_more(only, django_assert_num_queries):
    request = asked("testserver")
    SiteMiddleware(lambda _request: HttpResponse())(request)
    with django_assert_num_queries(1):
        assert Site.find_for_request(request) == only
        assert Site.find_for_request(request).root_page.pk == only.root_page_id


def test_the_start_page_is_whole_whatever_its_class(only):
    root = site_of(asked("testserver")).root_page
    assert root.specific == Page.objects.get(pk=root.pk).specific
    assert root.specific.__class__ is Page.objects.get(pk=root.pk).specific_class

    plain = Page.objects.get(depth=1).add_child(instance=Page(title="Start", slug="start-2"))
    Site.objects.update(root_page=plain)
    assert site_of(asked("testserver")).root_page.specific.title == "Start"
