"""The log as system administrators read it."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.utils import timezone

from intranet.audit.models import Event
from intranet.audit.record import record
from tests.factories import make_group, make_person

LOG = "/admin/reports/security-log/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    make_group("Systemadministratörer", "wagtailadmin.access_admin", "audit.view_event")
    person = make_person("peter.admin", groups=("Systemadministratörer",))
    client.force_login(person)
    return person


@pytest.fixture
def events():
    # Employed nowhere: an employment would be an event of its own.
    sara, jonas = make_person("sara.nyberg", employed=False), make_person("jonas.frid", employed=False)
    record(Event.Kind.CODE_ISSUED, actor=sara, obj=jonas, label="jonas.frid")
    record(Event.Kind.SIGN_IN_REFUSED, actor=jonas, reason="enheten är inte ansluten")


def shown(client, **query) -> list[tuple[str, str]]:
    answer = client.get(LOG, query)
    assert answer.status_code == 200
    return [(event.kind, event.actor_name) for event in answer.context["object_list"]]


def exported(client, **query) -> list[dict[str, str]]:
    answer = client.get(LOG, {"export": "csv", **query})
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode())))


class TestReading:
    def test_is_in_swedish_newest_first(self, client, administrator, events):
        page = client.get(LOG).content.decode()
        for text in (
            "Säkerhetslogg",
            "Engångskod lämnades ut",
            "jonas.frid",
            "orsak enheten är inte ansluten",
        ):
            assert text in page
        assert page.index("Nekad inloggning") < page.rindex("Engångskod lämnades ut")

    def test_can_be_filtered_by_event_person_and_day(self, client, administrator, events):
        assert shown(client, kind=Event.Kind.CODE_ISSUED) == [(Event.Kind.CODE_ISSUED, "sara.nyberg")]
        assert shown(client, actor_name="jonas") == [(Event.Kind.SIGN_IN_REFUSED, "jonas.frid")]
        assert shown(client, object_label="jonas") == [(Event.Kind.CODE_ISSUED, "sara.nyberg")]
        tomorrow = timezone.localdate() + timedelta(days=1)
        assert shown(client, at_from=tomorrow.isoformat()) == []
        assert len(shown(client, at_to=timezone.localdate().isoformat())) >= 2

    def test_offers_its_results_alone(self, client, administrator, events):
        assert client.get(f"{LOG}results/", {"actor_name": "jonas"}).status_code == 200

    def test_stands_in_the_menu_of_those_it_is_for(self, client, administrator):
        assert LOG in client.get("/admin/").content.decode()

    def test_is_not_for_editors(self, client, events):
        make_group("Redaktörer", "wagtailadmin.access_admin")
        client.force_login(make_person("en.redaktor", groups=("Redaktörer",)))
        answer = client.get(LOG)
        assert answer.status_code == 302
        assert LOG not in client.get("/admin/").content.decode()
        assert client.get(LOG, {"export": "csv"}).status_code == 302

    def test_is_missing_for_others(self, client, events):
        client.force_login(make_person())
        assert client.get(LOG).status_code == 404


class TestExport:
    def test_has_what_was_filtered_and_is_an_event_itself(self, client, administrator, events):
        rows = exported(client, actor_name="sara")
        assert [row["Händelse"] for row in rows] == ["Engångskod lämnades ut"]
        event = Event.objects.get(kind=Event.Kind.EXPORTED)
        assert event.actor_name == "peter.admin"
        assert event.detail == {"format": "csv", "filters": {"actor_name": "sara"}}

    def test_also_comes_as_a_workbook(self, client, administrator, events):
        answer = client.get(LOG, {"export": "xlsx"})
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
        headings, *rows = sheet.iter_rows(values_only=True)
        assert headings[:3] == ("Tid", "Händelse", "Vem")
        assert len(rows) == Event.objects.count()

    def test_holds_nothing_that_a_spreadsheet_would_run(self, client, administrator):
        record(Event.Kind.EXPORTED, actor=make_person("-2+3"), label="=HYPERLINK(1)")
        row = exported(client, actor_name="-2+3")[0]
        assert row["Vem"] == "'-2+3"
        assert row["Om vem eller vad"] == "'=HYPERLINK(1)"

    def test_of_a_view_is_none(self, client, administrator, events):
        client.get(LOG)
        assert not Event.objects.filter(kind=Event.Kind.EXPORTED).exists()


def test_times_are_local(client, administrator):
    event = record(Event.Kind.EXPORTED)
    local = event.at.astimezone(ZoneInfo("Europe/Stockholm"))
    assert datetime.fromisoformat(exported(client)[-1]["Tid"]).astimezone(local.tzinfo).date() == local.date()
