"""Sending the summons: at once, to whom it is for, with its proof, once however often it is asked for."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from pypdf import PdfReader

from extranet.access import items, placements
from extranet.access.rights import rights_of
from extranet.attendance.models import Attendance
from extranet.delivery.models import DeliveryChoice
from extranet.exceptions.models import Grant, Recusal
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from extranet.summons import adding, document, kinds, sending, tasks
from extranet.summons.models import Override, Recipient, Summons
from intranet.access.viewer import viewer_of
from intranet.jobs.models import Job
from intranet.notices.models import How, Notice
from intranet.notices.tasks import send_letters
from intranet.people.models import Person
from tests.extranet.make import (
    make_body,
    make_item,
    make_mandate,
    make_matter,
    make_meeting,
    make_member,
    make_paper,
    make_version,
    mark_secret,
    place,
)
from tests.factories import make_group, make_person
from tests.intranet.notices_help import choose

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class Board:
    """A body with its people, and a meeting whose agenda nobody has been shown."""

    def __init__(self, body=None) -> None:
        self.body = body or make_body("Byggnadsnämnden", slug="byggnadsnamnden")
        self.secretary = make_member(self.body, "sekreterare", "sara.sekreterare")
        self.chair = make_member(self.body, "ordforande", "olle.ordforande")
        self.member = make_member(self.body, "ledamot", "lena.ledamot")
        self.substitute = make_member(self.body, "ersattare", "elis.ersattare")
        starts = timezone.now() + timedelta(days=20)
        self.meeting = make_meeting(self.body, starts, place="Sal 3", link="https://lank.example/x")
        self.item = make_item(
            self.meeting,
            published=False,
            number=1,
            neutral_title="Bygglov",
            title="Bygglov för Anders Hemlig",
            proposal="Bevilja.",
        )
        self.paper = place(self.item, make_version(make_paper(title="Skrivelse om Anders")), published=False)

    def ask(self, by: Person | None = None, keys=()) -> Summons:
        with transaction.atomic():
            held = sending.locked(self.meeting.pk)
            return sending.ask(held, (by or self.secretary).pk, keys)

    def send(self) -> Summons:
        self.ask()
        assert tasks.send_summonses.call() == 1
        self.meeting.refresh_from_db()
        sent = sending.last_sent(self.meeting)
        assert sent is not None
        return sent

    def add(self):
        with transaction.atomic():
            return adding.add(sending.locked(self.meeting.pk), self.secretary.pk, ())

    def reads(self, person: Person) -> tuple[set[int], set[int]]:
        """Items and papers that somebody reads now."""
        rights = rights_of(viewer_of(Person.objects.get(pk=person.pk)))
        return (
            set(items.known_to(rights, AgendaItem.objects.all()).values_list("pk", flat=True)),
            set(placements.visible_to(rights, Placement.objects.all()).values_list("pk", flat=True)),
        )


@pytest.fixture
def board() -> Board:
    return Board()


def text_of(summons: Summons) -> str:
    pdf = Summons.objects.get(pk=summons.pk).pdf
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(bytes(pdf))).pages)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))


def test_everything_is_published_at_one_moment_and_everybody_told(board):
    assert board.reads(board.member) == (set(), set())
    summons = board.send()
    board.item.refresh_from_db()
    board.paper.refresh_from_db()
    meeting = board.meeting
    assert meeting.state == Meeting.State.SUMMONED
    moments = {board.item.published_at, board.paper.published_at, meeting.sent_at, summons.sent_at}
    assert len(moments) == 1
    assert (meeting.sent_by, summons.sent_by, board.item.late) == (board.secretary, board.secretary, False)
    assert board.reads(board.member) == ({board.item.pk}, {board.paper.pk})
    assert told(kinds.SENT) == {"olle.ordforande", "lena.ledamot", "elis.ersattare"}
    # Members are asked whether they come.
    assert set(Attendance.objects.values_list("person__username", flat=True)) == {
        "olle.ordforande",
        "lena.ledamot",
    }
    job = Job.objects.get(key=sending.job_key(summons))
    assert (job.state, job.done) == (Job.State.DONE, job.total)
    assert "Anders" not in f"{job} {job.message}"


def test_the_recipients_are_kept_with_why_and_how(board):
    DeliveryChoice.objects.create(
        person=board.member, way="paper", street="Gatan 1", postal_code="123 45", town="X"
    )
    guest, expired = make_person("gina.gast"), make_person("elsa.utgangen")
    group = make_group("Utredare")
    in_group = make_person("gunn.grupp", groups=("Utredare",))
    now, day = timezone.now(), timedelta(days=1)
    for person, of_group, expires in (
        (guest, None, now + 30 * day),
        (None, group, now + 30 * day),
        (expired, None, now - day),
    ):
        Grant.objects.create(
            person=person,
            group=of_group,
            meeting=board.meeting,
            reason="Utreder",
            starts=now - 2 * day,
            expires=expires,
            made_by=board.secretary,
        )
    make_member(board.body, "ledamot", "avgar.innan", end=timezone.localdate() + 5 * day)
    make_member(board.body, "ledamot", "borjar.senare", start=timezone.localdate() + 5 * day)
    make_member(board.body, "kallad", "kallad.annat")
    staff = make_member(board.body, "personalforetradare", "stina.personal")
    staff.mandates.get().kinds.create(kind=AgendaItem.Kind.EMPLOYER)
    make_mandate(board.member, board.body, "gruppledare")
    summons = board.send()
    rows = {row.person.username: row for row in Recipient.objects.filter(summons=summons)}
    assert set(rows) == {
        "sara.sekreterare",
        "olle.ordforande",
        "lena.ledamot",
        "elis.ersattare",
        "gina.gast",
        "gunn.grupp",
        "borjar.senare",
    }
    assert in_group.username in rows
    assert rows["lena.ledamot"].why == "ledamot, gruppledare"
    assert (rows["lena.ledamot"].way, rows["lena.ledamot"].told_at) == ("paper", None)
    assert rows["gina.gast"].why.startswith("medgivande till och med")
    assert rows["borjar.senare"].why.startswith("ledamot från och med")
    assert rows["elis.ersattare"].told_at == summons.sent_at


def test_the_pdf_is_tagged_kept_with_its_sum_and_says_no_more_than_neutral_titles(board):
    mark_secret(placement=board.paper)
    make_item(board.meeting, published=False, number=2, neutral_title="Mål och #budget *2027*")
    summons = board.send()
    kept = Summons.objects.get(pk=summons.pk)
    assert hashlib.sha256(bytes(kept.pdf)).hexdigest() == kept.sha256
    read = PdfReader(BytesIO(bytes(kept.pdf)))
    about = read.root_object["/Metadata"].get_data()
    assert b"pdfuaid:part" in about
    assert b"pdfaid:conformance" in about
    assert str(read.root_object["/Lang"]) == "sv-SE"
    assert "/StructTreeRoot" in read.root_object
    assert read.metadata.title.startswith("Kallelse: Byggnadsnämnden")
    said = text_of(summons)
    for words in (
        "Byggnadsnämnden",
        "Sal 3",
        "Välkommen",
        "1.",
        "Bygglov",
        "Mål och #budget *2027*",
        "ordförande",
    ):
        assert words in said, words
    for hidden in ("Anders", "lank.example", "Bevilja", "Skrivelse"):
        assert hidden not in said, hidden


def test_pressed_twice_or_by_two_it_is_sent_once(board):
    other = make_member(board.body, "sekreterare", "siri.sekreterare")
    first = board.ask()
    assert board.ask(other).pk == first.pk
    assert tasks.send_summonses.call() == 1
    assert tasks.send_summonses.call() == 0
    board.meeting.refresh_from_db()
    with pytest.raises(sending.NotNowError):
        board.ask(other)
    assert Summons.objects.get().sent_by == board.secretary
    assert Recipient.objects.filter(person=board.member).count() == 1
    assert Notice.objects.filter(kind=kinds.SENT, person=board.member).count() == 1


def test_two_workers_send_it_once(board):
    summons = board.ask()
    claim = timezone.now()
    Summons.objects.filter(pk=summons.pk).update(state="making", since=claim)
    sending.send(summons.pk, claim)
    sent_at = Summons.objects.get().sent_at
    sending.send(summons.pk, claim)  # the other, who has not noticed
    assert Summons.objects.get().sent_at == sent_at
    assert Recipient.objects.filter(person=board.member).count() == 1


def test_what_a_worker_left_is_found_again_from_its_row(board):
    summons = board.ask()
    Summons.objects.filter(pk=summons.pk).update(state="making", since=timezone.now())
    assert tasks.send_summonses.call() == 0  # somebody may be at it
    Summons.objects.filter(pk=summons.pk).update(
        since=timezone.now() - sending.PATIENCE - timedelta(seconds=1)
    )
    assert tasks.queue_if_waiting(timezone.now()) >= 1
    Summons.objects.filter(pk=summons.pk).update(asked_at=timezone.now() - timedelta(hours=1))
    assert "waited too long" in tasks.state().problem
    tasks.send_summonses.call()
    assert tasks.state().problem == ""
    assert Summons.objects.get().state == "sent"


def test_nothing_is_sent_if_the_pdf_cannot_be_made_and_it_can_be_tried_again(board, monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise document.UnmadeError("fel")

    with monkeypatch.context() as patched:
        patched.setattr(document, "made", broken)
        board.ask()
        tasks.send_summonses.call()
    board.meeting.refresh_from_db()
    assert board.meeting.state == Meeting.State.DRAFT
    assert board.reads(board.member) == (set(), set())
    assert Job.objects.get().state == Job.State.FAILED
    assert "Anders" not in caplog.text
    assert board.send().number == 1


def test_what_comes_once_it_is_on_its_way_comes_after_it(board):
    board.ask()
    late = make_item(board.meeting, published=False, number=2, neutral_title="Hann inte med")
    paper = place(board.item, published=False)
    tasks.send_summonses.call()
    assert board.reads(board.member) == ({board.item.pk}, {board.paper.pk})
    assert "Hann inte med" not in text_of(sending.last_sent(board.meeting))
    board.meeting.refresh_from_db()
    assert adding.waits(board.meeting)
    board.add()
    assert board.reads(board.member) == ({board.item.pk, late.pk}, {board.paper.pk, paper.pk})


def test_an_agenda_that_changes_while_the_pdf_is_made_is_right_in_the_pdf(board, monkeypatch):
    made, extra = document.made, []

    def slow(*args, **kwargs):
        if not extra:
            extra.append(AgendaItem.objects.filter(pk=board.item.pk).update(neutral_title="Rätt rubrik"))
        return made(*args, **kwargs)

    monkeypatch.setattr(document, "made", slow)
    assert "Rätt rubrik" in text_of(board.send())


def test_what_comes_later_is_marked_published_and_told_and_the_old_stays(board):
    board.send()
    late = make_item(board.meeting, published=False, number=2, neutral_title="Sent ärende")
    matter = make_matter()
    replacing = place(
        board.item, make_version(make_paper(matter)), published=False, replaces=board.paper, late=True
    )
    withdrawn = place(board.item, published=False, withdrawn_at=timezone.now(), withdrawn_why="Fel handling")
    assert board.reads(board.member)[1] == {board.paper.pk}
    addition = board.add()
    for one in (late, replacing, withdrawn, board.paper):
        one.refresh_from_db()
    assert late.late
    assert replacing.late
    assert late.published_at == replacing.published_at == addition.published_at
    assert withdrawn.published_at is None
    assert (addition.items, addition.papers) == (1, 1)
    assert board.reads(board.member) == (
        {board.item.pk, late.pk},
        {board.paper.pk, replacing.pk},
    )
    assert "lena.ledamot" in told(kinds.ADDED)
    assert board.add() is None  # pressed twice
    assert Summons.objects.count() == 1


def test_another_summons_only_when_time_or_place_is_another(board):
    first = board.send()
    with pytest.raises(sending.NotNowError):
        board.ask()
    Meeting.objects.filter(pk=board.meeting.pk).update(place="Sal 7")
    board.meeting.refresh_from_db()
    draft = make_item(board.meeting, published=False, neutral_title="Inte ännu")
    second = board.send()
    assert (first.number, second.number, second.place) == (1, 2, "Sal 7")
    assert "lena.ledamot" in told(kinds.SENT_ANEW)
    draft.refresh_from_db()
    assert draft.published_at is None
    assert "Inte ännu" not in text_of(second)
    assert "Sal 3" in text_of(first)
    assert "Sal 7" in text_of(second)


def notices_of(person: Person, kind: str) -> list[str]:
    viewer = viewer_of(Person.objects.get(pk=person.pk))
    of_kind = kinds.kinds.kind_of(kind)
    pks = Notice.objects.filter(kind=kind, person=person).values_list("object_id", flat=True)
    return [f"{line.title} {line.detail}" for line in of_kind.lines(viewer, list(pks)).values()]


def test_notices_name_body_and_day_and_ask_the_rule_when_they_are_read(board):
    board.send()
    Recusal.objects.create(person=board.chair, item=board.item)
    place(board.item, published=False)
    board.add()
    (sent,) = notices_of(board.member, kinds.SENT)
    assert sent.startswith("Byggnadsnämnden, ")
    (added,) = notices_of(board.member, kinds.ADDED)
    for said in (sent, added):
        assert "Anders" not in said
        assert "Bygglov" not in said
    # Who is recused from all that was added is told nothing of it.
    assert notices_of(board.chair, kinds.ADDED) == []
    board.member.mandates.update(end=timezone.localdate() - timedelta(days=1))
    assert notices_of(board.member, kinds.SENT) == []


def test_reasons_are_kept_with_what_was_sent(board):
    for key in ("emptiness:item:1", "annat:1"):
        Override.objects.create(
            meeting=board.meeting, check_code="emptiness", key=key, reason="Brådskar", by=board.secretary
        )
    summons = board.ask(keys=["emptiness:item:1"])
    assert list(summons.overrides.values_list("key", flat=True)) == ["emptiness:item:1"]


def test_the_moment_is_swedish_in_the_document(board):
    winter = datetime(2031, 1, 15, 9, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    board.meeting.starts = winter
    board.meeting.ends = winter + timedelta(hours=2)
    said = document.content(board.meeting, [])
    assert said["facts"][0]["text"] == "onsdag 15 januari 2031 klockan 09.30–11.30"


def test_mail_says_body_and_day_and_nothing_of_what_is_dealt_with(board):
    mark_secret(placement=board.paper)
    Person.objects.filter(mandates__body=board.body).update(
        email=Concat("username", Value("@kompasskoping.example"))
    )
    for person in (board.member, board.chair):
        for kind in (kinds.SENT, kinds.ADDED):
            choose(person, kind, How.ONCE)
    board.send()
    late = make_item(
        board.meeting, published=False, number=2, neutral_title="Sent neutralt", title="Sent hemligt"
    )
    place(late, make_version(make_paper(title="Sen skrivelse")), published=False)
    board.add()
    board.chair.mandates.update(end=timezone.localdate() - timedelta(days=1))
    send_letters.call()
    mails = {message.to[0]: message for message in mail.outbox}
    # Who has left the body before the mail went gets none.
    assert "olle.ordforande@kompasskoping.example" not in mails
    told_of = mails["lena.ledamot@kompasskoping.example"]
    (html, _type), *_others = told_of.alternatives
    for text in (told_of.subject, told_of.body, html):
        for hidden in ("Anders", "Bygglov", "Sent neutralt", "Sent hemligt", "skrivelse", "Sal 3", "Bevilja"):
            assert hidden not in text, hidden
    assert "Byggnadsnämnden" in told_of.body
    assert "Kallelsen har kommit." in told_of.body
    assert "Handlingar som kommit efter kallelsen (1)" in told_of.body
    assert "Byggnadsnämnden" not in told_of.subject
