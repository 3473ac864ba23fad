"""Whoever meets an obstacle can report it, and lands on what the page has to say about the report."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from home.models import AccessibilityPage, AccessibilityReport
from intranet.access.models import Audience, SectionAudience
from tests.factories import make_home, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def address() -> str:
    page = make_page(AccessibilityPage(title="Tillgänglighet", slug="tillganglighet"), make_home())
    SectionAudience.objects.create(page=page, audience=Audience.PUBLIC)
    return page.get_url()


def test_an_error_takes_focus_at_an_address_without_a_fragment(client, address):
    page = BeautifulSoup(client.post(address, {"problem": ""}).content, "lxml")
    assert [element["class"] for element in page.find_all(autofocus=True)] == [["error-summary"]]
    # With a fragment the browser would go there and leave the focus alone.
    assert page.find("form", method="post")["action"] == address


def test_thanks_take_focus_at_an_address_without_a_fragment(client, address):
    answer = client.post(address, {"problem": "Knappen går inte att nå."})
    assert answer.url == f"{address}?tack=1"
    (focused,) = BeautifulSoup(client.get(answer.url).content, "lxml").find_all(autofocus=True)
    assert focused.get_text(strip=True) == "Tack, vi har fått din anmälan"
    assert AccessibilityReport.objects.get().problem == "Knappen går inte att nå."


def test_what_need_not_be_filled_in_says_so_once(client, address):
    label = BeautifulSoup(client.get(address).content, "lxml").find("label", attrs={"for": "id_contact"})
    assert label.get_text(strip=True) == "Hur vi når dig (frivilligt)"
