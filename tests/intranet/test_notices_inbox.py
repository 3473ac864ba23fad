"""The inbox shows what one may see now, marks what is unread, and leads to the thing."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode

from intranet.access.models import Audience
from intranet.access.viewer import viewer_of
from intranet.notices import choices, inbox, queue
from intranet.notices.models import Choice, How, Mail, Notice
from intranet.notices.tasks import send_letters
from tests.factories import PASSWORD, declare_audience, make_person
from tests.intranet.notices_help import TITLE, choose, page, reader, registered  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registered")]
INBOX = "/notiser/"
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def anna(client):
    person = reader()
    assert client.login(username=person.username, password=PASSWORD)
    return person


def told(person, about=None, kind: str = "test.page", **fields) -> Notice:
    about = about or page()
    queue.put(kind, [person.pk], about)
    found = Notice.objects.filter(person=person, kind=kind, object_id=about.pk)
    if fields:
        found.update(**fields)
    return found.get()


def shown(client, address: str = INBOX) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def close(about) -> None:
    """Nobody but the members of a group that has none may see it from now on."""
    declare_audience(about, Audience.GROUPS, Group.objects.create(name=f"Ingen {about.pk}"))


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


def test_somebody_without_an_address_is_told_why_there_is_nothing_to_choose(client):
    person = reader("nils.utan", email="")
    client.login(username=person.username, password=PASSWORD)
    assert "Därför ser du dina notiser bara här" in shown(client)
    text = shown(client, "/notiser/installningar/")
    assert "Du har ingen e-postadress hos oss." in text
    assert '<form class="card form' not in text
    client.post("/notiser/installningar/", {"test.page": "none"})
    assert not Choice.objects.exists()


def test_each_chooses_for_themselves(client, anna):
    address = "/notiser/installningar/"
    text = shown(client, address)
    assert text.count('type="radio"') == 3 + 3 * 3  # for all, and for each
    assert text.count(" checked") == 3
    assert text.count("Det här kan brådska.") == 1
    wanted = {"test.page": "once", "test.urgent": "daily", "test.secret": "none"}
    response = client.post(address, wanted, follow=True)
    assert "Dina val är sparade." in response.content.decode()
    client.post(address, wanted | {"test.page": "none"})
    assert dict(Choice.objects.filter(person=anna).values_list("kind", "how")) == wanted | {
        "test.page": How.NONE
    }


@pytest.mark.parametrize("how", How.values)
def test_all_are_changed_at_once(client, anna, how):
    address, bo = "/notiser/installningar/", reader("bo.ek")
    choose(anna, "test.page", How.DAILY)
    choose(bo, "test.page", How.DAILY)
    assert "Ändra alla till" in shown(client, address)
    response = client.post(address, {"alla_pa_en_gang": "1", "alla": how}, follow=True)
    assert "Dina val är sparade." in response.content.decode()
    assert choices.of(anna) == dict.fromkeys(("test.page", "test.urgent", "test.secret"), how)
    assert choices.of(bo)["test.page"] == How.DAILY


@pytest.mark.parametrize("how", ["", "weekly"])
def test_all_are_changed_to_nothing_that_there_is_not(client, anna, how):
    text = client.post("/notiser/installningar/", {"alla_pa_en_gang": "1", "alla": how}).content.decode()
    assert "Rätta till det här" in text
    assert not Choice.objects.exists()


def test_a_form_that_lacks_an_answer_says_so_and_keeps_the_others(client, anna):
    response = client.post("/notiser/installningar/", {"test.page": "none", "test.urgent": "weekly"})
    text = response.content.decode()
    assert "Välj när du vill ha mejl om det här." in text  # test.secret
    assert "Rätta till det här" in text
    assert 'value="none" required id="id_test.page_2" checked' in " ".join(text.split())
    assert not Choice.objects.exists()


# What is shown, and what is marked without being opened


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


def test_who_hears_the_headings_hears_whether_a_notice_is_unread(client, anna):
    notice = told(anna)
    text = shown(client)
    assert f'aria-describedby="notis-{notice.pk}-lage"' in text
    line = re.search(rf'id="notis-{notice.pk}-lage">(.*?)</p>', text)[1]
    assert "Oläst" in line
    assert re.search(rf"Markera som läst\s*<span[^>]*>: {TITLE}</span>", text)


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
