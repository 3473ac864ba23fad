"""The start page tells what one has been told since the last visit, and where the rest is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from home.models import StandardPage, Visit
from intranet.access.models import Audience
from intranet.notices import queue
from intranet.notices.models import Notice
from tests.factories import PASSWORD, declare_audience, make_home
from tests.intranet.notices_help import TITLE, page, registered
from tests.intranet.notices_help import reader as make_reader

__all__ = ["registered"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registered")]


@pytest.fixture
def reader(client):
    make_home()
    client.person = make_reader()
    assert client.login(username=client.person.username, password=PASSWORD)
    return client


def shown(client) -> str:
    return " ".join(client.get("/").content.decode().split())


def tell(client, *titles: str, days_ago: float = 0) -> None:
    for title in titles:
        about = page(title)
        queue.put("test.page", [client.person.pk], about)
        at = timezone.now() - timedelta(days=days_ago)
        Notice.objects.filter(object_id=about.pk).update(due=at)


def was_here(client, days_ago: float) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    Visit.objects.create(person=client.person, last_seen=at)


def test_nothing_is_said_when_there_is_nothing_unread(reader):
    tell(reader, TITLE)
    Notice.objects.update(seen_at=timezone.now())
    text = shown(reader)
    assert TITLE not in text
    assert "Nytt till dig" not in text
    assert "Olästa notiser" not in text
    assert "Du har sett allt nytt." in text


def test_what_came_since_the_last_visit_stands_first_and_the_rest_behind_a_link(reader):
    was_here(reader, days_ago=2)
    tell(reader, "Äldst av alla", days_ago=1.5)
    tell(reader, "Andra saken", "Tredje saken", "Nyaste saken", days_ago=1)
    text = shown(reader)
    assert "Nytt till dig sedan sist" in text
    assert "Det här är nytt sedan du var här." in text
    for title in ("Andra saken", "Tredje saken", "Nyaste saken"):
        assert title in text
    assert "Äldst av alla" not in text
    assert ">En till<" in text.replace("> ", ">").replace(" <", "<")
    assert "(4 olästa)" in text
    assert text.index("Nytt till dig") < text.index("Nyheter för alla")


def test_who_has_not_been_here_before_is_not_told_of_a_last_time(reader):
    tell(reader, TITLE)
    text = shown(reader)
    assert "Det här är nytt de senaste två veckorna." in text
    assert ">Nytt till dig<" in text.replace("> ", ">").replace(" <", "<")
    assert "sedan sist" not in text


def test_older_ones_are_called_unread_not_new(reader):
    was_here(reader, days_ago=1)
    tell(reader, TITLE, days_ago=3)
    text = shown(reader)
    assert "Nytt till dig" not in text
    assert "Du har olästa notiser." in text
    assert "Du har sett allt nytt." not in text
    assert TITLE in text


def test_it_is_gone_once_it_has_been_opened(reader):
    tell(reader, TITLE)
    assert TITLE in shown(reader)
    reader.get(f"/notiser/{Notice.objects.get().pk}/")
    assert TITLE not in shown(reader)


def test_what_may_not_be_seen_any_more_is_neither_shown_nor_counted(reader):
    tell(reader, TITLE)
    about = StandardPage.objects.get(title=TITLE)
    declare_audience(about, Audience.GROUPS, Group.objects.create(name="Ingen"))
    text = shown(reader)
    assert TITLE not in text
    assert "oläst" not in text.partition("<main")[0]
    assert "Du har sett allt nytt." in text


def test_it_costs_two_queries_and_one_for_each_kind_shown_the_headers_included(
    reader, django_assert_max_num_queries
):
    tell(reader, *(f"Sida {number}" for number in range(10)))
    shown(reader)
    Notice.objects.update(seen_at=timezone.now())
    with django_assert_max_num_queries(100) as without:  # one of them asks whether there is anything
        shown(reader)
    Notice.objects.update(seen_at=None)
    with django_assert_max_num_queries(len(without) + 2):
        text = shown(reader)
    assert "7 till" in text
