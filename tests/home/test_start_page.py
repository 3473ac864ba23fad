"""The start page: what is new, what is mine first, nothing hidden, few queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.models import NewsIndexPage, NewsPage, OperationalNotice, PersonalShortcut, Shortcut, Visit
from tests.factories import PASSWORD, make_home, make_page, make_person, make_unit
from tests.home.knowledge import decide_text, make_routine

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit("Hemtjänst Norr")


@pytest.fixture
def reader(client, unit):
    make_home()
    person = make_person("amina.lund", unit)
    assert client.login(username=person.username, password=PASSWORD)
    client.person = person
    return client


def make_news(title: str, *units, days_ago: float = 1, **fields) -> NewsPage:
    index = NewsIndexPage.objects.first() or make_page(
        NewsIndexPage(title="Nyheter", slug="nyheter", show_in_menus=True), make_home()
    )
    at = timezone.now() - timedelta(days=days_ago)
    page = make_page(NewsPage(title=title, summary=f"Om {title}.", published_at=at, **fields), index)
    page.units.set(units)
    page.save()
    return page


def shown(client, path: str = "/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_news_for_my_unit_stands_first_and_others_are_not_hidden(reader, unit):
    elsewhere = make_unit("Centralskolan")
    make_news("För alla")
    make_news("För oss", unit)
    make_news("För förvaltningen", unit.get_parent())
    make_news("För skolan", elsewhere, days_ago=0)
    page = shown(reader)
    mine, everybody = page.split("Nyheter för alla")
    for title in ("För oss", "För förvaltningen"):
        assert title in mine
    assert "För alla" in everybody
    assert everybody.index("För alla") < everybody.index("För skolan")


def test_news_that_has_expired_or_is_still_to_come_is_not_shown(reader):
    make_news("Utgången", expire_at=timezone.now() - timedelta(hours=1))
    make_news("Kommande", live=False, go_live_at=timezone.now() + timedelta(days=1))
    make_news("Nu")
    page = shown(reader)
    assert "Nu" in page
    assert "Utgången" not in page
    assert "Kommande" not in page


def test_what_came_in_force_since_the_last_visit_is_new_and_then_no_more(reader):
    now = timezone.now()
    Visit.objects.create(person=reader.person, last_seen=now - timedelta(days=3))
    make_routine("Gammal rutin", timezone.localdate() - timedelta(days=200))
    fresh = make_routine("Ändrad rutin", timezone.localdate() - timedelta(days=300))
    decide_text(fresh, "Ändrad rutin", timezone.localdate(), change_summary="Ring i stället.")
    page = shown(reader)
    assert "nytt sedan du var här" in page
    assert "Ring i stället." in page
    # A later visit the next day: nothing has come since.
    Visit.objects.filter(person=reader.person).update(last_seen=now + timedelta(days=1))
    visit = Visit.objects.get(person=reader.person)
    visit.since = now + timedelta(days=1)
    visit.save()
    assert "Du har sett allt nytt" in shown(reader)


def test_on_a_first_visit_new_is_what_came_the_last_two_weeks(reader):
    fresh = make_routine("Ändrad rutin", timezone.localdate() - timedelta(days=300))
    decide_text(fresh, "Ändrad rutin", timezone.localdate(), change_summary="Ring i stället.")
    page = shown(reader)
    assert "Det här är nytt de senaste två veckorna." in page
    assert "sedan du var här" not in page


def test_the_visit_is_written_at_most_once_a_minute(reader, django_assert_num_queries):
    shown(reader)
    first = Visit.objects.get(person=reader.person).last_seen
    shown(reader)
    assert Visit.objects.get(person=reader.person).last_seen == first


def test_operational_notices_show_between_their_times(reader):
    now = timezone.now()
    hour = timedelta(hours=1)
    OperationalNotice.objects.create(title="Pågår", text="Stängt.", starts=now - hour, ends=now + hour)
    OperationalNotice.objects.create(title="Över", text="Stängt.", starts=now - 2 * hour, ends=now - hour)
    OperationalNotice.objects.create(title="Senare", text="Stängt.", starts=now + hour, ends=now + 2 * hour)
    page = shown(reader)
    assert "Pågår" in page
    assert "Över." not in page
    assert "Senare" not in page


def test_shortcuts_are_the_municipalitys_and_ones_own(reader):
    Shortcut.objects.create(code="tid", name="Tidrapport", url="https://tid.example", standard=True)
    own = Shortcut.objects.create(code="bok", name="Bokning", url="https://bok.example")
    page = shown(reader)
    assert "Tidrapport" in page
    assert "https://bok.example" not in page
    response = reader.post("/genvagar/", {"shortcuts": [own.pk]}, follow=True)
    assert "https://bok.example" in response.content.decode()
    reader.post("/genvagar/", {})
    assert not PersonalShortcut.objects.exists()
    response = reader.post("/genvagar/", {"shortcuts": [99999]})
    assert response.status_code == 200
    assert response.context["form"].errors


@pytest.mark.parametrize("size", [2, 25])
def test_few_queries_whatever_the_amount(reader, unit, size, django_assert_max_num_queries):
    for number in range(size):
        make_news(f"Nyhet {number}", unit if number % 2 else make_unit(f"Enhet {number}"))
        make_routine(f"Rutin {number}", timezone.localdate() - timedelta(days=1))
        Shortcut.objects.create(code=f"s{number}", name=f"S{number}", url="https://s.example", standard=True)
    shown(reader)
    # On top of 15: session, user, site, root page (base and specific), Wagtail's own look at restrictions (2).
    with django_assert_max_num_queries(15 + 7):
        shown(reader)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by the statistics that it keeps")
@pytest.mark.parametrize("path", ["/", "/rutiner/rutin-0/", "/ingenstans/"])
def test_no_query_goes_through_all_pages(reader, unit, path):
    """What SQLite says of how it finds the rows: 20,000 pages are then found as quickly as 1,000."""
    make_news("Nyhet", unit)
    make_routine("Rutin 0", timezone.localdate() - timedelta(days=1), slug="rutin-0")
    assert reader.get(path).status_code == (404 if path == "/ingenstans/" else 200)
    with CaptureQueriesContext(connection) as asked:
        reader.get(path)
    assert any("wagtailcore_page" in query["sql"] for query in asked)
    steps = []
    for query in asked:
        if query["sql"].startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"].replace("%", "%%"), ())
                steps += [row[3] for row in cursor.fetchall()]
    assert len(steps) > 10
    # Rows of all pages, or of nearly all: those that are deeper than the root.
    assert not [
        step for step in steps if step.startswith("SCAN wagtailcore_page") and "restriction" not in step
    ]
    assert not [step for step in steps if "depth>?" in step]
