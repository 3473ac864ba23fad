"""The calendar: what its owner knows of at that moment, to whoever holds its address, and nothing to anybody else."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from extranet.access.rights import rights_of
from extranet.feed import calendar, pace, revisions, tokens
from extranet.feed.models import CalendarEvent, CalendarToken
from extranet.mandates.models import Mandate
from extranet.meetings.models import Meeting
from intranet.access.viewer import viewer_of
from intranet.audit.models import Event
from tests.extranet.make import make_body, make_item, make_mandate, make_meeting, make_member
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SENT = Meeting.State.SUMMONED


@pytest.fixture
def body():
    return make_body("Byggnadsnämnden")


@pytest.fixture
def member(body):
    return make_member(body, username="vald.ledamot")


@pytest.fixture
def meeting(body):
    found = make_meeting(body, state=SENT, place="Stora salen", link="https://delta.example/rum")
    make_item(found, neutral_title="Neutral rubrik", title="Hemlig rubrik")
    return found


@pytest.fixture
def token(member):
    return tokens.make(member.pk, "telefonen")


def fetch(client, token: str, **headers: str):
    return client.get(reverse("calendar_feed"), {"nyckel": token}, headers=headers)


def events(client, token: str) -> list:
    answer = fetch(client, token)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).events


class TestWhatItSays:
    def test_body_time_and_place_and_nothing_else(self, client, meeting, token):
        answer = fetch(client, token)
        (event,) = Calendar.from_ical(answer.content).events
        assert event["summary"] == "Sammanträde: Byggnadsnämnden"
        assert event["location"] == "Stora salen"
        assert event.start == meeting.starts.replace(microsecond=0)
        assert event["url"] == f"http://localhost:8000/sammantraden/{meeting.pk}/"
        text = answer.content.decode()
        for secret in ("rubrik", "delta.example", "vald"):
            assert secret not in text
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"

    def test_lines_are_folded_and_end_as_the_format_says(self, client, body, meeting, token):
        Meeting.objects.update(place="Å" * 90 + "; rum 1, plan 2\nintill")
        content = fetch(client, token).content
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert max(map(len, content.split(b"\r\n"))) <= 75
        assert Calendar.from_ical(content).events[0]["location"] == Meeting.objects.get().place

    def test_a_meeting_that_moves_keeps_its_name_and_grows_in_number(self, client, meeting, token):
        (before,) = events(client, token)
        meeting.starts += timedelta(hours=3)
        meeting.place = "Lilla salen"
        meeting.save()
        (after,) = events(client, token)
        assert after["uid"] == before["uid"]
        assert (before["sequence"], after["sequence"]) == (0, 1)
        assert after["last-modified"].dt >= before["last-modified"].dt
        assert after["location"] == "Lilla salen"
        meeting.link = "https://annan.example/"
        meeting.save()
        assert events(client, token)[0]["sequence"] == 1

    def test_what_goes_round_the_model_the_clock_finds(self, meeting):
        now = timezone.now()
        assert revisions.catch_up(now) == 0
        for change in (
            {"place": "Annan"},
            {"ends": meeting.starts + timedelta(hours=2)},
            {"ends": meeting.starts + timedelta(hours=3)},
            {"ends": None},
            {"state": Meeting.State.HELD},
        ):
            before = CalendarEvent.objects.get().sequence
            Meeting.objects.update(**change)
            assert revisions.catch_up(now) == 1, change
            assert revisions.catch_up(now) == 0, change
            assert CalendarEvent.objects.get().sequence == before + 1
        CalendarEvent.objects.all().delete()
        assert revisions.catch_up(now) == 1

    def test_a_meeting_that_is_called_off_is_gone(self, client, meeting, token):
        assert events(client, token)
        Meeting.objects.update(state=Meeting.State.DRAFT)
        meeting.items.update(published_at=None)
        assert events(client, token) == []

    def test_a_draft_is_the_secretarys_and_not_settled(self, client, body, meeting):
        Meeting.objects.update(state=Meeting.State.DRAFT)
        secretary = make_member(body, "sekreterare")
        (event,) = events(client, tokens.make(secretary.pk, "datorn"))
        assert event["status"] == "TENTATIVE"

    def test_it_has_what_was_lately_and_all_that_comes(self, client, body, token):
        now = timezone.now()
        for days in (-100, -89, 400):
            make_meeting(body, now + timedelta(days=days), state=SENT)
        assert len(events(client, token)) == 2


class TestTime:
    @pytest.mark.parametrize(
        ("wall", "written", "utc"),
        [
            (datetime(2026, 3, 28, 9), "TZID=Europe/Stockholm:20260328T090000", 8),
            (datetime(2026, 3, 29, 9), "TZID=Europe/Stockholm:20260329T090000", 7),
            (datetime(2026, 10, 24, 9), "TZID=Europe/Stockholm:20261024T090000", 7),
            (datetime(2026, 10, 25, 9), "TZID=Europe/Stockholm:20261025T090000", 8),
            (datetime(2026, 10, 25, 2, 30), "TZID=Europe/Stockholm:20261025T023000", 0),
            (datetime(2026, 10, 25, 2, 30, fold=1), "DTSTART:20261025T013000Z", 1),
        ],
    )
    def test_the_clock_on_the_wall_on_both_sides_of_its_changes(self, member, body, wall, written, utc):
        starts = wall.replace(tzinfo=STOCKHOLM).astimezone(UTC)
        assert starts.hour == utc
        make_meeting(body, starts, state=SENT)
        Mandate.objects.update(start=datetime(2026, 1, 1).date())
        found = calendar.written(rights_of(viewer_of(member), datetime(2026, 3, 1, tzinfo=UTC)))
        assert written in found.decode().replace("\r\n ", "")
        parsed = Calendar.from_ical(found)
        # As a program reads it that knows no zone but the one in the file.
        (zone,) = parsed.timezones
        (event,) = parsed.events
        assert event.start.astimezone(UTC) == starts
        if not written.endswith("Z"):
            assert isinstance(event.start, datetime)
            read = event.start.replace(tzinfo=zone.to_tz(lookup_tzid=False))
            assert read.utcoffset() == wall.replace(tzinfo=STOCKHOLM).utcoffset()

    def test_the_last_day_of_a_mandate_is_a_whole_swedish_day(self, member, body, meeting):
        Mandate.objects.update(end=datetime(2026, 10, 25).date())
        last = datetime(2026, 10, 25, 23, 59, 59, tzinfo=STOCKHOLM)
        for moment, expected in ((last, 1), (last.astimezone(UTC) + timedelta(seconds=1), 0)):
            viewer = viewer_of(member, moment.astimezone(STOCKHOLM).date())
            assert calendar.listed(rights_of(viewer, moment)).count() == expected


class TestWhoGetsIt:
    def test_an_ended_mandate_empties_the_calendar(self, client, member, meeting, token):
        Mandate.objects.update(end=timezone.localdate() - timedelta(days=1))
        assert events(client, token) == []

    def test_whatever_is_wrong_is_answered_alike(self, client, member, meeting, token):
        gone = tokens.make(member.pk, "gammal")
        tokens.revoke(tokens.find(gone))
        off = make_member(make_body(), username="avstangd")
        shut = tokens.make(off.pk, "telefonen")
        type(off).objects.filter(pk=off.pk).update(is_active=False)
        etag = fetch(client, token)["ETag"]
        answers = {
            (answer.status_code, answer.content, tuple(sorted(answer.items())))
            for sent in (
                gone,
                shut,
                "",
                "fel",
                token[:-1],
                token + "x",
                tokens.hashed(token),
                "\x00",
                "å" * 5000,
            )
            for answer in (fetch(client, sent), fetch(client, sent, **{"if-none-match": etag}))
        }
        assert len(answers) == 1
        assert {status for status, *_ in answers} == {404}
        assert fetch(client, token).status_code == 200

    def test_another_sends_its_own(self, client, body, meeting, token):
        elsewhere = make_member(make_body("Kulturnämnden"))
        assert events(client, tokens.make(elsewhere.pk, "telefonen")) == []

    def test_no_session_is_asked_and_none_begins(self, client, meeting, token):
        client.force_login(make_member(make_body("Kulturnämnden")))
        assert len(events(client, token)) == 1
        assert fetch(client, "fel").status_code == 404
        client.logout()
        for answer in (fetch(client, token), fetch(client, "fel")):
            assert not answer.cookies
            assert answer["Cache-Control"] == "private, no-store"
            assert "Cookie" not in answer.get("Vary", "")

    def test_what_has_not_changed_is_not_sent_again(self, client, meeting, token):
        first = fetch(client, token)
        again = fetch(client, token, **{"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        meeting.place = "Annan sal"
        meeting.save()
        assert fetch(client, token, **{"if-none-match": first["ETag"]}).status_code == 200

    def test_only_reading(self, client, token):
        address = f"{reverse('calendar_feed')}?nyckel={token}"
        assert client.head(address).status_code == 200
        assert client.head(address).content == b""
        assert client.post(address).status_code == 405

    def test_who_asks_all_the_time_is_told_to_wait_right_or_wrong(self, client, meeting, token, monkeypatch):
        cache.clear()
        monkeypatch.setattr(pace, "MOST", 2)
        for sent in (token, "fel"):
            assert [fetch(client, sent).status_code == 429 for _ in range(3)] == [False, False, True]
        assert fetch(client, token)["Retry-After"] == "3600"
        assert events(client, tokens.make(CalendarToken.objects.get().person_id, "annan"))


class TestTokens:
    def test_the_database_has_the_hash_alone(self, token):
        kept = CalendarToken.objects.values().get()
        assert token not in str(kept)
        assert kept["hash"] == tokens.hashed(token)
        assert len(token) >= 43

    def test_no_more_than_so_many(self, member):
        for number in range(tokens.MOST):
            tokens.make(member.pk, str(number))
        with pytest.raises(tokens.TooManyError):
            tokens.make(member.pk, "en till")
        tokens.revoke(CalendarToken.objects.first())
        assert tokens.make(member.pk, "en till")

    def test_no_log_holds_it(self, client, meeting, token, caplog, monkeypatch):
        with caplog.at_level(logging.DEBUG):
            fetch(client, token)
            tokens.revoke(tokens.find(token))
            fetch(client, token)
            client.raise_request_exception = False
            monkeypatch.setattr(tokens, "find", lambda sent: 1 / 0)
            assert fetch(client, token).status_code == 500
        assert "kalender.ics" in caplog.text
        assert token not in caplog.text
        assert token not in str(list(Event.objects.values()))
        # The proxy's log leaves out the query, and the server's own is nowhere.
        template = Path(site.BASE_DIR, "docs/operations/nginx.conf.template").read_text()
        (path,) = re.findall(r'map \$request_uri \$address \{ "~(.+?)" \$path; \}', template)
        address = f"{reverse('calendar_feed')}?nyckel={token}"
        assert re.match(path.replace("(?<", "(?P<"), address)["path"] == reverse("calendar_feed")
        (log,) = re.findall(r"log_format (\w+) '(.+)';", template)
        assert "$address" in log[1]
        assert not re.search(r"\$(request|request_uri|args|query_string|http_referer)\b", log[1])
        assert set(re.findall(r"access_log (\S+ ?\w*);", template)) == {"off", f"/dev/stdout {log[0]}"}
        assert '"--access-logfile=/dev/null"' in Path(site.BASE_DIR, "Dockerfile").read_text()

    def test_making_and_revoking_are_in_the_security_log(self, member, token):
        tokens.revoke(tokens.find(token))
        labels = Event.objects.filter(object_label="vald.ledamot").values_list("kind", flat=True)
        assert len(labels) >= 2

    def test_the_day_of_use_is_noted_once_a_day(self, client, meeting, token, django_assert_max_num_queries):
        fetch(client, token)
        assert CalendarToken.objects.get().used_on == timezone.localdate()
        with django_assert_max_num_queries(16) as asked:
            fetch(client, token)
        assert not [query for query in asked.captured_queries if "UPDATE" in query["sql"]]


class TestPages:
    def test_an_address_is_made_shown_once_and_works(self, client, member, meeting):
        client.force_login(member)
        page = client.get(reverse("calendar")).content.decode()
        assert "Du har ingen adress än" in page
        made = client.post(reverse("calendar"), {"name": "min telefon"})
        assert made["Cache-Control"] == "private, no-store"
        (token,) = set(re.findall(r"nyckel=([\w-]{43})", made.content.decode()))
        assert len(events(client, token)) == 1
        page = client.get(reverse("calendar")).content.decode()
        assert "min telefon" in page
        assert "Hämtad i dag" in page
        assert token not in page

    def test_a_form_without_a_name_says_so(self, client, member):
        client.force_login(member)
        answer = client.post(reverse("calendar"), {"name": " "}).content.decode()
        assert "Skriv var du ska använda adressen" in answer
        assert not CalendarToken.objects.exists()

    def test_revoking_is_asked_for_and_acts_at_once(self, client, member, meeting, token):
        client.force_login(member)
        address = reverse("calendar_revoke", args=[CalendarToken.objects.get().pk])
        assert "går inte att ångra" in client.get(address).content.decode()
        assert fetch(client, token).status_code == 200
        client.post(address)
        assert fetch(client, token).status_code == 404
        assert client.post(address).status_code == 404

    def test_revoked_and_made_anew_under_the_same_name(self, client, member, meeting, token):
        client.force_login(member)
        answer = client.post(
            reverse("calendar_revoke", args=[CalendarToken.objects.get().pk]), {"ny": "1"}
        ).content.decode()
        (new,) = set(re.findall(r"nyckel=([\w-]{43})", answer))
        assert (fetch(client, token).status_code, fetch(client, new).status_code) == (404, 200)
        assert tokens.in_force(member.pk).get().name == "telefonen"

    def test_anothers_address_is_not_there(self, client, token):
        client.force_login(make_person("nagon.annan"))
        address = reverse("calendar_revoke", args=[CalendarToken.objects.get().pk])
        missing = reverse("calendar_revoke", args=[999999])
        for method in (client.get, client.post):
            assert method(address).status_code == method(missing).status_code == 404
        assert CalendarToken.objects.filter(revoked_at=None).exists()

    def test_the_most_is_told_without_a_form(self, client, member):
        client.force_login(member)
        for number in range(tokens.MOST):
            tokens.make(member.pk, f"enhet {number}")
        page = client.get(reverse("calendar")).content.decode()
        assert "fler går det inte att ha" in page
        client.post(reverse("calendar"), {"name": "en till"})
        assert tokens.in_force(member.pk).count() == tokens.MOST

    def test_the_start_leads_there(self, client, member):
        client.force_login(member)
        assert reverse("calendar") in client.get(reverse("meetings")).content.decode()


def test_the_program_of_somebody_with_two_seats_gets_each_meeting_once(client, body, member, meeting, token):
    make_mandate(member, body, "gruppledare")
    assert len(events(client, token)) == 1
