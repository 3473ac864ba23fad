"""Every kind that is registered: whoever opens what it tells of, by any of its pages, has read it.

A kind that is not named here fails the first test; each way is a visit through the real view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from extranet.attendance import answers, recusing
from extranet.attendance import kinds as attendance
from extranet.attendance import telling as attendance_telling
from extranet.attendance.answers import Answer
from extranet.exceptions.models import GLASS_LASTS, BreakGlass, Grant
from extranet.meetings.models import Meeting
from extranet.oversight import kinds as oversight
from extranet.oversight import telling
from extranet.summons import adding, sending
from extranet.summons import kinds as summons
from home.importing.incoming import notices as incoming
from home.importing.incoming.models import Delivery, IncomingText
from home.importing.incoming.receiving import receive
from home.importing.incoming.tasks import read_waiting
from home.knowledge import comments
from home.knowledge.notices import REVIEW as TEXT_REVIEW
from home.knowledge.notices import reviews as text_reviews
from home.knowledge.turns import APPROVED, RETURNED, TURN
from home.models import Run
from home.roles import DECIDERS, EDITORS, REVIEWERS
from home.runs.kinds import ABOUT_YOU, ASSIGNED, FINISHED, HANDED_OVER, OVERDUE
from intranet.access.viewer import viewer_of
from intranet.files.models import DocumentVersion
from intranet.files.notices import REVIEW as DOCUMENT_REVIEW
from intranet.files.notices import reviews as document_reviews
from intranet.notices import inbox, kinds, queue
from intranet.notices.models import Notice
from intranet.people.models import Person
from tests.extranet.make import make_body, make_item, make_mandate, make_meeting, make_member, place
from tests.factories import make_function, make_home, make_person
from tests.home.admin_help import Place, act, create_routine, edit_routine, signed_in
from tests.home.knowledge import make_routine
from tests.home.runs import give, items, make_run
from tests.home.word_files import item, p, word
from tests.intranet.test_files_rule import a_document

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = timezone.localdate()


@dataclass(frozen=True)
class Told:
    """Somebody who has been told, and the addresses that show what of."""

    person: Person
    ways: Mapping[str, str]


def editor_of(page: Model) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def text_to_review() -> Told:
    place = Place()
    owner = place.person("eva.editor", EDITORS)
    page = make_routine(owner_function=make_function("rutinagare", holder=owner), review_by=TODAY)
    assert text_reviews.announce(TODAY, TODAY) == 1
    by_id = reverse("page_by_id", args=[page.pk])
    return Told(owner, {"the page": page.url, "by its id": by_id, "the editor": editor_of(page)})


def document_to_review() -> Told:
    owner = Place().person("eva.editor", EDITORS)
    document = a_document(owner_function=make_function("rutinagare", holder=owner), review_by=TODAY)
    assert document_reviews.announce(TODAY, TODAY) == 1
    DocumentVersion.objects.filter(document=document).update(text_state=DocumentVersion.Text.READ)
    return Told(
        owner,
        {
            "its page": document.get_absolute_url(),
            "its text": reverse("document_text", args=[document.pk]),
            "its file": reverse("wagtaildocs_serve", args=[document.pk, document.filename]),
            "the editor": reverse("wagtaildocs:edit", args=[document.pk]),
        },
    )


def sent_in() -> tuple[Place, Person, Person, Model]:
    place = Place()
    author, reviewer = place.person("eva.editor", EDITORS), place.person("rut.granskare", REVIEWERS)
    return place, author, reviewer, create_routine(signed_in(author), place)


def text_turn() -> Told:
    _place, _author, reviewer, page = sent_in()
    return Told(reviewer, {"the editor": editor_of(page)})


def text_returned() -> Told:
    _place, author, reviewer, page = sent_in()
    act(signed_in(reviewer), page, "reject")
    return Told(author, {"the editor": editor_of(page)})


def text_approved() -> Told:
    place, author, reviewer, page = sent_in()
    act(signed_in(reviewer), page)
    act(signed_in(place.person("frida.beslut", DECIDERS)), page)
    page.refresh_from_db()
    by_id = reverse("page_by_id", args=[page.pk])
    return Told(author, {"the page": page.url, "by its id": by_id, "the editor": editor_of(page)})


def text_comment() -> Told:
    place = Place()
    author = place.person("eva.editor", EDITORS)
    page = create_routine(signed_in(author), place, submit=False)
    edit_routine(signed_in(author), page, place, submit=False)
    comments.tell([author], {"page": page})
    return Told(author, {"the editor": editor_of(page)})


def run_told(code: str) -> Callable[[], Told]:
    def told() -> Told:
        make_home()
        anna, karin = make_person("anna.berg"), make_person("karin.ek")
        run = make_run(karin, anna)
        first, second, *_others = items(run)
        if code in (ASSIGNED, OVERDUE):
            give(first, anna)
        now = timezone.now()
        changes = {HANDED_OVER: {"lead": anna}, FINISHED: {"finished_at": now}}.get(code, {})
        Run.objects.filter(pk=run.pk).update(**changes)
        Notice.objects.all().delete()
        queue.put(code, [anna.pk], run)
        key = {"pk": run.pk}
        return Told(
            anna,
            {
                "the run": run.get_absolute_url(),
                "its print": reverse("print_run", kwargs=key),
                "an item": reverse("run_item", kwargs={**key, "item_pk": second.pk}),
            },
        )

    return told


def files_sent_in() -> Told:
    place = Place()
    editor = place.person("sara.nyberg", EDITORS)
    file = SimpleUploadedFile("nycklar.docx", word(p("Nycklar", style="Rubrik") + item("Hämta nyckeln.")))
    row = receive([file], place.routines, editor).texts.get()
    assert read_waiting.call() == 1
    IncomingText.objects.update(created_at=timezone.now() - timedelta(days=54))
    assert incoming.announce(TODAY, TODAY) == 1
    base, key = reverse("incoming_list"), {"text_id": row.pk}
    return Told(
        editor,
        {
            "the list": base,
            "one of the files": reverse("incoming_review", kwargs=key),
            "its file": reverse("incoming_file", kwargs=key),
        },
    )


def body_told(code: str) -> Callable[[], Told]:
    def told() -> Told:
        make_home()
        body, somebody = make_body(slug="socialnamnden"), make_person("anna.berg")
        chair = make_member(body, "ordforande", "berit.ordforande")
        later = timezone.now() + GLASS_LASTS
        if code == oversight.MANDATE:
            telling.mandate_changed(make_mandate(somebody, body), None)
        elif code == oversight.MANDATES:
            telling.mandates_changed([body], somebody.pk)
        elif code == oversight.GRANT:
            grant = Grant(person=somebody, body=body, reason="Utreder", expires=later, made_by=make_person())
            grant.save()
            telling.grant_changed(grant, grant.made_by_id)
        else:
            broken = BreakGlass(person=somebody, body=body, reason="Felsökning", expires=later)
            broken.save()
            telling.glass_broken(broken)
        return Told(chair, {"the page": reverse("body_oversight", args=[body.slug])})

    return told


def attendance_told(code: str) -> Callable[[], Told]:
    def told() -> Told:
        make_home()
        body = make_body()
        meeting = make_meeting(body, state="summoned")
        member, substitute = make_member(body), make_member(body, "ersattare")
        secretary = make_member(body, "sekreterare")
        whom = secretary
        if code == attendance.ASKED:
            answers.ask(meeting.pk)
            whom = member
        elif code == attendance.MOVED:
            attendance_telling.moved(meeting, [member.pk])
            whom = member
        elif code == attendance.VACANT:
            answers.answer(meeting.pk, substitute.pk, Answer.ABSENT, substitute.pk)
            answers.answer(meeting.pk, member.pk, Answer.ABSENT, member.pk)
        else:
            answers.answer(meeting.pk, member.pk, Answer.ABSENT, member.pk)
            whom = substitute
        if code == attendance.RELEASED:
            call = answers.call_to(meeting, substitute.pk)
            answers.answer(meeting.pk, substitute.pk, Answer.COMES, substitute.pk, seen_call=call.pk)
            answers.answer(meeting.pk, member.pk, Answer.COMES, member.pk)
        return Told(whom, {"the page": reverse("attendance", args=[meeting.pk])})

    return told


def recusal_told(code: str) -> Callable[[], Told]:
    def told() -> Told:
        make_home()
        body = make_body()
        item = make_item(make_meeting(body, state="summoned"))
        member, secretary = make_member(body), make_member(body, "sekreterare")
        recusal = recusing.declare(member.pk, item.pk, "")
        if code == attendance.DECIDED:
            recusal.outcome = "upheld"
            recusal.save()
            attendance_telling.decided(recusal)
        whom = secretary if code == attendance.DECLARED else member
        return Told(whom, {"the page": reverse("recusal", args=[item.pk])})

    return told


def summons_told(code: str) -> Callable[[], Told]:
    def told() -> Told:
        make_home()
        body = make_body()
        meeting, secretary = make_meeting(body, place="Sal 1"), make_member(body, "sekreterare")
        member = make_member(body)
        item = make_item(meeting, published=False)

        def send() -> None:
            sending.ask(Meeting.objects.get(pk=meeting.pk), secretary.pk, ())
            assert sending.send_next()

        send()
        if code == summons.SENT_ANEW:
            Meeting.objects.filter(pk=meeting.pk).update(place="Sal 2")
            send()
        elif code == summons.ADDED:
            place(item, published=False)
            adding.add(Meeting.objects.get(pk=meeting.pk), secretary.pk, ())
        Notice.objects.filter(person=member).exclude(kind=code).delete()
        return Told(member, {"the page": reverse("meeting", args=[meeting.pk])})

    return told


KINDS: dict[str, tuple[Callable[[], Told], tuple[str, ...]]] = {
    TEXT_REVIEW: (text_to_review, ("the page", "by its id", "the editor")),
    DOCUMENT_REVIEW: (document_to_review, ("its page", "its text", "its file", "the editor")),
    TURN: (text_turn, ("the editor",)),
    RETURNED: (text_returned, ("the editor",)),
    APPROVED: (text_approved, ("the page", "by its id", "the editor")),
    comments.COMMENT: (text_comment, ("the editor",)),
    **{
        code: (run_told(code), ("the run", "its print", "an item"))
        for code in (ASSIGNED, HANDED_OVER, OVERDUE, ABOUT_YOU, FINISHED)
    },
    **{
        code: (body_told(code), ("the page",))
        for code in (oversight.MANDATE, oversight.MANDATES, oversight.GRANT, oversight.GLASS)
    },
    **{
        code: (attendance_told(code), ("the page",))
        for code in (
            attendance.ASKED,
            attendance.CALLED,
            attendance.RELEASED,
            attendance.VACANT,
            attendance.MOVED,
        )
    },
    **{code: (recusal_told(code), ("the page",)) for code in (attendance.DECLARED, attendance.DECIDED)},
    **{
        code: (summons_told(code), ("the page",)) for code in (summons.SENT, summons.SENT_ANEW, summons.ADDED)
    },
    incoming.KIND: (files_sent_in, ("the list", "one of the files", "its file")),
}


def unread(person: Person) -> list[str]:
    """The kinds of what the inbox shows as unread."""
    viewer = viewer_of(Person.objects.get(pk=person.pk))
    return [entry.kind.code for entry in inbox.entries(viewer, inbox.of(viewer, Notice.objects.unread()))]


def test_none_is_left_out():
    assert set(KINDS) == {kind.code for kind in kinds.kinds()}


@pytest.mark.parametrize(
    ("kind", "way"), [(kind, way) for kind, (_told, ways) in KINDS.items() for way in (*ways, "the notice")]
)
def test_what_is_opened_is_read(kind, way):
    make, ways = KINDS[kind]
    told = make()
    assert set(told.ways) == set(ways)
    client = signed_in(told.person)
    assert unread(told.person) == [kind]
    address = told.ways.get(way) or reverse("notice", args=[Notice.objects.get(person=told.person).pk])
    assert client.head(address).status_code in (200, 302)
    client.get(address, headers={"Sec-Purpose": "prefetch"})
    assert unread(told.person) == [kind]  # nobody has read anything yet
    assert client.get(address, follow=True).status_code == 200
    assert unread(told.person) == []


@pytest.mark.parametrize("part", ["lage=unreadable", "lage=&sida=2"])
def test_a_part_of_the_list_of_files_reads_nothing(part, monkeypatch):
    told = files_sent_in()
    monkeypatch.setattr("home.admin.incoming.views.PER_PAGE", 1)
    another = SimpleUploadedFile("larm.docx", word(p("Larm", style="Rubrik") + item("Larma av.")))
    receive([another], Delivery.objects.get().place, told.person)
    client = signed_in(told.person)
    assert client.get(f"{told.ways['the list']}?{part}").status_code == 200
    assert unread(told.person) == [incoming.KIND]


@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_leads_to_one_of_these_pages(kind):
    """So that what is read by following the notice is what is read by coming another way."""
    told = KINDS[kind][0]()
    address = reverse("notice", args=[Notice.objects.get(person=told.person).pk])
    assert signed_in(told.person).get(address).url in told.ways.values()
