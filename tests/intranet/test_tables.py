"""Tables that people have made are read whatever their separator and encoding, with the right lines."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from intranet.tables.cells import CellError, as_date, as_flag, as_number
from intranet.tables.reading import read_table
from intranet.tables.rows import Heading, Problem, UnreadableTableError
from intranet.tables.writing import as_lines

HEADINGS = (Heading("code", ("kod",), required=True), Heading("name", ("namn", "benämning")))


def cells(data: bytes) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_table(data, HEADINGS)]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separator_is_found(separator):
    data = f"kod{separator}namn\nA{separator}Åsa\n".encode()
    assert cells(data) == [{"code": "A", "name": "Åsa"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encoding_is_found(encoding):
    assert cells("kod;namn\nA;Åsa Öberg\n".encode(encoding)) == [{"code": "A", "name": "Åsa Öberg"}]


def test_a_row_has_the_line_where_it_begins():
    data = b'code;name\n\nA;"two\nlines"\nB;three\n'
    assert [row.line for row in read_table(data, HEADINGS)] == [3, 5]


def test_headings_may_be_written_in_other_ways():
    assert cells("BENÄMNING;Kod\nÅsa;A\n".encode()) == [{"code": "A", "name": "Åsa"}]


def test_unknown_double_and_missing_columns_are_problems():
    table = read_table(b"name;namn;colour\nA;B;C\n", HEADINGS)
    assert table.problems == [
        Problem(1, "Kolumnen ”namn” finns två gånger."),
        Problem(1, "Kolumnen ”colour” är okänd."),
        Problem(1, "Kolumnen ”code” saknas."),
    ]


def test_a_row_with_too_many_cells_is_a_problem_and_no_row():
    table = read_table(b"code;name\nA;B;C\nD;E;\n", HEADINGS)
    assert [str(problem) for problem in table.problems] == [
        "Rad 2: Raden har 3 celler men rubrikraden har 2."
    ]
    assert [row["code"] for row in table] == ["D"]


def test_a_short_row_has_empty_cells():
    assert read_table(b"code;name\nA\n", HEADINGS).rows[0]["name"] == ""


def test_a_workbook_is_read_as_it_would_have_been_written():
    book = Workbook()
    book.active.append(["Kod", "Namn"])
    book.active.append([12.0, date(2026, 1, 2)])
    book.active.append([None, None])
    book.active.append([True, datetime(2026, 1, 2, 8, 30)])
    stream = BytesIO()
    book.save(stream)
    rows = read_table(stream.getvalue(), HEADINGS).rows
    assert [(row.line, row["code"], row["name"]) for row in rows] == [
        (2, "12", "2026-01-02"),
        (4, "ja", "2026-01-02 08:30"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "tom"),
        (b'code;name\nA;"open\n', "Rad 2: citattecknen"),
        (b"\xd0\xcf\x11\xe0 old", "äldre eller lösenordslåst"),
        (b"PK\x03\x04 broken", "Arbetsboken går inte att öppna"),
        (b"a\x00b", "ingen tabell"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(data, words):
    with pytest.raises(UnreadableTableError, match=words):
        read_table(data, HEADINGS)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableTableError, match=r"borta\.csv går inte att öppna"):
        read_table(tmp_path / "borta.csv", HEADINGS)


def test_dates_numbers_and_flags():
    assert as_date("2026-11-22", "Från") == as_date("20261122", "Från") == date(2026, 11, 22)
    assert as_date("", "Från") is None
    assert as_number("1 250,50", "Belopp") == Decimal("1250.50")
    assert as_number("75 %", "Grad") == 75
    assert as_number("", "Belopp") is None
    assert as_flag("Ja", "Skyddad") is True
    assert as_flag("", "Skyddad") is False


@pytest.mark.parametrize(
    ("read", "text"),
    [(as_date, "2026-02-30"), (as_date, "22/11 2026"), (as_number, "NaN"), (as_flag, "kanske")],
)
def test_a_cell_that_holds_something_else_is_named(read, text):
    with pytest.raises(CellError, match="Fältet"):
        read(text, "Fältet")


def test_lines_set_numbers_to_the_right():
    assert as_lines(("Sort", "Antal"), [("Enheter", 5), ("Personer", 240)]) == [
        "Sort      Antal",
        "--------  -----",
        "Enheter       5",
        "Personer    240",
    ]
