"""Writing notes on the pages of items and papers, and reading them there; what was typed is never lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from extranet.access.rights import rights_of
from extranet.bodies.models import Body
from extranet.exceptions.models import Recusal
from extranet.mandates.models import Audit, Mandate
from extranet.notes import drafts
from extranet.notes import writing as limits
from extranet.notes.models import Note
from extranet.notes.reading import mine
from extranet.notes.writing import Written, write
from extranet.texts.models import TextReading
from intranet.access.viewer import viewer_of
from intranet.audit.models import Event
from tests.extranet.make import (
    make_body,
    make_item,
    make_mandate,
    make_meeting,
    make_member,
    make_version,
    mark_secret,
    place,
)
from tests.leaks.extranet_asking import prove

pytestmark = [pytest.mark.django_db]

TEXT = "Fråga om kvarndammen"


@pytest.fixture
def paper(item):
    return place(item, make_version())


@pytest.fixture
def mine_now(member):
    return lambda: mine(rights_of(viewer_of(member))).notes


@pytest.fixture
def reader(client, member) -> Client:
    client.force_login(member)
    return client


def said(answer) -> str:
    return " ".join(answer.content.decode().split())


def send(client: Client, address: str, **fields: str):
    """Open the page that has the form, and send it as a browser would."""
    page = client.get(reverse(*FORMS[address[0]](address))).content.decode()
    return client.post(reverse(address[0], args=address[1]), {"vems": whose(page), **fields})


FORMS = {
    "item_notes": lambda address: ("agenda_item", None, address[1]),
    "paper_notes": lambda address: ("paper", None, address[1]),
    "note": lambda address: ("note", None, address[1]),
}


def whose(page: str) -> str:
    (found,) = re.findall(r'name="vems" value="([^"]+)"', page)
    return found


class TestWriting:
    def test_on_an_item(self, reader, item, mine_now):
        answer = send(reader, ("item_notes", [item.pk]), text=TEXT)
        assert answer.url == reverse("agenda_item", args=[item.pk]) + "#anteckningar"
        assert TEXT in said(reader.get(answer.url))
        (note,) = mine_now()
        assert (note.item, note.version, note.text) == (item.pk, None, TEXT)

    def test_on_a_page_of_a_paper(self, reader, paper, mine_now):
        fields = {"text": TEXT, "quote": "Nämnden beslutar", "page": "3"}
        answer = send(reader, ("paper_notes", [paper.pk]), **fields)
        page = said(reader.get(answer.url))
        assert TEXT in page
        assert "Nämnden beslutar" in page
        assert f"{reverse('paper_file', args=[paper.pk])}#page=3" in page
        (note,) = mine_now()
        assert (note.version, note.page) == (paper.version_id, 3)

    def test_changed_and_removed_after_a_question(self, reader, member, item, mine_now):
        note = write(member.pk, item, None, Written(TEXT))
        send(reader, ("note", [note.pk]), text="Något annat")
        assert mine_now()[0].text == "Något annat"
        address = reverse("note_remove", args=[note.pk])
        assert "Det går inte att ångra" in said(reader.get(address))
        assert Note.objects.exists()
        assert reader.post(address).url == reverse("agenda_item", args=[item.pk]) + "#anteckningar"
        assert not Note.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"text": " ", "quote": "Citatet"}, "Skriv något i anteckningen"),
            ({"text": TEXT, "page": "sjuan"}, "Skriv sidans nummer med siffror"),
            ({"text": TEXT, "page": "9"}, "Handlingen har bara 4 sidor"),
            (
                {"text": TEXT, "quote": "x" * (limits.LONGEST_QUOTE + 1)},
                "Citatet får ha 600 tecken. Det har 601",
            ),
            ({"text": TEXT + "x" * limits.LONGEST}, "Anteckningen får ha 4000 tecken. Den har"),
        ],
    )
    def test_what_is_wrong_is_told_and_nothing_typed_is_lost(self, reader, paper, fields, told):
        TextReading.objects.filter(version=paper.version).update(pages=4)
        page = said(send(reader, ("paper_notes", [paper.pk]), **fields))
        assert told in page
        for typed in fields.values():
            assert typed.strip() in page
        assert not Note.objects.exists()

    def test_there_is_an_end_to_how_many(self, reader, item, monkeypatch):
        monkeypatch.setattr(limits, "MOST", 1)
        send(reader, ("item_notes", [item.pk]), text="Första")
        page = said(send(reader, ("item_notes", [item.pk]), text=TEXT))
        assert "så många anteckningar" in page
        assert TEXT in page
        assert Note.objects.count() == 1

    def test_what_is_written_is_shown_as_it_was_written(self, reader, item):
        answer = send(reader, ("item_notes", [item.pk]), text="<script>alert(1)</script>\nrad två")
        page = reader.get(answer.url).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>rad två" in page


class TestSignedOut:
    """Without a session what was sent is kept, sealed, for its own writer."""

    def sent(self, reader, item, text: str = TEXT):
        page = reader.get(reverse("agenda_item", args=[item.pk])).content.decode()
        Session.objects.all().delete()
        return reader.post(reverse("item_notes", args=[item.pk]), {"vems": whose(page), "text": text})

    def test_it_is_there_again_after_the_log_in_and_is_saved_then(self, reader, member, item, mine_now):
        answer = self.sent(reader, item)
        address = reverse("item_notes", args=[item.pk])
        assert answer.url == f"{reverse('account_login')}?next={address}"
        assert "Det du skrev är kvar" in said(reader.get(answer.url))
        assert not Note.objects.exists()
        # As long as it waits, no row of the database says what was written.
        assert not any("kvarndammen" in str(one.get_decoded()) for one in Session.objects.all())
        reader.force_login(member)
        page = reader.get(address)
        assert TEXT in said(page)
        assert "Det du skrev är inte sparat än" in said(page)
        reader.post(address, {"vems": whose(page.content.decode()), "text": TEXT})
        assert [note.text for note in mine_now()] == [TEXT]
        assert reader.get(address).url == reverse("agenda_item", args=[item.pk]) + "#anteckningar"

    def test_a_change_is_kept_too(self, reader, member, item, mine_now):
        note = write(member.pk, item, None, Written("Förr"))
        address = reverse("note", args=[note.pk])
        page = reader.get(address).content.decode()
        Session.objects.all().delete()
        reader.post(address, {"vems": whose(page), "text": TEXT})
        reader.force_login(member)
        assert TEXT in said(reader.get(address))
        assert mine_now()[0].text == "Förr"

    def test_another_who_signs_in_there_gets_nothing_of_it(self, reader, item, body):
        self.sent(reader, item)
        reader.force_login(make_member(body))
        answer = reader.get(reverse("item_notes", args=[item.pk]))
        assert answer.status_code == 302
        assert not Note.objects.exists()

    def test_a_form_that_another_had_opened_becomes_nobody_elses_note(self, reader, item, body):
        page = reader.get(reverse("agenda_item", args=[item.pk])).content.decode()
        reader.force_login(make_member(body))
        address = reverse("item_notes", args=[item.pk])
        answer = reader.post(address, {"vems": whose(page), "text": TEXT}, follow=True)
        assert "sidan hade öppnats av någon annan" in said(answer)
        assert TEXT not in said(answer)
        assert not Note.objects.exists()

    @pytest.mark.parametrize("sent", ["", "1", "påhittad:1:x"])
    def test_nothing_is_kept_for_nobody(self, client, item, sent):
        address = reverse("item_notes", args=[item.pk])
        answer = client.post(address, {"vems": sent, "text": TEXT})
        assert answer.url.startswith(reverse("account_login"))
        assert not answer.cookies
        assert not Session.objects.exists()

    def test_to_the_signed_out_all_is_alike(self, client, item):
        answers = {
            client.post(reverse("item_notes", args=[pk]), {"text": TEXT}).url.replace(str(pk), "n")
            for pk in (item.pk, 999999)
        }
        assert len(answers) == 1
        assert client.get(reverse("item_notes", args=[item.pk])).status_code == 302

    def test_it_ends_with_the_log_out(self, reader, member, item):
        self.sent(reader, item)
        reader.force_login(member)
        reader.logout()
        reader.force_login(member)
        assert reader.get(reverse("item_notes", args=[item.pk])).status_code == 302


class TestWhoIsShownIt:
    def test_nobody_but_its_writer_meets_it_in_any_way(self, client, member, item, paper, body):
        note = write(member.pk, item, paper.version, Written(TEXT, "Citat ur den", 1))
        for role in ("ledamot", "ordforande", "sekreterare"):
            client.force_login(make_member(body, role))
            prove(client)
            for name, pk in (
                ("agenda_item", item.pk),
                ("paper", paper.pk),
                ("meeting_notes", item.meeting_id),
            ):
                page = said(client.get(reverse(name, args=[pk])))
                assert "kvarndammen" not in page
                assert "Citat ur den" not in page
            for name in ("note", "note_remove"):
                for method in (client.get, client.post):
                    assert method(reverse(name, args=[note.pk]), {"text": "x"}).status_code == 404
            assert "Du har inga anteckningar" in said(client.get(reverse("notes")))
        assert Note.objects.get() == note

    def test_who_is_recused_sees_that_there_is_one_and_may_remove_it(self, reader, member, item):
        item.title = "Rubriken som döljs"
        item.save()
        note = write(member.pk, item, None, Written(TEXT))
        Recusal.objects.create(person=member, item=item)
        for address in (reverse("agenda_item", args=[item.pk]), reverse("notes")):
            assert TEXT not in said(reader.get(address))
        assert reader.get(reverse("note", args=[note.pk])).status_code == 404
        assert reader.post(reverse("item_notes", args=[item.pk]), {"text": "x"}).status_code == 404
        page = said(reader.get(reverse("note_remove", args=[note.pk])))
        assert "hör till något som du inte får läsa just nu" in page
        assert TEXT not in page
        assert "Rubriken som döljs" not in page
        reader.post(reverse("note_remove", args=[note.pk]))
        assert not Note.objects.exists()

    def test_all_that_is_hidden_is_removed_at_once_after_a_question(self, reader, member, item, body):
        other = make_item(make_meeting(body))
        for one in (item, item, other):
            write(member.pk, one, None, Written(TEXT))
        Recusal.objects.create(person=member, item=item)
        assert "2 anteckningar hör till ärenden" in said(reader.get(reverse("notes")))
        page = reader.get(reverse("notes_hidden")).content.decode()
        named = re.findall(r'name="anteckning" value="(\d+)"', page)
        # What is hidden after the question was not asked about; what one may read is not removed here.
        late = Recusal.objects.create(person=member, item=other)
        reader.post(reverse("notes_hidden"), {"anteckning": named})
        assert [note.item_id for note in Note.objects.all()] == [other.pk]
        late.delete()
        reader.post(reverse("notes_hidden"), {"anteckning": [Note.objects.get().pk]})
        assert Note.objects.exists()

    def test_on_a_secret_paper_it_waits_for_the_step_up(self, reader, member, item, paper):
        write(member.pk, item, paper.version, Written(TEXT, "Hemligt citat"))
        mark_secret(placement=paper)
        page = said(reader.get(reverse("paper", args=[paper.pk])))
        assert "Lås upp för att läsa" in page
        assert "kvarndammen" not in page
        assert reader.post(reverse("paper_notes", args=[paper.pk]), {"text": "x"}).status_code == 404
        prove(reader)
        page = said(reader.get(reverse("paper", args=[paper.pk])))
        assert TEXT in page
        assert "Hemligt citat" in page

    def test_a_key_that_is_lost_is_told_and_nothing_is_written_over(self, reader, member, item, settings):
        note = write(member.pk, item, None, Written(TEXT))
        settings.NOTES_KEYS = ["b25seS1mb3ItdGhpcy10ZXN0LW9ubHktZm9yLXRoaXM="]
        assert "kan inte visas just nu" in said(reader.get(reverse("agenda_item", args=[item.pk])))
        address = reverse("note", args=[note.pk])
        assert reader.post(address, {"vems": drafts.sign(member.pk), "text": "ny"}).status_code == 404
        settings.NOTES_KEYS = []
        assert TEXT in said(reader.get(reverse("agenda_item", args=[item.pk])))

    def test_when_the_mandate_has_ended_nothing_is_left_to_read(self, reader, member, item):
        write(member.pk, item, None, Written(TEXT))
        make_mandate_elsewhere(member)
        Mandate.objects.filter(body=item.meeting.body).update(end=timezone.localdate() - timedelta(days=1))
        assert "En anteckning hör till ett ärende" in said(reader.get(reverse("notes")))
        assert reader.get(reverse("meeting_notes", args=[item.meeting_id])).status_code == 404

    def test_of_a_meeting_all_by_item(self, reader, member, item, paper):
        write(member.pk, item, None, Written(TEXT))
        write(member.pk, item, paper.version, Written("Om handlingen", page=2))
        assert "2 anteckningar" in said(reader.get(reverse("notes")))
        page = said(reader.get(reverse("meeting_notes", args=[item.meeting_id])))
        for shown in (item.title, TEXT, "Om handlingen", "Sidan 2"):
            assert shown in page

    def test_an_auditors_reading_of_their_notes_is_logged(self, client, member, item, body):
        auditors = make_body("Revisorerna", Body.Kind.AUDIT)
        Audit.objects.create(auditing=auditors, audited=body)
        auditor = make_member(auditors, "revisor")
        write(auditor.pk, item, None, Written(TEXT))
        client.force_login(auditor)
        before = Event.objects.filter(kind=Event.Kind.PAPER_READ).count()
        assert TEXT in said(client.get(reverse("meeting_notes", args=[item.meeting_id])))
        assert Event.objects.filter(kind=Event.Kind.PAPER_READ).count() == before + 1


def make_mandate_elsewhere(member) -> None:
    make_mandate(member, make_body("Kulturnämnden"))


def test_no_log_holds_what_is_written(reader, paper, caplog):
    with caplog.at_level("DEBUG"):
        answer = send(reader, ("paper_notes", [paper.pk]), text=TEXT, quote="Citat ur den")
        reader.get(answer.url)
    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    for words in ("kvarndammen", "Citat ur den"):
        assert not any(words in line for line in logged)
        assert words not in str(list(Event.objects.values()))
        assert words not in str(list(Note.objects.values()))


def test_the_pages_cost_few_queries(reader, member, item, paper, django_assert_max_num_queries):
    for number in range(8):
        write(member.pk, item, paper.version, Written(f"Nummer {number}", page=number + 1))
    reader.get(reverse("meetings"))
    for address in (reverse("notes"), reverse("meeting_notes", args=[item.meeting_id])):
        with django_assert_max_num_queries(26):
            reader.get(address)
