"""The organisation comes in whole or not at all; the same file a second time changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from intranet.audit.models import Event
from intranet.organisation.models import Unit, Workplace
from intranet.people.models import Appointment, Employment, Function, Person
from intranet.people.organisation_import import run
from intranet.people.organisation_import.run import import_organisation
from tests.factories import make_person, make_superuser
from tests.intranet.organisation_rows import (
    counts,
    csv,
    employment,
    function,
    municipality,
    organisation,
    person,
    unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_everything_is_made():
    outcome = import_organisation(csv(*municipality()))
    assert not outcome.problems
    assert counts(outcome) == {
        "organisations": (1, 0, 0, 0),
        "units": (3, 0, 0, 0),
        "workplaces": (1, 0, 0, 0),
        "people": (2, 0, 0, 0),
        "employments": (2, 0, 0, 0),
        "appointments": (1, 0, 0, 0),
    }
    root = Unit.objects.get(code="KK")
    assert (root.depth, root.organisation.organisation_number) == (1, "212000-9994")
    assert Unit.objects.get(code="AA").get_parent().code == "A"
    anna, bo = Person.objects.order_by("username")
    assert not anna.has_usable_password()
    assert anna.employments.get().workplace == Workplace.objects.get()
    assert bo.employments.get().share == 75
    held = Appointment.objects.get()
    assert (held.function.code, held.person, held.stand_in) == ("chef@A", anna, bo)


def test_a_second_run_changes_nothing():
    import_organisation(csv(*municipality()))
    before = {
        model: list(model.objects.order_by("pk").values())
        for model in (Unit, Person, Employment, Appointment)
    }
    logged = Event.objects.count()
    outcome = import_organisation(csv(*municipality()))
    assert outcome.changes == 0
    assert outcome.lines()[-1] == "0 ändringar."
    assert {model: list(model.objects.order_by("pk").values()) for model in before} == before
    assert Event.objects.count() == logged


def test_the_order_of_rows_does_not_matter():
    assert not import_organisation(csv(*reversed(municipality()))).problems
    assert Unit.objects.get(code="AA").depth == 3


def test_two_people_may_swap_employee_numbers():
    import_organisation(csv(*municipality()))
    rows = municipality()
    rows[5]["employee_number"], rows[6]["employee_number"] = "2", "1"
    assert import_organisation(csv(*rows)).tallies["people"].changed == 2
    assert Person.objects.get(username="anna.berg").employee_number == "2"


def test_a_unit_moves_with_everything_below_it():
    import_organisation(csv(*municipality()))
    outcome = import_organisation(csv(unit("A", "B", connected_from="2026-01-01")))
    assert outcome.tallies["units"].changed == 1
    moved = Unit.objects.get(code="A")
    assert moved.get_parent().code == "B"
    assert [below.code for below in moved.get_children()] == ["AA"]
    assert Unit.find_problems() == ([], [], [], [], [])


def test_a_renamed_unit_takes_its_place_among_the_others():
    import_organisation(csv(*municipality()))
    import_organisation(csv(unit("A", name="Öronkliniken")))
    assert [below.code for below in Unit.objects.get(code="KK").get_children()] == ["B", "A"]


def test_a_new_title_changes_the_employment_and_makes_no_second_one():
    import_organisation(csv(*municipality()))
    outcome = import_organisation(csv(employment("bo.dal", "AA", title="Enhetschef", share="75")))
    assert counts(outcome)["employments"] == (0, 1, 0, 0)
    assert Employment.objects.get(person__username="bo.dal").title == "Enhetschef"


def test_a_column_that_is_missing_leaves_values_alone():
    import_organisation(csv(*municipality()))
    data = b"post;username;first_name;last_name\nperson;anna.berg;Anna;Berg\n"
    assert import_organisation(data).changes == 0
    assert Person.objects.get(username="anna.berg").email == "anna@kompasskoping.example"


def test_an_empty_phone_leaves_the_number_that_somebody_has_added():
    import_organisation(csv(*municipality()))
    Person.objects.filter(username="anna.berg").update(phone="0491-555 12 34")
    assert import_organisation(csv(*municipality())).changes == 0


def test_missing_people_are_left_alone_unless_asked_for():
    import_organisation(csv(*municipality()))
    rows = [r for r in municipality() if r.get("username") != "bo.dal" and "stand_in" not in r]
    assert import_organisation(csv(*rows)).changes == 0
    assert Person.objects.get(username="bo.dal").is_active

    superuser = make_superuser()
    politician = make_person("lo.ek", employed=False)
    outcome = import_organisation(csv(*rows), deactivate_missing=True)
    assert outcome.tallies["people"].ended == 1
    assert not Person.objects.get(username="bo.dal").is_active
    for left_alone in (superuser, politician):
        left_alone.refresh_from_db()
        assert left_alone.is_active


def test_with_deactivate_missing_what_a_person_no_longer_has_is_ended():
    import_organisation(csv(*municipality()))
    rows = municipality()
    rows[7] = employment("anna.berg", "B")
    del rows[9]
    outcome = import_organisation(csv(*rows), deactivate_missing=True)
    yesterday = timezone.localdate() - timedelta(days=1)
    assert (outcome.tallies["employments"].ended, outcome.tallies["appointments"].ended) == (1, 1)
    assert Employment.objects.get(person__username="anna.berg", unit__code="A").end == yesterday
    assert Appointment.objects.get().end == yesterday
    assert import_organisation(csv(*rows), deactivate_missing=True).changes == 0


def test_somebody_deactivated_stays_so_until_asked_for():
    import_organisation(csv(*municipality()))
    Person.objects.filter(username="bo.dal").update(is_active=False)
    outcome = import_organisation(csv(*municipality()))
    assert outcome.notes == ["Rad 8: bo.dal är avaktiverad och förblir det."]
    import_organisation(csv(*municipality()), reactivate=True)
    assert Person.objects.get(username="bo.dal").is_active


def test_a_dry_run_counts_and_writes_nothing():
    outcome = import_organisation(csv(*municipality()), dry_run=True)
    assert outcome.tallies["people"].made == 2
    assert outcome.lines()[-1] == "Provkörning, inget har ändrats: 10 ändringar."
    assert not Person.objects.exists()
    assert not Event.objects.exists()


def test_an_interrupted_run_leaves_nothing_half_done(monkeypatch):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "write_appointments", interrupted)
    with pytest.raises(KeyboardInterrupt):
        import_organisation(csv(*municipality()))
    assert not Person.objects.exists()
    assert not Unit.objects.exists()
    monkeypatch.undo()
    assert import_organisation(csv(*municipality())).changes == 10


def test_the_command_ends_with_a_table(tmp_path, capsys):
    path = tmp_path / "organisation.csv"
    path.write_bytes(csv(*municipality()))
    call_command("import_organisation", path)
    lines = capsys.readouterr().out.splitlines()
    assert "Personer              2        0            0          0" in lines
    assert lines[-1] == "10 ändringar."


def test_the_command_fails_with_the_errors(tmp_path):
    path = tmp_path / "organisation.csv"
    path.write_bytes(csv(*municipality(), unit("C", "NOPE")))
    with pytest.raises(
        CommandError, match=r"Rad 12: Överordnad enhet NOPE finns inte\.\n\n1 fel\. Inget har lästs in\."
    ):
        call_command("import_organisation", path)
    path.write_bytes(b"")
    with pytest.raises(CommandError, match="Filen är tom"):
        call_command("import_organisation", path)
    path.unlink()
    with pytest.raises(CommandError, match=r"organisation\.csv finns inte\."):
        call_command("import_organisation", path)


def test_2400_people_are_written_in_bulk(django_assert_max_num_queries):
    units = [unit(f"U{n}") for n in range(100)]
    names = [f"p{n}.q" for n in range(2400)]
    rows = [
        organisation(),
        *units,
        *(person(name, employee_number=str(n)) for n, name in enumerate(names)),
        *(employment(name, f"U{n % 100}") for n, name in enumerate(names)),
        *(function("chef", f"U{n}", names[n]) for n in range(100)),
    ]
    with django_assert_max_num_queries(2399):
        outcome = import_organisation(csv(*rows))
    assert outcome.tallies["people"].made == 2400
    assert import_organisation(csv(*rows)).changes == 0


def test_functions_keep_the_title_that_the_file_gives():
    import_organisation(csv(*municipality()))
    import_organisation(csv(function("chef", "A", "anna.berg", title="HR-chef", stand_in="bo.dal")))
    assert str(Function.objects.get()) == "HR-chef"
    assert import_organisation(csv(*municipality())).changes == 0
    assert Function.objects.get().title == "HR-chef"
    assert Appointment.objects.get().start == date(2020, 1, 1)
