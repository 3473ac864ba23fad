"""The admin's start page says whether anything waits, and offers what its reader may begin with."""

from __future__ import annotations

import pytest
from django.urls import reverse

from home.models import KnowledgeIndexPage
from home.roles import ADMINISTRATORS, EDITORS, REVIEWERS
from intranet.access.models import Audience
from tests.factories import declare_audience, make_group, make_page
from tests.home.admin_help import Place, act, create_routine, signed_in

pytestmark = pytest.mark.django_db
NOTHING = "Inget väntar på dig just nu."


@pytest.fixture
def place() -> Place:
    return Place()


def start(client) -> str:
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_has_nothing_to_do_is_told_so_and_offered_what_they_may(place):
    closed = make_page(KnowledgeIndexPage(title="Hemliga rutiner", slug="hemliga"))
    declare_audience(closed, Audience.GROUPS, make_group("Ledning"))
    client = signed_in(place.person("maria.holm", EDITORS))
    html = start(client)
    assert NOTHING in html
    assert "Hemliga rutiner" not in html
    for label, address in (
        (
            "Lägg till undersida i Rutiner",
            reverse("wagtailadmin_pages:add_subpage", args=[place.routines.pk]),
        ),
        ("Läs in texter", reverse("incoming_upload")),
        (
            "Lägg till undersida i Nyheter",
            reverse("wagtailadmin_pages:add", args=["home", "newspage", place.news.pk]),
        ),
        ("Lägg till dokument", reverse("wagtaildocs:add_multiple")),
    ):
        assert f'href="{address}">{label}</a>' in html
        assert client.get(address).status_code in (200, 302), address


def test_who_has_something_to_do_is_not_told_that_nothing_waits(place):
    editor = signed_in(place.person("maria.holm", EDITORS))
    reviewer = signed_in(place.person("rut.granskar", REVIEWERS))
    assert NOTHING in start(reviewer)
    page = create_routine(editor, place)
    assert NOTHING not in start(reviewer)
    assert NOTHING not in start(editor)  # their own text is under way
    act(reviewer, page)
    assert NOTHING in start(reviewer)


def test_who_may_only_administer_is_offered_nothing_that_is_refused(place):
    client = signed_in(place.person("peter.admin", ADMINISTRATORS))
    html = start(client)
    assert NOTHING in html
    for address in {part.split('"')[0] for part in html.split('class="button button-secondary" href="')[1:]}:
        assert client.get(address).status_code in (200, 302), address
