"""What is wrong with a file is said line by line, and nothing of it is written."""

from __future__ import annotations

import pytest

from intranet.organisation.models import Organisation
from intranet.people.models import Person
from intranet.people.organisation_import.run import import_organisation
from tests.factories import make_person
from tests.intranet.organisation_rows import (
    csv,
    employment,
    function,
    municipality,
    organisation,
    person,
    problems,
    row,
    unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

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
