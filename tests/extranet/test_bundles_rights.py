"""A bundle is asked for, made and fetched by the rule as it is at each of those moments; secrets and marks besides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from extranet.bundles import ahead, files, limits, making
from extranet.bundles.models import Bundle, Made, Order
from extranet.exceptions.models import Recusal
from extranet.mandates.models import Audit
from extranet.meetings.models import Meeting
from extranet.notes.writing import Written, write
from extranet.receipts.models import ReadReceipt
from intranet.audit.models import Event
from tests.extranet.binding import (
    ask,
    content,
    fetched,
    locked,
    make_all,
    pages_of,
    pdf,
    placed,
    signed,
    text_of,
    unzipped,
)
from tests.extranet.make import make_body, make_item, make_meeting, make_member, mark_secret
from tests.extranet.test_reading_files import prove

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SECRET_TITLE, SECRET_WORDS = "Avslöjande utredning", "hemligheten"


@pytest.fixture
def meeting(papers_apart):
    body = make_body("Socialnämnden")
    return make_meeting(body, state=Meeting.State.SUMMONED)


@pytest.fixture
def item(meeting):
    return make_item(meeting, number=1, neutral_title="Ett öppet ärende")


@pytest.fixture
def paper(item):
    return placed(item, "Öppen skrivelse", pdf("skrivelsen", 2))


@pytest.fixture
def secret_item(meeting):
    return make_item(meeting, number=2, neutral_title="Individärende", title="Om Vera Vinge")


@pytest.fixture
def secret_paper(secret_item):
    found = placed(secret_item, SECRET_TITLE, pdf(SECRET_WORDS))
    mark_secret(placement=found)
    return found


@pytest.fixture
def member(meeting, client):
    person = make_member(meeting.body, username="lotta.lund")
    client.force_login(person)
    return person


LOSSES = {
    "a mandate that ends": lambda member, item, paper: member.mandates.update(
        end=timezone.localdate() - timedelta(days=1)
    ),
    "a recusal": lambda member, item, paper: Recusal.objects.create(person=member, item=item),
    "a withdrawal": lambda member, item, paper: (
        type(paper).objects.filter(pk=paper.pk).update(withdrawn_at=timezone.now(), withdrawn_why="Fel fil")
    ),
    "a marking of secrecy": lambda member, item, paper: mark_secret(placement=paper),
}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("own", [False, True], ids=["for all", "for one"])
def test_what_is_lost_before_it_is_made_is_not_made(client, member, meeting, item, paper, loss, own):
    rest = placed(make_item(meeting, number=2, neutral_title="Ett annat"), "Annan", pdf("annan"))
    answer = ask_own(client, member, meeting, item) if own else ask(client, meeting)
    LOSSES[loss](member, item, paper)
    make_all()
    for order in Order.objects.all():
        assert order.state != Made.State.READY
    page = client.get(answer["Location"])
    if loss == "a mandate that ends":
        assert page.status_code == 404
    else:
        assert "Handlingarna har ändrats" in page.content.decode()
    assert rest.pk


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("own", [False, True], ids=["for all", "for one"])
def test_what_is_lost_when_it_is_ready_is_not_served(client, member, meeting, item, paper, loss, own):
    if own:
        ask_own(client, member, meeting, item)
    else:
        ask(client, meeting)
    make_all()
    path = reverse("bundle_file", args=[Order.objects.get().pk])
    assert "skrivelsen 1" in text_of(content(client.get(path)))
    LOSSES[loss](member, item, paper)
    answer = client.get(path)
    assert answer.status_code == (404 if loss == "a mandate that ends" else 302)
    assert not answer.streaming
    if answer.status_code == 302:
        page = client.get(answer["Location"]).content.decode()
        assert "Handlingarna har ändrats" in page
        assert path not in page


def ask_own(client, member, meeting, item):
    """With notes, and so made for one alone."""
    write(member.pk, item, None, Written("Fråga om kostnaden"))
    return ask(client, meeting, anteckningar="on")


def test_another_persons_order_does_not_exist(client, member, meeting, paper):
    ask(client, meeting)
    make_all()
    order = Order.objects.get()
    client.force_login(make_member(meeting.body))
    for name in ("bundle_order", "bundle_file"):
        for method in (client.get, client.head):
            there = method(reverse(name, args=[order.pk]))
            missing = method(reverse(name, args=[999999]))
            assert (there.status_code, there.content) == (404, missing.content)


def test_who_knows_nothing_of_the_meeting(client, meeting, paper):
    client.force_login(make_member(make_body()))
    missing = client.get(reverse("bundle", args=[999999]))
    answer = client.get(reverse("bundle", args=[meeting.pk]))
    assert (answer.status_code, answer.content) == (404, missing.content)
    assert ask(client, meeting).status_code == 404
    assert not Order.objects.exists()


def test_secret_papers_come_after_a_step_up_and_only_when_asked_for(
    client, member, meeting, paper, secret_paper
):
    form = client.get(reverse("bundle", args=[meeting.pk])).content.decode()
    assert "Lås upp" in form
    assert 'name="sekretess"' not in form
    plain = fetched(client, meeting, sekretess="on")  # not offered, and so not taken
    prove(client)
    assert 'name="sekretess"' in client.get(reverse("bundle", args=[meeting.pk])).content.decode()
    also_plain = fetched(client, meeting)
    for book in (plain, also_plain):
        said = text_of(book)
        assert "skrivelsen 1" in said
        assert "Individärende" in said
        assert not any(word in said for word in (SECRET_WORDS, SECRET_TITLE, "Vera"))
    whole = fetched(client, meeting, sekretess="on")
    pages = pages_of(whole)
    assert SECRET_TITLE in pages[1]
    assert "Vera Vinge" in pages[1]
    assert SECRET_WORDS in pages[-1]
    # As the body wants it: the secret paper carries the reader's name, the open one does not.
    assert "lotta" in pages[-1].lower()
    assert "lotta" not in "".join(pages[:-1]).lower()
    order = Order.objects.latest("pk")
    assert order.bundle is None
    path = reverse("bundle_file", args=[order.pk])
    for key in list(client.session.keys()):
        if key.startswith("account_"):
            session = client.session
            del session[key]
            session.save()
    refused = client.get(path)
    assert refused.status_code == 302
    assert refused["Location"].startswith(reverse("step_up"))
    with unzipped(content(ask(client, meeting, form="zip"))) as archive:
        assert archive.namelist() == ["01 Öppen skrivelse.pdf"]


def test_a_step_up_that_has_grown_old_makes_nothing(client, member, meeting, paper, secret_paper, settings):
    prove(client)
    ask(client, meeting, sekretess="on")
    Order.objects.update(asked_at=timezone.now() - timedelta(minutes=settings.STEP_UP_MINUTES + 1))
    assert make_all() == 1
    assert Order.objects.get().problem == Made.Problem.CHANGED
    assert not list(files.folder().glob("*"))


def test_a_substitute_who_does_not_serve_gets_no_secrets(client, meeting, paper, secret_paper):
    client.force_login(make_member(meeting.body, "ersattare"))
    prove(client)
    said = text_of(fetched(client, meeting, sekretess="on"))
    assert "skrivelsen 1" in said
    assert "Individärende" in said
    assert not any(word in said for word in (SECRET_WORDS, SECRET_TITLE, "Vera"))


def test_what_is_made_for_one_is_there_for_some_minutes(client, member, meeting, paper, secret_paper):
    prove(client)
    fetched(client, meeting, sekretess="on")
    order = Order.objects.get()
    path = reverse("bundle_file", args=[order.pk])
    assert content(client.get(path))
    # Also where the clock has not come round.
    Order.objects.update(since=timezone.now() - limits.KEPT - timedelta(seconds=1))
    assert client.get(path).status_code == 302
    assert "Filen finns inte kvar" in client.get(reverse("bundle_order", args=[order.pk])).content.decode()


def test_a_secret_zip_is_marked_and_names_no_secret(client, member, meeting, item, paper, secret_paper):
    placed(item, "Signerat", signed(pdf("avtal")))
    prove(client)
    data = fetched(client, meeting, form="zip", sekretess="on")
    with unzipped(data) as archive:
        secret = f"02 handling-{secret_paper.pk}.pdf"
        assert sorted(archive.namelist()) == ["01 Signerat.pdf", "01 Öppen skrivelse.pdf", secret]
        assert "lotta" in text_of(archive.read(secret)).lower()
        assert "lotta" not in text_of(archive.read("01 Öppen skrivelse.pdf")).lower()


@pytest.mark.parametrize("wanted", ["none", "secret", "all"])
def test_the_watermark_is_as_the_body_wants_it(client, member, meeting, item, paper, secret_paper, wanted):
    type(meeting.body).objects.update(watermark=wanted)
    prove(client)
    due = {"none": (False, False), "secret": (False, True), "all": (True, True)}[wanted]
    for found, marked in zip((paper, secret_paper), due, strict=True):
        answer = client.get(reverse("paper_file", args=[found.pk]))
        pages = pages_of(content(answer))
        assert all(("lotta" in page.lower()) == marked for page in pages), (wanted, found)
        if marked:
            assert answer["Accept-Ranges"] == "none"
            assert answer["Cache-Control"] == "private, no-store"
            assert not answer.has_header("ETag")
            part = client.get(reverse("paper_file", args=[found.pk]), headers={"range": "bytes=0-3"})
            assert part.status_code == 200
            assert f"{timezone.localdate():%Y-%m-%d}" in text_of(content(part))
    # Nothing is built ahead, or for all, that would have to carry somebody's name.
    ahead.see_to(meeting, "x", timezone.now())
    assert Bundle.objects.exists() == (wanted != "all")
    said = text_of(fetched(client, meeting))
    assert ("lotta" in said.lower()) == (wanted == "all")
    assert ReadReceipt.objects.filter(person=member).count() == 2


def test_what_cannot_carry_a_mark_is_handed_out_as_it_is(client, member, meeting, item):
    type(meeting.body).objects.update(watermark="all")
    for data in (signed(pdf("avtal")), locked(pdf("utredning")), b"%PDF-1.7 trasig"):
        found = placed(item, "Handling", data)
        assert content(client.get(reverse("paper_file", args=[found.pk]))) == data
    assert not list(files.folder().glob("*"))


def test_a_large_paper_is_marked_in_a_job(client, member, meeting, item, paper, monkeypatch):
    type(meeting.body).objects.update(watermark="all")
    monkeypatch.setattr(limits, "MARKED_AT_ONCE", 0)
    big = placed(item, "Stor", pdf("stor") + b"\n%" + b" " * 1024 * 1024)
    answer = client.get(reverse("paper_file", args=[big.pk]))
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Handlingen är stor" in page
    assert "lotta" in text_of(fetched(client, meeting)).lower()


def test_my_notes_if_i_wish_and_nobody_elses(client, member, meeting, item, paper):
    write(member.pk, item, None, Written("Fråga om kostnaden"))
    write(make_member(meeting.body).pk, item, None, Written("Andras tankar"))
    without = text_of(fetched(client, meeting))
    assert "kostnaden" not in without
    pages = pages_of(fetched(client, meeting, anteckningar="on"))
    assert "Mina anteckningar" in pages[-1]
    assert "Fråga om kostnaden" in pages[-1]
    assert "Andras" not in "".join(pages)
    assert Order.objects.latest("pk").bundle is None


def test_a_secretary_gets_what_waits_and_it_is_built_for_nobody_else(client, meeting, item, paper):
    placed(item, "Inte publicerad", pdf("utkastet"), published=False)
    client.force_login(make_member(meeting.body, "sekreterare"))
    assert "utkastet" in text_of(fetched(client, meeting))
    assert not Bundle.objects.exists()


def test_a_replaced_paper_gives_way(client, member, meeting, item, paper):
    placed(item, "Ny skrivelse", pdf("nyare"), replaces=paper)
    said = text_of(fetched(client, meeting))
    assert "nyare 1" in said
    assert "skrivelsen 1" not in said


def test_an_auditors_bundle_is_one_row_with_numbers(client, meeting, item, paper):
    auditors = make_body("Revisorerna", "revision")
    Audit.objects.create(auditing=auditors, audited=meeting.body)
    client.force_login(make_member(auditors, "revisor"))
    data = fetched(client, meeting)
    assert "skrivelsen 1" in text_of(data)
    (event,) = Event.objects.filter(kind=Event.Kind.PAPER_READ)
    assert (event.object_kind, event.object_id) == ("extranet.meeting", str(meeting.pk))
    assert event.detail["papers"] == [paper.pk]
    content(ask(client, meeting, form="zip"))
    assert Event.objects.filter(kind=Event.Kind.PAPER_READ).count() == 2


def test_nothing_is_logged_of_what_it_holds(client, member, meeting, paper, secret_paper, caplog):
    caplog.set_level("DEBUG")
    prove(client)
    fetched(client, meeting, sekretess="on")
    Order.objects.update(manifest="0" * 64, state=Made.State.WAITING)
    make_all()
    assert "was not made" in caplog.text
    assert not any(word in caplog.text for word in (SECRET_WORDS, SECRET_TITLE, "Vera", "skrivelse"))
    assert making.Problem.CHANGED in Order.objects.get().problem
