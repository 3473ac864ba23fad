"""The inbox shows what one may see now, and leads to the thing."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.access.viewer import viewer_of
from intranet.notices import inbox, queue
from intranet.notices.models import Notice
from tests.factories import PASSWORD, make_person
from tests.intranet.inbox_help import INBOX, close, shown, signed_in, told  # noqa: F401
from tests.intranet.notices_help import TITLE, page, reader, registered  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registered")]
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_an_empty_inbox_says_so(client, anna):
    text = shown(client)
    assert "Du har inga notiser" in text
    assert "Markera alla" not in text
    assert "bell__count" not in text


def test_a_notice_stands_in_inbox_and_header_until_it_is_opened(client, anna):
    about = page()
    notice = told(anna, about)
    text = shown(client)
    for part in (TITLE, "Läs före fredag", "Oläst", "I dag", "(1 oläst)", "Sidor att läsa"):
        assert part in text
    response = client.get(reverse("notice", args=[notice.pk]))
    assert response.status_code == 302
    assert response["Location"] == about.url
    text = shown(client)
    assert TITLE in text
    assert "Oläst<" not in text
    assert "oläst)" not in text


def test_what_i_may_not_see_any_more_is_not_shown_counted_or_missed(client, anna):
    closed, open_ = page(), page("Öppen sida")
    notice = told(anna, closed)
    told(anna, open_)
    assert "(2 olästa)" in shown(client)
    close(closed)
    text = shown(client)
    assert "(1 oläst)" in text
    assert TITLE not in text
    assert "Öppen sida" in text
    answer, missing = client.get(reverse("notice", args=[notice.pk])), client.get("/notiser/999999/")
    assert (answer.status_code, answer.content) == (404, missing.content)
    assert Notice.objects.get(pk=notice.pk).seen_at is None


def test_another_persons_notice_is_as_one_that_does_not_exist(client, anna):
    notice = told(reader("bo.ek"))
    answer, missing = client.get(reverse("notice", args=[notice.pk])), client.get("/notiser/999999/")
    assert (answer.status_code, answer.content) == (404, missing.content)
    assert TITLE not in shown(client)
    assert Notice.objects.get().seen_at is None


def test_pages_are_full_whatever_is_hidden_between(client, anna):
    about = [page(f"Sida {number:03}") for number in range(45)]
    for thing in about:
        told(anna, thing)
    for thing in about[::3]:
        close(thing)
    first, second = shown(client), shown(client, f"{INBOX}?sida=2")
    assert (first.count("row__title"), second.count("row__title")) == (20, 10)
    assert "Sida 1 av 2" in first
    assert "(30 olästa)" in first


def test_the_header_asks_once_where_there_is_nothing_and_no_further_than_it_counts(
    client, anna, django_assert_num_queries
):
    viewer, about = viewer_of(anna), page()
    request = SimpleNamespace(viewer=viewer)
    with django_assert_num_queries(1):
        assert inbox.unread(request).text == ""
    for number in range(130):
        queue.put("test.page", [anna.pk], about, key=str(number))
    assert inbox.unread(request).text == ""  # once a request
    with django_assert_num_queries(2):
        assert inbox.unread(SimpleNamespace(viewer=viewer)).text == "99+"
    assert "(99+ olästa)" in shown(client)


def test_who_did_it_is_named_to_those_who_may_see_them(client, anna, django_assert_max_num_queries):
    told(anna)
    with django_assert_max_num_queries(100) as without:
        assert " av " not in shown(client).partition("row__title")[2]
    karin, hidden = make_person("karin.ek"), make_person("hemlig.person", protected=True)
    gone = make_person("ulf.slutat", active_to=date(2026, 1, 1))
    for number, by in enumerate((karin, hidden, gone, anna)):
        queue.put("test.page", [anna.pk], page(f"Sida {number}"), by=by.pk)
    with django_assert_max_num_queries(len(without) + 1):
        text = shown(client)
    assert text.count("Sidor att läsa · av Karin Ek · ") == 1
    assert "Hemlig" not in text
    assert "Slutat" not in text
    assert "av Anna Berg" not in text
    karin.delete()
    assert "Sida 0" in shown(client)


def test_a_kind_can_be_chosen(client, anna):
    told(anna, page("Vanlig"))
    told(anna, page("Brådskande"), "test.urgent")
    text = shown(client, f"{INBOX}?slag=test.urgent")
    assert "Brådskande" in text
    assert ">Vanlig<" not in text
    for unknown in ("x", "test.secret"):
        assert "Vanlig" in shown(client, f"{INBOX}?slag={unknown}")


@pytest.mark.parametrize(
    ("day", "label"),
    [(date(2026, 3, 29), "Söndag 29 mars 2026"), (date(2026, 10, 25), "Söndag 25 oktober 2026")],
    ids=["an hour short", "an hour long"],
)
def test_days_are_those_of_the_clock_on_the_wall(client, anna, day, label):
    for number, hour in enumerate((0, 23)):
        at = datetime.combine(day, time(hour, 30), STOCKHOLM)
        told(anna, page(f"Sida {number}"), due=at)
    text = shown(client)
    assert text.count("<h2>Söndag") == 1
    assert label in text
    for clock in ("00:30", "23:30"):
        assert clock in text


def test_what_is_due_later_is_not_there_before(client, anna):
    about = page()
    queue.put("test.page", [anna.pk], about, due=timezone.now() + timedelta(hours=1))
    notice = Notice.objects.get()
    assert TITLE not in shown(client)
    assert client.get(reverse("notice", args=[notice.pk])).status_code == 404
    assert len(inbox.of(viewer_of(anna), at=notice.due)) == 1


def test_who_has_no_role_has_no_inbox_and_no_bell(client):
    person = make_person("eva.utan", employed=False)
    told(person)
    client.login(username=person.username, password=PASSWORD)
    assert client.get(INBOX).status_code == 404
    text = shown(client, "/konto/")
    assert INBOX not in text


def test_who_hears_the_headings_hears_whether_a_notice_is_unread(client, anna):
    notice = told(anna)
    text = shown(client)
    assert f'aria-describedby="notis-{notice.pk}-lage"' in text
    line = re.search(rf'id="notis-{notice.pk}-lage">(.*?)</p>', text)[1]
    assert "Oläst" in line
    assert re.search(rf"Markera som läst\s*<span[^>]*>: {TITLE}</span>", text)
