"""The admin's search of pages says what it has counted."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from home.importing.quiet import index_pages
from tests.factories import make_superuser
from tests.home.admin_help import Place, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["wagtailadmin_pages:search", "wagtailadmin_pages:search_results"])
def test_the_count_of_a_search_says_what_of(name):
    place = Place()
    index_pages(Page.objects.filter(pk=place.routines.pk).specific())
    answer = signed_in(make_superuser()).get(reverse(name), {"q": "rutiner"})
    assert re.search(r"1.1 av 1\s+sida\b", answer.content.decode())
