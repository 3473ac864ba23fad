"""The organisation comes in whole or not at all; the same file a second time changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from intranet.audit.models import Event
from intranet.organisation.models import Organisation, Unit, Workplace
from intranet.people.models import Appointment, Employment, Function, Person
from intranet.people.organisation_import import run
from intranet.people.organisation_import.run import import_organisation
from intranet.people.person_numbers import person_number_hash
from intranet.people.signals import people_changed
from tests.factories import make_person, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HEADINGS = (
    "post;code;parent;name;kind;organisation_number;connected_from;phone;email;username;employee_number;"
    "first_name;last_name;active_from;active_to;protected;unit;workplace;title;share;from;to;primary;"
    "function;stand_in;amount_limit;person_number"
)
COLUMNS = HEADINGS.split(";")
NUMBER = "19121212" + "1212"


def row(post: str, **values: str) -> dict[str, str]:
    return {"post": post, **{name.rstrip("_"): value for name, value in values.items()}}


def organisation(**values: str) -> dict[str, str]:
    return (
        row("organisation", code="KK", name="Kommunen", kind="kommun", organisation_number="212000-9994")
        | values
    )


def unit(code: str, parent: str = "KK", **values: str) -> dict[str, str]:
    return row("unit", code=code, parent=parent, name=f"Enheten {code}", kind="enhet") | values


def person(username: str, **values: str) -> dict[str, str]:
    first, last = username.title().split(".")
    return row("person", username=username, first_name=first, last_name=last) | values


def employment(username: str, where: str = "A", **values: str) -> dict[str, str]:
    defaults = {"unit": where, "title": "Handläggare", "from": "2020-01-01", "primary": "ja"}
    return row("employment", username=username) | defaults | values


def function(kind: str, where: str, username: str, **values: str) -> dict[str, str]:
    defaults = {"unit": where, "function": kind, "from": "2020-01-01"}
    return row("function", username=username) | defaults | values


def csv(*rows: dict[str, str]) -> bytes:
    lines = [";".join(COLUMNS), *(";".join(r.get(name, "") for name in COLUMNS) for r in rows)]
    return "\n".join(lines).encode()


def municipality() -> list[dict[str, str]]:
    """Lines 2 to 11."""
    return [
        organisation(),
        unit("A", connected_from="2026-01-01"),
        unit("B"),
        unit("AA", "A", name="Ängen"),
        row("workplace", code="AP-1", name="Stadshuset", unit="A"),
        person("anna.berg", employee_number="1", email="anna@kompasskoping.example"),
        person("bo.dal", employee_number="2"),
        employment("anna.berg", workplace="AP-1"),
        employment("bo.dal", "AA", share="75"),
        function("chef", "A", "anna.berg", stand_in="bo.dal"),
    ]


def problems(*rows: dict[str, str]) -> list[str]:
    return [str(problem) for problem in import_organisation(csv(*rows)).problems]


def counts(outcome) -> dict[str, tuple[int, int, int, int]]:
    return {sort: (t.made, t.changed, t.unchanged, t.ended) for sort, t in outcome.tallies.items()}


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


PLANTED = [
    (unit("C", "NOPE"), "Överordnad enhet NOPE finns inte."),
    (
        unit("C", kind="avdelning"),
        "Slaget ”avdelning” är okänt. Det ska vara forvaltning eller verksamhet eller enhet.",
    ),
    (unit("A"), "Koden A finns redan på rad 3."),
    (unit("C", name=""), "Namnet saknas."),
    (unit("C", connected_from="1 maj"), "Ansluten från ”1 maj” är inget datum. Skriv det som 2026-11-22."),
    (organisation(code="X"), "Organisationsnumret finns redan på rad 2."),
    (
        organisation(code="X", organisation_number="212000-9991"),
        "Organisationsnumrets sista siffra stämmer inte. Kontrollera numret.",
    ),
    (row("workplace", code="AP-2", name="Huset", unit="Z"), "Enheten Z finns inte."),
    (person("anna.berg"), "Användarnamnet anna.berg finns redan på rad 7."),
    (person("eva.falk", employee_number="1"), "Anställningsnumret 1 finns redan på rad 7."),
    (person("eva.falk", email="eva"), "E-postadressen ”eva” är inte rätt skriven."),
    (
        person("eva.falk", protected="kanske"),
        "Skyddade personuppgifter ska vara ja eller nej, inte ”kanske”.",
    ),
    (
        person("eva.falk", active_from="2026-02-01", active_to="2026-01-01"),
        "Aktiv till och med ligger före aktiv från.",
    ),
    (employment("no.body"), "Personen no.body finns inte."),
    (employment("bo.dal", "Z", primary="nej"), "Enheten Z finns inte."),
    (employment("bo.dal", "B", primary="nej", workplace="AP-9"), "Arbetsplatsen AP-9 finns inte."),
    (
        employment("bo.dal", "B", primary="nej", share="150"),
        "Sysselsättningsgraden ska vara mellan 0 och 100 procent, inte 150.",
    ),
    (employment("bo.dal", "B"), "bo.dal har redan en huvudanställning på rad 10."),
    (employment("bo.dal", "B", to="2019-01-01"), "Anställningens slutdag ligger före startdagen."),
    (employment("bo.dal", "B", **{"from": ""}), "Från-datum saknas."),
    (
        employment("bo.dal", "AA", primary="nej"),
        "Samma anställning (person, enhet, titel och från) finns redan på rad 10.",
    ),
    (function("kung", "A", "bo.dal"), "Funktionen kung finns inte."),
    (
        function("chef", "B", "bo.dal", stand_in="bo.dal"),
        "Ersättaren måste vara någon annan än den som har funktionen.",
    ),
    (function("chef", "B", "bo.dal", amount_limit="5000"), "Funktionen chef har ingen beloppsgräns."),
    (function("chef", "B", "bo.dal", stand_in="no.body"), "Personen no.body finns inte."),
    (
        row("avdelning", code="Q"),
        "Posten ”avdelning” är okänd. Den ska vara en av organisation, unit, workplace, person, employment, function.",
    ),
]


@pytest.mark.parametrize(("planted", "message"), PLANTED, ids=[message[:40] for _, message in PLANTED])
def test_a_row_in_error_is_named_with_its_line_and_nothing_is_written(planted, message):
    assert problems(*municipality(), planted) == [f"Rad 12: {message}"]
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()


def test_all_errors_are_listed_at_once():
    found = problems(*municipality(), unit("C", "NOPE"), employment("no.body"), unit("D", "NOPE"))
    assert [line.split(":")[0] for line in found] == ["Rad 12", "Rad 13", "Rad 14"]


def test_rows_in_error_hide_neither_their_other_faults_nor_those_of_other_rows():
    found = problems(
        organisation(),
        unit("A", "NOPE"),
        unit("B", kind="avdelning", phone="0" * 41, email="b"),
        row("avdelning", code="C"),
        unit("D", "C"),
        person("eva.falk", email="eva", protected="kanske", active_from="igår"),
        employment("eva.falk", "B", share="150", primary="kanske", workplace="AP-9"),
        employment("no.body", "Z", title="", **{"from": ""}),
        function("kung", "A", "no.body", stand_in="eva.falk", amount_limit="mycket"),
    )
    assert [line.partition(": ")[::2] for line in found] == [
        ("Rad 3", "Överordnad enhet NOPE finns inte."),
        ("Rad 4", "E-postadressen ”b” är inte rätt skriven."),
        ("Rad 4", "Slaget ”avdelning” är okänt. Det ska vara forvaltning eller verksamhet eller enhet."),
        ("Rad 4", "Telefon är längre än 40 tecken."),
        (
            "Rad 5",
            (
                "Posten ”avdelning” är okänd. "
                "Den ska vara en av organisation, unit, workplace, person, employment, function."
            ),
        ),
        ("Rad 7", "Aktiv från ”igår” är inget datum. Skriv det som 2026-11-22."),
        ("Rad 7", "E-postadressen ”eva” är inte rätt skriven."),
        ("Rad 7", "Skyddade personuppgifter ska vara ja eller nej, inte ”kanske”."),
        ("Rad 8", "Arbetsplatsen AP-9 finns inte."),
        ("Rad 8", "Huvudanställning ska vara ja eller nej, inte ”kanske”."),
        ("Rad 8", "Sysselsättningsgraden ska vara mellan 0 och 100 procent, inte 150."),
        ("Rad 9", "Enheten Z finns inte."),
        ("Rad 9", "Från-datum saknas."),
        ("Rad 9", "Personen no.body finns inte."),
        ("Rad 9", "Titeln saknas."),
        ("Rad 10", "Beloppsgränsen ”mycket” är inget tal."),
        ("Rad 10", "Funktionen kung finns inte."),
        ("Rad 10", "Personen no.body finns inte."),
    ]
    assert not Organisation.objects.exists()


def test_units_below_one_another_are_refused():
    found = problems(organisation(), unit("A", "B"), unit("B", "A"))
    assert found == ["Rad 3: Enheten A ligger under sig själv.", "Rad 4: Enheten B ligger under sig själv."]


def test_a_unit_below_its_own_stored_descendant_is_refused():
    import_organisation(csv(*municipality()))
    assert problems(unit("A", "AA")) == ["Rad 2: Enheten A ligger under sig själv."]


def test_an_employee_number_of_somebody_else_is_refused():
    make_person("kim.lind", employee_number="1")
    assert problems(organisation(), unit("A"), person("anna.berg", employee_number="1"))[0].startswith(
        "Rad 4: Anställningsnumret 1 hör redan till användaren kim.lind."
    )


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


def test_rights_are_logged_by_person_without_names():
    import_organisation(csv(*municipality()))
    anna = Person.objects.get(username="anna.berg")
    event = Event.objects.get(kind=Event.Kind.IMPORTED, object_id=str(anna.pk))
    assert event.detail["changes"] == ["employment at A from 2020-01-01", "chef@A from 2020-01-01"]
    assert "Berg" not in str(event.detail) + event.object_label
    total = Event.objects.get(kind=Event.Kind.IMPORTED, object_label="import_organisation")
    assert total.detail["counts"]["people"]["made"] == 2


def test_a_new_protected_person_is_logged_by_number():
    rows = municipality()
    rows[6]["protected"] = "ja"
    import_organisation(csv(*rows))
    bo = Person.objects.get(username="bo.dal")
    event = Event.objects.get(kind=Event.Kind.IMPORTED, object_id=str(bo.pk))
    assert "protected: True" in event.detail["changes"]
    assert "bo.dal" not in str(vars(event))


def test_a_person_number_is_kept_only_as_a_hash(caplog):
    rows = municipality()
    rows[5]["person_number"] = NUMBER
    import_organisation(csv(*rows))
    anna = Person.objects.get(username="anna.berg")
    assert anna.person_number_hash == person_number_hash(NUMBER)
    everything = str([list(model.objects.values()) for model in (Person, Event, Employment)]) + caplog.text
    assert NUMBER not in everything


def test_a_wrong_person_number_is_named_by_line_only():
    found = problems(*municipality(), person("eva.falk", person_number="19121212-12"))
    assert found == ["Rad 12: Personnumret ska ha tolv siffror, ÅÅÅÅMMDDNNNN."]


def test_others_are_told_of_the_people_that_changed():
    told = []

    def listen(pks, protection_changed, **kwargs):
        told.append((pks, protection_changed))

    people_changed.connect(listen)
    try:
        import_organisation(csv(*municipality()))
        anna, bo = Person.objects.order_by("username")
        rows = municipality()
        rows[6]["protected"] = "ja"
        import_organisation(csv(*rows))
        import_organisation(csv(*rows))
    finally:
        people_changed.disconnect(listen)
    assert told == [({anna.pk, bo.pk}, set()), ({bo.pk}, {bo.pk})]


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
