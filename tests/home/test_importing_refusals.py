"""What is wrong with a file is found before anything is written, and said with the line and what to do."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from home.importing.checking import Defaults
from home.importing.routines import import_routines
from home.models import (
    KnowledgeIndexPage,
    RoutinePage,
)
from tests.factories import make_page
from tests.home.importing_help import (  # noqa: F401  fixtures
    PUBLISH,
    make_folder,
    make_municipality,
    page_of,
    rows,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("source", ["../hemlig.png", "borta.png", "https://annan.example/b.png", "text.md"])
def test_a_picture_that_cannot_be_had_refuses_the_file(folder, source):
    (folder.parent / "hemlig.png").write_bytes(b"secret")
    write(folder, "text")
    write(folder, "a", f"![Bild]({source})\n")
    outcome = import_routines(folder, skip_wrong=True)
    assert outcome.results["rutiner/a.md"] == "refused"
    assert not Page.objects.filter(slug="a").exists()


@pytest.mark.parametrize(
    ("body", "fields", "message"),
    [
        (
            "Text.\n",
            {"owner": "chef@NOPE"},
            "Rad 3: Funktionen chef@NOPE (owner) finns inte. Skriv den som chef@KLK-HR.",
        ),
        ("Text.\n", {"units": "[NOPE]"}, "Rad 4: Enheten NOPE finns inte."),
        ("Text.\n", {"subjects": "[nope]"}, "Rad 4: Ämnet nope finns inte."),
        ("Text.\n", {"decided_on": "2199-01-01"}, "Rad 4: Beslutsdatumet 2199-01-01 ligger i framtiden."),
        (
            "Text.\n",
            {"valid_from": "2026-02-01", "valid_to": "2026-01-01"},
            "Rad 5: Sista dagen (valid_to) ligger före den första (valid_from).",
        ),
        (
            "Text.\n",
            {"valid_from": "2026-02-01", "review_by": "2026-01-01"},
            "Rad 5: Översynen (review_by) ligger före den dag då texten börjar gälla.",
        ),
        ("[Öppna](system:nope)\n", {}, "Rad 5: Systemet nope finns inte bland genvägarna."),
        (
            "Inget.\n",
            {"kind": "checklista"},
            "Checklistan har inga punkter. Skriv dem som - [ ] Beställ dator.",
        ),
        (
            "## A\n- [ ] Ring {function: kung}\n",
            {"kind": "checklista"},
            "Rad 7: Funktionen kung finns inte.",
        ),
        (f"## {'Lång ' * 30}\nText.\n", {}, "Rubriken ”"),
        ("Text.\n", {"kind": "handbok"}, "Handboken har inga kapitel."),
        ("## A\n# Ett\nText.\n", {"kind": "handbok"}, "Rad 6: Rubriken ”A” står före det första kapitlet."),
        (
            "| A |\n|---|\n| B |\n\n# Ett\nText.\n",
            {"kind": "handbok"},
            "Inledningen kan bara ha stycken och punktlistor.",
        ),
        (
            "> Ruta\n\n## A\n- [ ] Ring\n",
            {"kind": "checklista"},
            "Inledningen kan bara ha stycken och punktlistor.",
        ),
    ],
)
def test_a_file_in_error_is_refused_with_its_line_and_the_others_go_in(folder, body, fields, message):
    write(folder, "fel", body, **fields)
    write(folder, "ratt")
    outcome = import_routines(folder, defaults=PUBLISH, skip_wrong=True)
    assert outcome.results == {"rutiner/fel.md": "refused", "rutiner/ratt.md": "made"}
    assert message in outcome.problems[0]
    assert not Page.objects.filter(slug="fel").exists()
    assert page_of("ratt").live


def test_publishing_needs_to_know_who_decided_when(folder):
    write(folder, "a", owner="")
    outcome = import_routines(folder, defaults=Defaults(publish=True), skip_wrong=True)
    assert [problem.partition(": ")[2].split(" saknas")[0] for problem in outcome.problems] == [
        "Ägare",
        "Vem som beslutat",
        "Beslutsdatum",
    ]


def test_a_file_of_the_same_name_in_another_folder_does_not_replace_the_page(folder, tmp_path):
    write(folder, "nycklar")
    import_routines(folder, defaults=PUBLISH, skip_wrong=True)
    other = tmp_path / "annan" / "rutiner"
    other.mkdir(parents=True)
    write(other, "nycklar", "Något annat.\n")
    outcome = import_routines(other, defaults=PUBLISH, skip_wrong=True)
    assert outcome.problems[0].startswith(
        f"nycklar.md: Sidan lästes in från en fil med samma namn i {folder}."
    )
    assert page_of("nycklar").versions.count() == 1
    assert import_routines(other, defaults=PUBLISH, replace_edited=True).changes == 1


def test_files_that_are_no_texts_are_refused_with_what_to_do(folder):
    (folder / "gammal.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (folder / "ark.xlsx").write_bytes(b"PK")
    outcome = import_routines(folder, skip_wrong=True)
    assert set(outcome.results.values()) == {"refused"}
    assert outcome.problems == [
        (
            "ark.xlsx: Filtypen .xlsx läses inte in, bara Word-filer (.docx), OpenDocument (.odt), webbsidor (.html) "
            "och Markdown (.md)."
        ),
        "gammal.doc: Filen är i Words äldre format. Öppna den i Word och spara den som .docx.",
    ]


def test_two_files_for_one_address_are_refused(folder):
    write(folder, "nycklar")
    (folder / "Nycklar.html").write_text("<h1>Nycklar</h1><p>Text</p>")
    outcome = import_routines(folder, skip_wrong=True)
    assert sorted(outcome.results.values()) == ["made", "refused"]
    assert "samma adress, nycklar" in outcome.problems[0]


def test_an_address_that_another_page_has_is_refused(folder):
    make_page(
        RoutinePage(title="Nycklar", slug="nycklar", live=False),
        KnowledgeIndexPage.objects.get(slug="rutiner"),
    )
    write(folder, "nycklar")
    outcome = import_routines(folder, skip_wrong=True)
    assert "Det finns redan en sida med adressen nycklar" in outcome.problems[0]


def test_a_page_that_somebody_has_edited_is_not_written_over(folder):
    write(folder, "nycklar")
    import_routines(folder)
    page = page_of("nycklar").get_latest_revision_as_object()
    page.summary = "Skrivet av en redaktör"
    page.save_revision()
    write(folder, "nycklar", "Ny text.\n")
    outcome = import_routines(folder, skip_wrong=True)
    assert outcome.results == {"rutiner/nycklar.md": "refused"}
    assert "har ändrats på webbplatsen" in outcome.problems[0]
    import_routines(folder, replace_edited=True)
    assert page_of("nycklar").get_latest_revision_as_object().summary == ""


def test_nothing_is_written_if_a_file_is_wrong_unless_told_so(folder):
    write(folder, "fel", owner="chef@NOPE")
    write(folder, "ratt")
    before = rows()
    outcome = import_routines(folder, defaults=PUBLISH)
    assert outcome.results == {"rutiner/fel.md": "refused", "rutiner/ratt.md": "waiting"}
    assert outcome.lines()[-1].startswith("Inget är inläst")
    assert rows() == before
    assert import_routines(folder, defaults=PUBLISH, skip_wrong=True).changes == 1
