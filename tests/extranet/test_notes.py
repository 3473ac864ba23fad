"""Private notes: sealed, their writer's alone, and shown while their writer may read what they are about."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from extranet.access.rights import rights_of
from extranet.exceptions.models import Recusal
from extranet.mandates.models import Mandate
from extranet.notes import state
from extranet.notes.models import Note
from extranet.notes.reading import Standing, mine, notes_on
from extranet.notes.sealing import Content, SealedError, seal, unseal
from extranet.notes.writing import Written, write
from extranet.texts.models import PaperText, TextReading
from intranet.access.viewer import viewer_of
from tests.extranet.make import (
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_version,
    mark_secret,
    place,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))
QUOTE = "Nämnden föreslås bevilja bidraget"


def rights(person, *, fresh: bool = False):
    return rights_of(viewer_of(person), fresh=fresh)


def with_text(version, *pages: str):
    TextReading.objects.filter(version=version).update(state=TextReading.State.READ, pages=len(pages))
    PaperText.objects.filter(version=version).delete()
    PaperText.objects.bulk_create(
        PaperText(version=version, page=number, text=text) for number, text in enumerate(pages, 1)
    )
    return version


@pytest.fixture
def paper(item):
    version = with_text(make_version(make_paper()), "Inledning.", f"Skäl. {QUOTE} i år.")
    return place(item, version)


@pytest.fixture
def note(member, item, paper):
    return write(member.pk, item, paper.version, Written("Fråga om beloppet", QUOTE))


def replaced(paper, *pages: str):
    version = with_text(make_version(paper.version.paper), *pages)
    return place(paper.item, version, replaces=paper)


class TestSealing:
    def test_the_database_holds_neither_text_nor_quote(self, note):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM extranet_note")
            row = " ".join(map(str, cursor.fetchone()))
        assert "beloppet" not in row
        assert "bidraget" not in row
        assert str(note) == f"anteckning {note.pk}"

    def test_what_is_moved_to_anothers_row_does_not_open_there(self, note, item, body):
        with pytest.raises(SealedError):
            unseal(note.sealed, make_member(body).pk, f"ärende {item.pk}")
        with pytest.raises(SealedError):
            unseal(note.sealed, note.person_id, f"ärende {item.pk + 1}")

    def test_a_key_that_is_lost_loses_nothing(self, settings, member, item, note):
        sealed = note.sealed
        settings.NOTES_KEYS = [OTHER]
        (shown,) = mine(rights(member), [item.pk]).notes
        assert (shown.lost, shown.text, shown.quote) == (True, "", "")
        assert notes_on(member.pk, [item.pk]) == []
        assert state.state().problem
        settings.NOTES_KEYS = []
        note.refresh_from_db()
        assert note.sealed == sealed
        assert mine(rights(member), [item.pk]).notes[0].text == "Fråga om beloppet"
        assert not state.state().problem

    def test_keys_are_changed_without_a_moment_in_which_nothing_opens(self, settings, member, item):
        settings.NOTES_KEYS = [OLD]
        for number in range(3):
            write(member.pk, item, None, Written(f"Nummer {number}"))
        settings.NOTES_KEYS = [NEW, OLD]
        assert len(notes_on(member.pk, [item.pk])) == 3
        out = StringIO()
        call_command("rotate_note_keys", "--count", stdout=out)
        assert "3 återstår" in out.getvalue()
        call_command("rotate_note_keys", stdout=out)
        call_command("rotate_note_keys", stdout=out)
        assert "0 krypterades om. 3 har redan" in out.getvalue()
        settings.NOTES_KEYS = [NEW]
        assert {each.text for each in notes_on(member.pk, [item.pk])} == {"Nummer 0", "Nummer 1", "Nummer 2"}

    def test_what_no_key_opens_is_told_and_left(self, settings, note):
        settings.NOTES_KEYS = [OTHER]
        with pytest.raises(CommandError, match="1 kunde inte läsas"):
            call_command("rotate_note_keys", stdout=StringIO())
        assert Note.objects.get().sealed == note.sealed

    @pytest.mark.parametrize(
        ("keys", "errors"), [([], ["E001"]), ([OLD, "kort"], ["E002"]), ([OLD, NEW], [])]
    )
    def test_an_installation_without_a_key_does_not_start(self, settings, keys, errors):
        settings.DEVELOPMENT, settings.NOTES_KEYS = False, keys
        found = [one.id.rpartition(".")[2] for one in run_checks() if one.id.startswith("extranet.notes")]
        assert found == errors


class TestWhoIsShownIt:
    def test_its_writer_and_nobody_else(self, member, note, item, body):
        assert [each.text for each in mine(rights(member), [item.pk]).notes] == ["Fråga om beloppet"]
        for role in ("ledamot", "sekreterare", "ordforande"):
            other = make_member(body, role)
            assert mine(rights(other, fresh=True)).notes == ()
            assert notes_on(other.pk, [item.pk]) == []

    def test_not_to_who_has_lost_the_item_until_they_have_it_again(self, member, note, item):
        yesterday = timezone.localdate() - timedelta(days=1)
        Mandate.objects.filter(person=member).update(end=yesterday)
        found = mine(rights(member), [item.pk])
        assert (len(found.notes), found.hidden, list(found.hidden_keys)) == (0, 1, [note.pk])
        assert notes_on(member.pk, [item.pk]) == []
        Mandate.objects.filter(person=member).update(end=None)
        assert len(notes_on(member.pk, [item.pk])) == 1

    def test_not_to_the_recused(self, member, note, item):
        recusal = Recusal.objects.create(person=member, item=item)
        assert mine(rights(member), [item.pk]).hidden == 1
        recusal.ended_at = timezone.now()
        recusal.save()
        assert len(mine(rights(member), [item.pk]).notes) == 1

    def test_one_on_a_secret_paper_asks_for_the_step_up(self, member, note, item, paper):
        mark_secret(placement=paper)
        assert mine(rights(member), [item.pk]).locked == 1
        assert notes_on(member.pk, [item.pk]) == []
        assert len(mine(rights(member, fresh=True), [item.pk]).notes) == 1
        assert len(notes_on(member.pk, [item.pk], fresh=True)) == 1

    def test_not_while_the_paper_is_withdrawn(self, member, note, item, paper):
        type(paper).objects.filter(pk=paper.pk).update(withdrawn_at=timezone.now(), withdrawn_why="Fel")
        assert mine(rights(member), [item.pk]).hidden == 1


class TestNewVersions:
    def shown(self, member, item):
        (found,) = mine(rights(member), [item.pk]).notes
        return found

    def test_the_page_of_a_quote_is_found_when_it_is_written(self, note):
        assert note.page == 2

    @pytest.mark.parametrize(
        ("pages", "standing", "page"),
        [
            (("Inledning.", f"Skäl: {QUOTE}."), Standing.SAME, 2),
            (("Inledning.", "Nytt.", "Nämnden före-\nslås  bevilja\nBIDRAGET"), Standing.MOVED, 3),
            (("Inledning.", "Nämnden avslår."), Standing.CHANGED, None),
        ],
    )
    def test_it_is_found_again_or_told_to_be_changed(self, member, item, paper, note, pages, standing, page):
        new = replaced(paper, *pages)
        found = self.shown(member, item)
        assert (found.standing, found.page_now, found.placement) == (standing, page, new.pk)
        assert (found.quote, found.text, found.page) == (QUOTE, "Fråga om beloppet", 2)
        # On the page of the old version it stands as it was written.
        (before,) = mine(rights(member), at=paper).notes
        assert (before.standing, before.page_now) == (Standing.SAME, 2)

    def test_nothing_is_said_of_a_text_that_is_not_read(self, member, item, paper, note):
        replaced(paper)
        TextReading.objects.update(state=TextReading.State.WAITING)
        assert self.shown(member, item).standing == Standing.UNKNOWN

    def test_a_new_version_that_is_no_readers_yet_moves_nothing(self, member, item, paper, note):
        version = with_text(make_version(paper.version.paper), "Annat.")
        place(item, version, replaces=paper, published=False)
        assert self.shown(member, item).standing == Standing.SAME

    @pytest.mark.parametrize(("stands", "quote"), [(QUOTE, QUOTE), ("Annat", "")])
    def test_of_a_withdrawn_version_only_that_is_quoted_which_stands_in_the_new_one(
        self, member, item, paper, note, stands, quote
    ):
        new = replaced(paper, stands)
        type(new).objects.filter(pk=paper.pk).update(withdrawn_at=timezone.now(), withdrawn_why="Fel")
        found = self.shown(member, item)
        assert (found.text, found.quote) == ("Fråga om beloppet", quote)


def test_it_goes_with_its_writer_and_with_its_item(member, body):
    item = make_item(make_meeting(body))
    write(member.pk, item, None, Written("Kort"))
    item.delete()
    assert not Note.objects.exists()


def test_sealing_twice_gives_two_texts(member):
    content = Content("Samma")
    assert seal(content, member.pk, "x") != seal(content, member.pk, "x")
