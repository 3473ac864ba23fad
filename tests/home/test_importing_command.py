"""The command that reads in a folder: its options and what it tells."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.home.importing_help import (  # noqa: F401  fixtures
    make_folder,
    make_municipality,
    page_of,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_command_fails_if_nothing_could_be_read_in(folder):
    (folder / "gammal.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(CommandError, match="Inget är inläst"):
        call_command("import_routines", folder)
    with pytest.raises(CommandError, match=r"0 ändringar\. 1 fil lästes inte in"):
        call_command("import_routines", folder, skip_wrong=True)
    call_command("import_routines", folder, dry_run=True)


def test_the_command(folder, capsys):
    write(folder, "nycklar", owner="")
    (folder / "gammal.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    call_command(
        "import_routines",
        folder,
        owner="chef@HR",
        unit=["HR"],
        publish=True,
        skip_wrong=True,
        decided_by="chef@HR",
        decided_on=date(2026, 1, 15),
    )
    out = capsys.readouterr().out
    assert "gammal.doc: Filen är i Words äldre format" in out
    assert "Inte inlästa      1" in out
    assert out.splitlines()[-1] == "1 ändring. 1 fil lästes inte in: skälen står överst."
    assert [unit.code for unit in page_of("nycklar").units.all()] == ["HR"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"owner": "chef@NOPE"}, "Funktionen chef@NOPE finns inte"),
        ({"unit": ["NOPE"]}, "Enheten NOPE finns inte"),
        ({"decided_by": "chef@HR"}, "hör ihop med --publish"),
        ({"under": "borta"}, "Ingen ingångssida"),
    ],
)
def test_the_command_says_what_is_wrong_with_its_options(folder, options, words):
    with pytest.raises(CommandError, match=words):
        call_command("import_routines", folder, **options)
    with pytest.raises(CommandError, match="finns inte"):
        call_command("import_routines", folder / "borta")
