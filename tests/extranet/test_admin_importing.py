"""Bringing in mandates in the admin: what would change is shown first; nobody brings in what they may not enter."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from extranet.mandates.models import Mandate
from intranet.notices.models import Notice
from intranet.people.models import Person
from tests.extranet.admin_help import Town, text_of
from tests.extranet.make import make_mandate
from tests.extranet.test_importing_mandates import HEAD
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ADDRESS = "/admin/uppdrag/las-in/"
SARA = "sara.lind;Sara;Lind;Socialnämnden;ledamot;;2026-01-01;;;;;"


@pytest.fixture
def town() -> Town:
    return Town()


def send(client: Client, *rows: str, **fields: Any) -> str:
    file = SimpleUploadedFile("uppdrag.csv", "\n".join((HEAD, *rows)).encode())
    return text_of(client.post(ADDRESS, {"file": file, **fields}))


def confirm(client: Client, shown: str) -> str:
    token = re.search(r'name="confirm" value="(\w+)"', shown)
    return text_of(client.post(ADDRESS, {"confirm": token.group(1)}, follow=True)) if token else ""


def test_it_is_shown_first_and_done_when_confirmed(town):
    client = town.client("administrator")
    shown = send(client, SARA)
    assert "sara.lind, ledamot, Socialnämnden: nytt uppdrag" in shown
    assert "1 nya uppdrag" in shown
    assert not Person.objects.filter(username="sara.lind").exists()
    assert not Notice.objects.exists()
    assert "1 nya uppdrag" in confirm(client, shown)
    assert Mandate.objects.get(person__username="sara.lind").body == town.board
    assert list(Notice.objects.values_list("person", flat=True)) == [town.people["chair"].pk]
    assert "stämmer redan" in send(client, SARA)
    assert not confirm(client, send(client, SARA))


@pytest.mark.parametrize("name", ["superuser", "member", "chair", "employee"])
def test_nobody_else_brings_in(town, name):
    client = town.client(name)
    assert client.get(ADDRESS).status_code == 302
    send(client, SARA)
    assert not Person.objects.filter(username="sara.lind").exists()


def test_a_secretary_brings_in_known_people_in_their_own_bodies(town):
    make_person("per.holm", employed=False)
    client = town.client("secretary")
    row = "per.holm;;;Socialnämnden;ledamot;;2026-01-01;;;;;"
    assert "1 nya uppdrag" in confirm(client, send(client, row))
    elsewhere = send(client, row.replace("Socialnämnden", "Byggnämnden"))
    assert "Organet ”Byggnämnden” finns inte" in elsewhere
    assert "Be en systemadministratör" in send(client, SARA)
    assert Mandate.objects.filter(person__username="per.holm").count() == 1
    assert not Person.objects.filter(username="sara.lind").exists()


def test_a_file_changes_nothing_of_ones_own_but_may_hold_it(town):
    mine = town.mandate("secretary")
    me = mine.person.username
    make_person("per.holm", employed=False)
    same = f"{me};;;Socialnämnden;sekreterare;;{mine.start.isoformat()};;;;;"
    fresh = "per.holm;;;Socialnämnden;ledamot;;2026-01-01;;;;;"
    client = town.client("secretary")
    assert "1 nya uppdrag" in confirm(client, send(client, same, fresh))
    for row in (
        same.replace(";;;;;", ";2030-12-31;;;;", 1),
        f"{me};;;Socialnämnden;ordförande;;2026-01-01;;;;;",
    ):
        shown = send(client, row)
        assert "gäller dig själv" in shown, row
        assert not confirm(client, shown)
    assert town.people["secretary"].mandates.count() == 1
    assert town.mandate("secretary").end is None
    assert "gäller dig själv" in send(client, fresh, end_missing="on")


def test_nor_does_it_make_somebody_ones_own_substitute(town):
    seat = make_mandate(town.people["administrator"], town.board)
    make_person("ulf.berg", employed=False)
    me = town.people["administrator"].username
    row = f"ulf.berg;;;Socialnämnden;ersättare;;2026-01-01;;;{me};;"
    assert "gäller dig själv" in send(town.client("administrator"), row)
    assert not seat.personal_substitutes.exists()


def test_protected_people_are_as_if_missing(town):
    make_mandate(make_person("hulda.dold", employed=False, protected=True), town.board)
    client = town.client("administrator")
    row = "hulda.dold;;;Socialnämnden;ledamot;;2026-01-01;;;;;"
    missing = send(client, row.replace("hulda.dold", "finns.inte"))
    assert (
        send(client, row).count("Skriv för- och efternamn") == missing.count("Skriv för- och efternamn") == 1
    )
    assert "går inte att använda" in send(client, row.replace(";;;Soc", ";Hulda;Dold;Soc"))
    assert Mandate.objects.filter(person__username="hulda.dold").count() == 1


def test_what_has_changed_meanwhile_is_shown_again(town):
    client = town.client("administrator")
    shown = send(client, SARA)
    make_mandate(make_person("sara.lind", employed=False), town.board)
    assert "Något har ändrats" in confirm(client, shown)
    assert Mandate.objects.filter(person__username="sara.lind").count() == 1


def test_a_file_that_waits_is_its_senders_alone(town):
    shown = send(town.client("administrator"), SARA)
    assert "Välj filen igen" in confirm(town.client("secretary"), shown)
    assert not Person.objects.filter(username="sara.lind").exists()


def test_what_is_wrong_is_told_by_the_row_and_what_is_no_table_in_plain_words(town):
    client = town.client("administrator")
    said = send(client, SARA, SARA.replace("ledamot", "kejsare"))
    assert "Rad 3: Rollen ”kejsare” finns inte." in said
    assert "Inget har lästs in" in said
    empty = client.post(ADDRESS, {"file": SimpleUploadedFile("tom.csv", b" ")})
    assert "error-message" in text_of(empty)
    assert "error-message" in text_of(client.post(ADDRESS, {}))
    large = SimpleUploadedFile("stor.csv", b"x" * (1024 * 1024 + 1))
    assert "större än 1 MB" in text_of(client.post(ADDRESS, {"file": large}))
