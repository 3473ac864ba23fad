"""What is found before anything is sent: each check, on files as they are and on agendas as they are."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.utils import timezone
from docx.oxml import OxmlElement
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from extranet.access.rights import rights_of
from extranet.bodies.models import Body
from extranet.exceptions.models import Recusal
from extranet.mandates.models import Mandate
from extranet.meetings.models import AgendaItem, Meeting
from extranet.papers.models import PaperVersion
from extranet.papers.storing import add_version
from extranet.summons import examining, hidden, tasks
from extranet.summons.checks.gathering import looked_through, material
from extranet.summons.checks.registry import CHECKS, run_all, stopping
from extranet.summons.models import Examination
from extranet.summons.words import has_person_number, speaks_of_secrecy
from extranet.texts import reading
from extranet.texts.models import TextReading
from intranet.access.viewer import viewer_of
from intranet.people.models import Person
from tests.extranet.make import make_body, make_item, make_paper, make_version, mark_secret, place
from tests.extranet.test_summons_sending import Board
from tests.intranet.file_samples import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NUMBER = "811228-9874"
"""Made up, with a right check digit."""


@pytest.fixture
def board(settings, tmp_path) -> Board:
    settings.PAPERS_DIR = tmp_path / "papers"
    return Board()


def outcome(board: Board, code: str, *, later: bool = False) -> list[str]:
    """What one check says to the body's secretary, notes too."""
    rights = rights_of(viewer_of(Person.objects.get(pk=board.secretary.pk)))
    found = run_all(
        material(rights, Meeting.objects.select_related("body").get(pk=board.meeting.pk)), later=later
    )
    return [
        f"{one.finding.where}: {one.finding.says}"
        for each in found
        if each.check.code == code
        for one in each.told
    ]


def stops(board: Board) -> set[str]:
    rights = rights_of(viewer_of(Person.objects.get(pk=board.secretary.pk)))
    found = run_all(material(rights, Meeting.objects.select_related("body").get(pk=board.meeting.pk)))
    return {finding.key.partition(":")[0] for finding in stopping(found)}


def put(board: Board, content: bytes, filename: str = "handling.pdf", **fields: Any) -> PaperVersion:
    """A paper with this file on the first item, whose text has been read and whose file has been looked through."""
    paper = make_paper(title="Utredning", **fields)
    version = add_version(paper, BytesIO(content), filename, made_by=board.secretary)
    place(board.item, version, published=False)
    look()
    return version


def look() -> None:
    reading.enrol()
    while reading.read_next():
        pass
    while tasks.examine_papers.call():
        pass


def test_all_checks_have_words_and_codes_of_their_own():
    assert len({check.code for check in CHECKS}) == len(CHECKS) == 10
    assert all(str(check.label) for check in CHECKS)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (NUMBER, True),
        ("8112289874", True),
        ("19811228-9874", True),
        ("född 811228-9874.", True),
        ("811288-9871", True),  # a coordination number
        ("811228-9875", False),  # wrong check digit
        ("811328-9873", False),  # no such month
        ("556016-0680", False),  # an organisation
        ("0811228-98741", False),
        ("KS 2026/8112289874123", False),
    ],
)
def test_a_personal_identity_number_is_told_by_its_check_digit(text, is_one):
    assert has_person_number(f"Den sökande {text} har ansökt.") is is_one


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Uppgifterna omfattas av sekretess.", True),
        ("Uppgifterna omfattas inte av sekretess.", False),
        ("Enligt OSL gäller detta.", True),
        ("Sekretessen gäller. Inga andra handlingar finns.", True),
        ("Inget särskilt.", False),
    ],
)
def test_words_of_secrecy_and_their_denial(text, speaks):
    assert speaks_of_secrecy(text) is speaks


def test_numbers_and_words_are_found_on_their_pages_and_never_repeated(board):
    put(board, pdf(["Första sidan.", f"Den sökande har numret {NUMBER}.", "Här råder sekretess."]))
    (number,) = outcome(board, "person-numbers")
    assert "sidan 2" in number
    assert "Ärende 1, Bygglov för Anders Hemlig: Utredning" in number
    assert NUMBER not in number
    assert NUMBER not in str(list(Examination.objects.values()))
    assert any("sidan 3" in said for said in outcome(board, "secrecy"))


def test_what_is_secret_is_not_looked_into(board):
    version = put(board, pdf([f"Den sökande har numret {NUMBER}, och sekretess."]))
    assert outcome(board, "person-numbers")
    mark_secret(version=version)
    look()
    assert outcome(board, "person-numbers") == []
    assert Examination.objects.get(version=version).found[examining.PERSON_NUMBERS] == []


def written_word(*, comment: bool = False, change: bool = False, author: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.author = author
    document.core_properties.last_modified_by = ""
    paragraph = document.add_paragraph("Texten")
    if comment:
        document.add_comment(paragraph.runs, text="Stryk det här", author="A", initials="A")
    if change:
        inserted = OxmlElement("w:ins")
        paragraph._p.append(inserted)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def written_pdf(*, comment: bool = False, author: str = "") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(["Texten på sidan."]))))
    writer.add_metadata({"/Author": author})
    if comment:
        writer.add_annotation(0, FreeText(text="Stryk", rect=(50, 50, 100, 100)))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (written_word(), "a.docx", (0, 0, 0)),
        (written_word(comment=True, author="Anna"), "a.docx", (1, 1, 0)),
        (written_word(change=True), "a.docx", (0, 0, 1)),
        (written_pdf(), "a.pdf", (0, 0, 0)),
        (written_pdf(comment=True, author="Anna"), "a.pdf", (1, 1, 0)),
        (b"%PDF-1.7 skadad", "a.pdf", (0, 0, 0)),
        (b"PK\x03\x04 skadad", "a.docx", (0, 0, 0)),
    ],
)
def test_what_files_carry_along(content, name, found, tmp_path):
    file = tmp_path / name
    file.write_bytes(content)
    told = hidden.look(str(file))
    assert (told[hidden.AUTHORS], told[hidden.COMMENTS], told[hidden.CHANGES]) == found


def test_comments_stop_and_a_name_is_only_told_of(board):
    put(board, written_word(comment=True, change=True, author="Anna"), "skrivelse.docx")
    (said,) = [one for one in outcome(board, "metadata") if "Utredning" in one]
    assert "en kommentar och en spårad ändring" in said
    assert "metadata" in stops(board)
    Examination.objects.update(found={hidden.AUTHORS: 1})
    (said,) = [one for one in outcome(board, "metadata") if "Utredning" in one]
    assert "namnet på den som skrev" in said
    assert "metadata" not in stops(board)


def test_pages_that_are_pictures(board):
    put(board, pdf(["Text.", "", "Text."]))
    assert any("läsbar text på sidan 2" in said for said in outcome(board, "scans"))
    Examination.objects.all().delete()
    put(board, pdf(["", ""]))
    assert any("Ingen sida har läsbar text" in said for said in outcome(board, "scans"))


def test_files_that_are_read_still_or_too_large(board, monkeypatch):
    version = make_version()
    place(board.item, version, published=False)
    assert any("läses fortfarande" in said for said in outcome(board, "files"))
    TextReading.objects.filter(version=version).update(state="read", pages=1)
    assert any("kontrolleras fortfarande" in said for said in outcome(board, "files"))
    monkeypatch.setattr("extranet.summons.checks.files.LARGEST", 3)
    assert any("tar lång tid att öppna" in said for said in outcome(board, "files"))


def test_a_file_is_looked_through_once_and_again_when_its_text_is_another(board):
    version = put(board, pdf(["Texten."]))
    assert tasks.examine_papers.call() == 0
    moment = Examination.objects.get(version=version).since
    place(make_item(board.meeting, published=False), version, published=False)
    assert tasks.examine_papers.call() == 0
    TextReading.objects.filter(version=version).update(since=timezone.now())
    assert tasks.examine_papers.call() == 1
    assert Examination.objects.get(version=version).since > moment
    assert tasks.queue_if_waiting(timezone.now()) == 0


def test_what_a_worker_left_is_looked_through_again_and_given_up_at_last(board, monkeypatch):
    version = put(board, pdf(["Texten."]))
    long_ago = timezone.now() - timedelta(hours=1)
    mine = Examination.objects.filter(version=version)
    for tries in (1, 2, 3):
        mine.update(state="running", since=long_ago, tries=tries)
        assert examining.waiting(timezone.now()).exists()
    tasks.examine_papers.call()
    assert mine.get().state == "failed"
    assert any("gick inte att kontrollera" in said for said in outcome(board, "files"))


def test_an_item_to_be_decided_without_anything(board):
    assert outcome(board, "emptiness") == []
    empty = make_item(board.meeting, published=False, number=2, neutral_title="Tomt")
    make_item(board.meeting, published=False, number=3, neutral_title="Information", kind="information")
    (said,) = outcome(board, "emptiness")
    assert "Ärende 2, Tomt" in said
    AgendaItem.objects.filter(pk=empty.pk).update(proposal="Bifall.")
    assert outcome(board, "emptiness") == []


@pytest.mark.parametrize(
    ("kind", "days", "before", "late"),
    [
        (Body.Kind.BOARD, 7, 7, False),
        (Body.Kind.BOARD, 7, 6, True),
        (Body.Kind.BOARD, 3, 3, False),
        (Body.Kind.COUNCIL, 3, 6, True),  # the law's week
        (Body.Kind.COUNCIL, 10, 9, True),
    ],
)
def test_the_last_day_is_the_bodys_own_and_for_the_council_never_less_than_a_week(
    board, kind, days, before, late
):
    body = make_body(kind=kind, summons_days=days)
    Meeting.objects.filter(pk=board.meeting.pk).update(
        body=body, starts=timezone.now() + timedelta(days=before)
    )
    said = [one for one in outcome(board, "deadline") if "senast" in one]
    # The secretary is another body's by now, and works on none of its items; what is about the meeting is told.
    assert bool(said) is late


def test_a_meeting_without_a_place_or_that_has_begun(board):
    Meeting.objects.filter(pk=board.meeting.pk).update(place="")
    assert any("ingen plats" in said for said in outcome(board, "deadline"))
    Meeting.objects.filter(pk=board.meeting.pk).update(starts=timezone.now() - timedelta(hours=1))
    assert any("redan börjat" in said for said in outcome(board, "deadline"))


def test_open_titles_that_say_what_is_secret(board):
    paper = make_paper(title="Läkarintyg Karlsson", neutral_title="Intyg")
    mark_secret(placement=place(board.item, make_version(paper), published=False))
    assert outcome(board, "secrecy") == []
    AgendaItem.objects.filter(pk=board.item.pk).update(neutral_title="Om läkarintyg  Karlsson")
    (said,) = outcome(board, "secrecy")
    assert "neutrala rubriken" in said
    AgendaItem.objects.filter(pk=board.item.pk).update(neutral_title="Bygglov")
    place(board.item, make_version(make_paper(title="Yttrande om läkarintyg Karlsson")), published=False)
    (said,) = outcome(board, "secrecy")
    assert "Handlingens öppna rubrik" in said


def test_recusals_are_counted_not_named_and_stop_nothing(board):
    before = stops(board)
    Recusal.objects.create(person=board.member, item=board.item)
    (said,) = outcome(board, "recusals")
    assert "En person har anmält jäv" in said
    assert str(board.member) not in said
    assert stops(board) == before


def test_holes_among_the_mandates(board):
    assert outcome(board, "mandates") == []
    Mandate.objects.filter(person=board.substitute).update(end=timezone.localdate())
    assert any("inga ersättare" in said for said in outcome(board, "mandates"))
    assert "mandates" not in stops(board)
    Mandate.objects.filter(person=board.chair).update(end=timezone.localdate())
    assert any("ingen ordförande" in said for said in outcome(board, "mandates"))
    assert "mandates" in stops(board)


def test_numbers_and_matters_that_stand_twice(board):
    make_item(board.meeting, published=False, number=1, neutral_title="Också ett", proposal="x")
    (said,) = outcome(board, "numbers")
    assert "Nummer 1" in said


def test_afterwards_only_what_has_come_is_checked(board):
    board.send()
    assert outcome(board, "emptiness", later=True) == []
    make_item(board.meeting, published=False, number=2, neutral_title="Sent och tomt")
    (said,) = outcome(board, "emptiness", later=True)
    assert "Sent och tomt" in said
    assert outcome(board, "deadline", later=True) == []


def test_how_far_it_has_come_is_told(board):
    rights = rights_of(viewer_of(Person.objects.get(pk=board.secretary.pk)))
    put(board, pdf(["Texten."]))
    gathered = material(rights, Meeting.objects.select_related("body").get(pk=board.meeting.pk))
    assert (looked_through(gathered), len(gathered.placements)) == (2, 2)
