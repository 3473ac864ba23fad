"""Mandates come in from a file whole or not at all, and a second run changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from extranet.access.rights import rights_of
from extranet.bodies.models import Body
from extranet.mandates.models import Mandate, Party
from extranet.meetings.models import AgendaItem
from intranet.access.viewer import viewer_of
from intranet.audit.models import Event
from intranet.people.models import Person
from tests.extranet.make import make_body, make_mandate
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HEAD = "användarnamn;förnamn;efternamn;organ;roll;parti;från;till;plats;personlig ersättare för;ärendeslag;id"


@pytest.fixture
def board():
    Party.objects.create(code="KP", name="Kompasspartiet")
    return make_body("Socialnämnden", slug="socialnamnden")


def bring_in(tmp_path: Path, *rows: str, **options) -> str:
    file = tmp_path / "uppdrag.csv"
    file.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    out = StringIO()
    call_command("import_mandates", str(file), stdout=out, **options)
    return out.getvalue()


def test_a_person_that_nobody_knew_gets_their_mandate(board, tmp_path):
    said = bring_in(tmp_path, "sara.lind;Sara;Lind;Socialnämnden;ledamot;KP;2026-01-01;2030-12-31;3;;;")
    assert "1 nya uppdrag" in said
    assert "1 nya personer" in said
    mandate = Mandate.objects.get()
    assert str(mandate.person) == "Sara Lind"
    assert not mandate.person.has_usable_password()
    assert (mandate.body, mandate.role.code, mandate.order) == (board, "ledamot", 3)
    assert mandate.end == date(2030, 12, 31)
    assert rights_of(viewer_of(mandate.person)).reach.bodies == {board.pk}
    assert Event.objects.filter(object_kind="extranet.mandate", object_label__contains="sara.lind").exists()


def test_the_same_file_again_changes_nothing(board, tmp_path):
    row = "sara.lind;Sara;Lind;socialnamnden;Ledamot;kp;2026-01-01;;;;;KPS-7"
    bring_in(tmp_path, row)
    assert "0 nya uppdrag, 0 ändrade, 1 oförändrade" in bring_in(tmp_path, row)
    moved = row.replace("2026-01-01;;", "2026-01-01;2026-06-30;")
    assert "1 ändrade" in bring_in(tmp_path, moved)
    assert Mandate.objects.get().end == date(2026, 6, 30)


def test_all_that_is_wrong_is_told_and_nothing_is_written(board, tmp_path):
    make_body("Kommunstyrelsen", kind=Body.Kind.EXECUTIVE, slug="ks")
    with pytest.raises(CommandError) as refused:
        bring_in(
            tmp_path,
            "sara.lind;Sara;Lind;Byggnämnden;ledamot;;2026-01-01;;;;;",
            "okand;;;Socialnämnden;kejsare;XX;2026-01-01;;;;;",
            "sara.lind;Sara;Lind;Socialnämnden;ledamot;;2026-13-01;;;;;",
            "sara.lind;Sara;Lind;Socialnämnden;ledamot;;2026-02-01;2026-01-01;;;;",
            "sara.lind;Sara;Lind;ks;personalforetradare;;2026-01-01;;;;arbetsgivarfraga;",
            "sara.lind;Sara;Lind;Socialnämnden;personalforetradare;;2026-01-01;;;;;",
            "sara.lind;Sara;Lind;Socialnämnden;ledamot;;2026-01-01;;;sara.lind;;",
            "sara.lind;Sara;Lind;Socialnämnden;ledamot;;2026-01-01;;;;;",
        )
    said = str(refused.value)
    for line, words in (
        (2, "Organet ”Byggnämnden” finns inte"),
        (3, "Rollen ”kejsare” finns inte"),
        (3, "Partiet ”XX” finns inte"),
        (3, "Skriv för- och efternamn"),
        (4, "är inget datum"),
        (5, "ligger före den första"),
        (6, "kommunstyrelsens ärenden"),
        (7, "Skriv vilka i kolumnen"),
        (8, "ersättare för sig själv"),
        (9, "Samma uppdrag står på rad 8"),
    ):
        assert any(row.startswith(f"Rad {line}:") and words in row for row in said.splitlines()), (
            line,
            words,
        )
    assert "Inget har lästs in" in said
    assert not Mandate.objects.exists()
    assert not Person.objects.filter(username="sara.lind").exists()


def test_a_dry_run_tells_and_takes_back(board, tmp_path):
    said = bring_in(tmp_path, "sara.lind;Sara;Lind;Socialnämnden;ledamot;;2026-01-01;;;;;", dry_run=True)
    assert "Provkörning" in said
    assert "1 nya uppdrag" in said
    assert not Mandate.objects.exists()
    assert not Person.objects.filter(username="sara.lind").exists()


def test_what_the_file_has_no_more_is_ended_not_removed_and_only_when_asked(board, tmp_path):
    today = timezone.localdate()
    gone = make_mandate(make_person("olof.gran", employed=False), board)
    elsewhere = make_mandate(make_person(employed=False), make_body())
    row = "sara.lind;Sara;Lind;Socialnämnden;ledamot;;2026-01-01;;;;;"
    bring_in(tmp_path, row)
    gone.refresh_from_db()
    assert gone.end is None
    assert "1 avslutade" in bring_in(tmp_path, row, end_missing=True)
    gone.refresh_from_db()
    elsewhere.refresh_from_db()
    assert gone.end == today - timedelta(days=1)
    assert elsewhere.end is None


def test_kinds_and_personal_substitutes_come_along(board, tmp_path):
    bring_in(
        tmp_path,
        "sara.lind;Sara;Lind;Socialnämnden;ledamot;;2026-01-01;;;;;",
        "ulf.berg;Ulf;Berg;Socialnämnden;ersättare;;2026-01-01;;;sara.lind;;",
        "eva.strom;Eva;Ström;Socialnämnden;personalforetradare;;2026-01-01;;;;arbetsgivarfraga;",
    )
    substitute = Mandate.objects.get(person__username="ulf.berg")
    assert substitute.substitute_for.person.username == "sara.lind"
    staff = Mandate.objects.get(person__username="eva.strom")
    assert list(staff.kinds.values_list("kind", flat=True)) == [AgendaItem.Kind.EMPLOYER]
    assert rights_of(viewer_of(staff.person)).reach.kinds == {(board.pk, AgendaItem.Kind.EMPLOYER)}


def test_a_personal_substitute_replaces_the_seat_of_the_same_term(board, tmp_path):
    terms = (("2022-10-15", "2026-10-14"), ("2026-10-15", "2030-10-14"))
    bring_in(
        tmp_path,
        *(f"sara.lind;Sara;Lind;Socialnämnden;ledamot;KP;{start};{end};;;;" for start, end in terms),
        *(f"bo.ek;Bo;Ek;Socialnämnden;ersättare;KP;{start};{end};;sara.lind;;" for start, end in terms),
    )
    for substitute in Mandate.objects.filter(person__username="bo.ek"):
        assert substitute.substitute_for.person.username == "sara.lind"
        assert substitute.substitute_for.start == substitute.start


def test_a_file_that_is_not_there_or_no_table_is_told_in_plain_words(tmp_path):
    with pytest.raises(CommandError, match="finns inte"):
        call_command("import_mandates", str(tmp_path / "saknas.csv"))
    empty = tmp_path / "tom.csv"
    empty.write_bytes(b"")
    with pytest.raises(CommandError, match="tom"):
        call_command("import_mandates", str(empty))


def test_one_that_was_entered_by_hand_gets_the_files_id_and_is_not_made_again(board, tmp_path):
    by_hand = make_mandate(make_person("olof.gran", employed=False), board, start=date(2026, 1, 1))
    row = "olof.gran;;;Socialnämnden;ledamot;;2026-01-01;;;;;KPS-9"
    assert "0 nya uppdrag, 1 ändrade" in bring_in(tmp_path, row)
    mandate = Mandate.objects.get()
    assert (mandate.pk, mandate.source, mandate.external_id) == (by_hand.pk, "fil", "KPS-9")
    assert "0 nya uppdrag, 0 ändrade, 1 oförändrade" in bring_in(tmp_path, row)
    # An id that another row of the same seat has is that one's: this is a new one.
    other = row.replace("KPS-9", "KPS-10")
    assert "1 nya uppdrag" in bring_in(tmp_path, other)
