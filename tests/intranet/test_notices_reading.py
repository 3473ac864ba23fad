"""What is unread is marked, opened or all at once, and can be taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode

from intranet.access.viewer import viewer_of
from intranet.notices import inbox
from intranet.notices.models import Mail, Notice
from intranet.notices.tasks import send_letters
from tests.intranet.inbox_help import INBOX, close, shown, signed_in, told  # noqa: F401
from tests.intranet.notices_help import page, reader, registered  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registered")]


def test_only_a_visit_marks_it_as_read(client, anna):
    address = reverse("notice", args=[told(anna).pk])
    assert client.head(address).status_code == 302
    for headers in ({"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}):
        response = client.get(address, headers=headers)
        assert response.status_code == 503
        assert "Location" not in response
    assert client.post(address).status_code == 405
    assert Notice.objects.get().seen_at is None
    assert "no-store" in client.get(address)["Cache-Control"]
    assert Notice.objects.get().seen_at is not None


def test_opening_writes_one_short_row_and_again_none(client, anna, django_assert_max_num_queries):
    address = reverse("notice", args=[told(anna).pk])
    with django_assert_max_num_queries(10) as first:
        client.get(address)
    writes = [q["sql"] for q in first.captured_queries if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert len(writes) == 1
    seen = Notice.objects.get().seen_at
    with django_assert_max_num_queries(10) as again:
        client.get(address)
    assert not [q for q in again.captured_queries if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert Notice.objects.get().seen_at == seen


def test_marking_all_leaves_what_came_since_and_what_was_not_seen(client, anna):
    seen, hidden, other = told(anna, page("Sedd")), page("Stängd"), told(anna, page("B"), "test.urgent")
    unseen = told(anna, hidden)
    close(hidden)
    until = timezone.now().isoformat()
    later = told(anna, page("Senare"), due=timezone.now() + timedelta(seconds=5))
    form = {"until": until, "slag": "test.page"}
    response = client.post("/notiser/lasta/", form, follow=True)
    assert "1 notis är läst." in response.content.decode()
    unread = set(Notice.objects.filter(seen_at=None).values_list("pk", flat=True))
    assert unread == {unseen.pk, other.pk, later.pk}
    assert seen.pk not in unread
    client.post("/notiser/lasta/", {"until": until})
    assert set(Notice.objects.filter(seen_at=None).values_list("pk", flat=True)) == {unseen.pk, later.pk}


@pytest.mark.parametrize(
    "until",
    [
        "",
        "i går",
        "2026-13-45T99:00",
        "2026-11-22T07:00:00",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_marking_all_needs_to_know_until_when(client, anna, until):
    told(anna)
    assert client.post("/notiser/lasta/", {"until": until}).status_code == 400
    assert client.get("/notiser/lasta/").status_code == 405
    assert Notice.objects.get().seen_at is None


@pytest.mark.parametrize("kind", ["test.unknown", "test.page\x00", "x" * 5000])
def test_marking_all_of_a_kind_that_there_is_not_is_refused(client, anna, kind):
    told(anna)
    form = {"until": timezone.now().isoformat(), "slag": kind}
    assert client.post("/notiser/lasta/", form).status_code == 400
    assert Notice.objects.get().seen_at is None


def test_marking_all_with_a_moment_to_come_leaves_what_has_not_been_shown(client, anna):
    seen, later = told(anna), told(anna, page("Senare"), due=timezone.now() + timedelta(hours=1))
    client.post("/notiser/lasta/", {"until": (timezone.now() + timedelta(days=1)).isoformat()})
    assert set(Notice.objects.unread()) == {later}
    assert Notice.objects.get(pk=seen.pk).seen_at is not None


def marked(client, notice: Notice, how: str, **where: str):
    return client.post(f"/notiser/{notice.pk}/lasning/", {"som": how, **where})


def unread() -> set[int]:
    return set(Notice.objects.unread().values_list("pk", flat=True))


def test_unread_ones_can_be_shown_alone_and_the_pages_keep_that(client, anna):
    for number in range(45):
        told(anna, page(f"Sida {number:03}"), seen_at=timezone.now() if number % 2 else None)
    text = shown(client, f"{INBOX}?olasta=on")
    assert text.count("Oläst<") == 20
    assert "Sida 1 av 2" in text
    assert "olasta=on&amp;sida=2" in text
    assert shown(client, f"{INBOX}?olasta=on&sida=2").count("Oläst<") == 3
    Notice.objects.update(seen_at=timezone.now())
    text = shown(client, f"{INBOX}?olasta=on")
    assert "Inget oläst" in text
    assert "Du har inga notiser" not in text
    assert 'name="olasta"' in text  # the way back


@pytest.mark.parametrize("where", [{}, {"slag": "test.page", "olasta": "on", "sida": "2"}])
def test_one_is_marked_without_being_opened_and_the_reader_comes_back_to_it(client, anna, where):
    notice, other = told(anna), told(anna, page("Annan"))
    answer = marked(client, notice, "last", **where)
    query = "?slag=test.page&olasta=on&sida=2" if where else ""
    assert answer["Location"] == f"/notiser/{query}#notis-{notice.pk}"
    assert unread() == {other.pk}
    assert f'id="notis-{notice.pk}"' in shown(client)
    marked(client, notice, "olast", **where)
    assert unread() == {notice.pk, other.pk}
    assert "(2 olästa)" in shown(client)


def test_what_is_marked_as_unread_is_not_mailed_again(client, anna):
    notice = told(anna, mail=Mail.SENT, due=timezone.now() - timedelta(days=2))
    marked(client, notice, "last")
    marked(client, notice, "olast")
    assert send_letters.call() == 0
    assert Notice.objects.get().mail == Mail.SENT


@pytest.mark.parametrize("how", ["last", "olast"])
def test_nobody_marks_what_is_not_theirs_or_closed_to_them(client, anna, how):
    seen = None if how == "last" else timezone.now()
    closed = page()
    theirs, mine = told(reader("bo.ek"), page("Annan"), seen_at=seen), told(anna, closed, seen_at=seen)
    close(closed)
    missing = client.post("/notiser/999999/lasning/", {"som": how})
    for notice in (theirs, mine):
        answer = marked(client, notice, how)
        assert (answer.status_code, answer.content) == (404, missing.content)
        assert Notice.objects.get(pk=notice.pk).seen_at == seen
    assert marked(client, mine, "annat").status_code == 404


def test_only_known_answers_are_taken(client, anna):
    notice = told(anna)
    for how in ("", "annat"):
        assert marked(client, notice, how).status_code == 400
    assert marked(client, notice, "last", slag="test.unknown").status_code == 400
    assert client.get(f"/notiser/{notice.pk}/lasning/").status_code == 405


def test_marking_all_can_be_taken_back_and_takes_nothing_else_along(client, anna):
    first, second = told(anna, page("Först")), told(anna, page("Sedan"))
    before = told(anna, page("Redan läst"), seen_at=timezone.now() - timedelta(days=1))
    others = told(reader("bo.ek"), page("Annans"))
    answer = client.post("/notiser/lasta/", {"until": timezone.now().isoformat()}, follow=True)
    text = " ".join(answer.content.decode().split())
    assert "2 notiser är lästa." in text
    moment = re.search(r'name="markerade" value="([^"]+)"', text)[1]
    Notice.objects.filter(pk=others.pk).update(seen_at=parse_datetime(moment))
    answer = client.post("/notiser/olasta/", {"markerade": moment}, follow=True)
    assert "2 notiser är olästa igen." in answer.content.decode()
    assert unread() == {first.pk, second.pk}
    assert Notice.objects.get(pk=before.pk).seen_at is not None


def test_long_ago_is_not_taken_back_all_at_once(client, anna):
    long_ago = timezone.now() - timedelta(hours=2)
    notice = told(anna, seen_at=long_ago)
    text = shown(client, f"{INBOX}?{urlencode({'markerade': long_ago.isoformat()})}")
    assert "är läst." not in text
    answer = client.post("/notiser/olasta/", {"markerade": long_ago.isoformat()}, follow=True)
    assert "Det har gått för lång tid." in answer.content.decode()
    assert Notice.objects.get(pk=notice.pk).seen_at == long_ago


@pytest.mark.parametrize("moment", ["", "i går", "2026-11-22T07:00:00", "9999-12-31T23:59:59-23:59"])
def test_a_moment_that_no_page_has_written_takes_nothing_back(client, anna, moment):
    told(anna, seen_at=timezone.now())
    assert client.post("/notiser/olasta/", {"markerade": moment}).status_code == 400
    assert "är läst." not in shown(client, f"{INBOX}?{urlencode({'markerade': moment})}")
    assert not unread()


def test_what_is_taken_back_counts_what_may_be_seen(client, anna):
    abouts = [page(f"Sida {number}") for number in range(3)]
    notices = [told(anna, about) for about in abouts]
    answer = client.post("/notiser/lasta/", {"until": timezone.now().isoformat()}, follow=True)
    moment = re.search(r'name="markerade" value="([^"]+)"', answer.content.decode())[1]
    for about in abouts[1:]:
        close(about)
    answer = client.post("/notiser/olasta/", {"markerade": moment}, follow=True)
    assert "1 notis är oläst igen." in answer.content.decode()
    assert unread() == {notice.pk for notice in notices}
    assert list(inbox.of(viewer_of(anna))) == notices[:1]
