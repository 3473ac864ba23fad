"""All of a meeting in one file, from the button to the file: combined PDF, ZIP, and what is said instead."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from extranet.bundles import ahead, files, keeping, limits, making, tasks
from extranet.bundles.models import Bundle, Made, Order
from extranet.meetings.models import Meeting
from intranet.files.types import XLSX
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(papers_apart):
    body = make_body("Kulturnämnden")
    return make_meeting(body, state=Meeting.State.SUMMONED, place="Sessionssalen")


@pytest.fixture
def items(meeting):
    """The first without papers, the second with two, the third with one."""
    return [
        make_item(meeting, number=number, neutral_title=title)
        for number, title in enumerate(("Upprop", "Nytt bibliotek", "Bidrag till föreningar"), 1)
    ]


@pytest.fixture
def papers(items):
    return [
        placed(items[1], "Tjänsteskrivelse om biblioteket", pdf("bibliotek", 2)),
        placed(items[1], "Bilaga med ritningar", pdf("ritning")),
        placed(items[2], "Förslag till bidrag", pdf("bidrag")),
    ]


@pytest.fixture
def member(meeting, client):
    person = make_member(meeting.body, username="lotta.lund")
    client.force_login(person)
    return person


def test_one_button_and_all_papers_are_one_file(client, member, meeting, papers):
    page = client.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Hämta allt" in page
    assert reverse("bundle", args=[meeting.pk]) in page
    answer = ask(client, meeting)
    waits = client.get(answer["Location"]).content.decode()
    assert "Filen sätts ihop" in waits
    assert f'<a href="{answer["Location"]}">Visa hur långt' in waits
    assert "<progress" in waits
    make_all()
    ready = client.get(answer["Location"]).content.decode()
    assert "Filen är klar" in ready
    order = Order.objects.get()
    response = client.get(reverse("bundle_file", args=[order.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    day = timezone.localdate(meeting.starts)
    assert response["Content-Disposition"] == f"inline; filename*=UTF-8''Kulturn%C3%A4mnden%20{day}.pdf"
    pages = pages_of(content(response))
    assert "Kulturnämnden" in pages[0]
    assert "Sessionssalen" in pages[0]
    assert "lotta" not in "".join(pages).lower()
    for title in ("Upprop", "Nytt bibliotek", "Förslag till bidrag"):
        assert title in pages[1]
    for page_text, title in zip(pages[2:5], ("bibliotek 1", "bibliotek 2", "ritning 1"), strict=True):
        assert title in page_text
    assert "Sida 6 av 6" in pages[5]
    # Whoever asks after that gets the same file at once.
    client.force_login(make_member(meeting.body))
    again = ask(client, meeting)
    assert again["Location"] == reverse("bundle_file", args=[Order.objects.latest("pk").pk])
    assert Bundle.objects.count() == 1


def test_bookmarks_links_labels_title_and_language(client, member, meeting, papers):
    with pikepdf.open(io.BytesIO(fetched(client, meeting))) as book:
        assert str(book.Root.Lang) == "sv-SE"
        assert str(book.docinfo.Title).startswith("Kulturnämnden ")
        assert book.Root.ViewerPreferences.DisplayDocTitle
        assert [str(page.label) for page in book.pages] == [str(n) for n in range(1, 7)]
        places = {page.obj.objgen: number for number, page in enumerate(book.pages)}
        with book.open_outline() as outline:
            marks = [
                (level, mark.title, places[mark.destination[0].objgen])
                for level, mark in walked(outline.root)
            ]
        assert marks == [
            (0, "Dagordning", 1),
            (0, "1. Upprop", 1),
            (0, "2. Nytt bibliotek", 2),
            (1, "Tjänsteskrivelse om biblioteket", 2),
            (1, "Bilaga med ritningar", 4),
            (0, "3. Bidrag till föreningar", 5),
            (1, "Förslag till bidrag", 5),
        ]
        links = [places[note.Dest[0].objgen] for note in book.pages[1].Annots]
        assert sorted(set(links)) == [2, 4, 5]
        assert b"page.invalid" not in book.pages[1].obj.Annots.unparse()


def walked(marks, level=0):
    for mark in marks:
        yield level, mark
        yield from walked(mark.children, level + 1)


def test_what_cannot_be_bound_is_said_and_left_to_the_zip(client, member, meeting, items, papers):
    placed(items[2], "Budget i ett kalkylblad", b"PK", XLSX)
    odd = {
        "Signerat avtal": signed(pdf("avtal")),
        "Låst utredning": locked(pdf("utredning")),
        "Skyddad utan lösenord": locked(pdf("skyddad"), password=""),
        "Trasig fil": b"%PDF-1.7 och sedan inget",
        "Tom fil": b"",
    }
    for title, data in odd.items():
        placed(items[2], title, data)
    pages = pages_of(fetched(client, meeting))
    listed = next(page for page in pages if "Inte med i den här filen" in page)
    for title in (*odd, "Budget i ett kalkylblad"):
        assert title in listed
    assert "Filen är signerad" in listed
    said = " ".join(" ".join(pages[-4:]).split())
    assert said.count("Filen är skyddad med lösenord") == 2
    assert said.count("Filen är skadad") == 2
    assert not any(word in "".join(pages) for word in ("avtal 1", "utredning 1"))
    with unzipped(b"".join(ask(client, meeting, form="zip").streaming_content)) as archive:
        names = archive.namelist()
        assert "03 Budget i ett kalkylblad.xlsx" in names
        assert archive.read("03 Signerat avtal.pdf") == odd["Signerat avtal"]


def test_a_zip_is_named_by_agenda_number_and_streamed(client, member, meeting, items, papers):
    placed(items[1], "Bilaga med ritningar", pdf("ritning igen"))
    placed(items[2], "..\\../etc/passwd\u202e: bilaga", pdf("elak"))
    secret = placed(items[2], "Avslöjande rubrik", pdf("dold"))
    mark_secret(placement=secret)
    response = ask(client, meeting, form="zip")
    assert response.streaming
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    data = content(response)
    with unzipped(data) as archive:
        assert archive.namelist() == [
            "02 Tjänsteskrivelse om biblioteket.pdf",
            "02 Bilaga med ritningar.pdf",
            "02 Bilaga med ritningar (2).pdf",
            "03 Förslag till bidrag.pdf",
            "03 etc passwd bilaga.pdf",
        ]
    assert not Order.objects.exists()
    assert not list(files.folder().glob("*"))


def test_chosen_items_alone(client, member, meeting, items, papers):
    form = client.get(reverse("bundle", args=[meeting.pk])).content.decode()
    assert "2. Nytt bibliotek" in form
    assert "Upprop" not in form  # it has no papers
    nothing = client.post(reverse("bundle", args=[meeting.pk]), {"form": "zip"})
    assert "Välj minst ett ärende" in nothing.content.decode()
    assert 'value="zip" id="id_form_1" checked' in nothing.content.decode().replace(" required", "")
    other = make_item(make_meeting(make_body(), state="summoned"))
    refused = client.post(reverse("bundle", args=[meeting.pk]), {"form": "pdf", "arende": [other.pk]})
    assert refused.status_code == 200
    answer = client.post(reverse("bundle", args=[meeting.pk]), {"form": "pdf", "arende": [items[2].pk]})
    assert answer.status_code == 302
    make_all()
    text = text_of(content(client.get(reverse("bundle_file", args=[Order.objects.get().pk]))))
    assert "bidrag 1" in text
    assert "bibliotek" not in text


def test_nothing_to_fetch(client, member, meeting, items):
    page = client.get(reverse("bundle", args=[meeting.pk])).content.decode()
    assert "Det finns inga handlingar att hämta" in page
    assert "Hämta allt" not in client.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "inga handlingar att hämta" in ask(client, meeting).content.decode()


def test_too_much_is_said_before_anything_is_made(client, member, meeting, papers, monkeypatch):
    monkeypatch.setattr(limits, "PAPERS", 2)
    assert "hämta handlingarna som ZIP" in ask(client, meeting).content.decode()
    monkeypatch.setattr(limits, "PAPERS", 500)
    monkeypatch.setattr("extranet.bundles.plans.PAGES", 3)
    answer = ask(client, meeting)
    make_all()
    assert "för mycket i en fil" in client.get(answer["Location"]).content.decode()


def test_one_person_waits_for_a_few_at_a_time(client, member, meeting, items, papers):
    placed(items[0], "Till uppropet", pdf("upprop"))

    def of(*chosen):
        wanted = {"form": "pdf", "arende": [item.pk for item in chosen]}
        return client.post(reverse("bundle", args=[meeting.pk]), wanted)

    answers = [of(item) for item in items]
    assert [answer.status_code for answer in answers] == [302] * limits.AT_A_TIME
    assert of(items[1])["Location"] == answers[1]["Location"]  # the same once more
    assert "Du väntar redan på flera filer" in of(*items[:2]).content.decode()
    assert Order.objects.count() == limits.AT_A_TIME
    make_all()
    assert of(*items[:2]).status_code == 302


def test_built_ahead_once_for_all_who_may_read_the_same(client, member, meeting, items, papers):
    hidden = placed(items[2], "Sekretessbelagd utredning", pdf("hemligheten"))
    mark_secret(placement=hidden)
    make_member(meeting.body, "ersattare")
    now = timezone.now()
    assert tasks.queue_if_waiting(now)
    assert tasks.see_to_next(now)
    assert not tasks.see_to_next(now)
    assert Bundle.objects.count() == 1
    assert make_all() == 1
    bundle = Bundle.objects.get()
    assert oct(files.path(bundle.file).stat().st_mode)[-3:] == "600"
    assert oct(files.folder().stat().st_mode)[-3:] == "700"
    said = text_of(files.path(bundle.file).read_bytes())
    assert "hemligheten" not in said
    assert "Sekretessbelagd utredning" not in said
    assert "Ärendet har handlingar med sekretess" in said
    answer = ask(client, meeting)
    assert answer["Location"] == reverse("bundle_file", args=[Order.objects.get().pk])
    # A late paper: the old one is nobody's any more, and the next is built.
    placed(items[0], "Sen handling", pdf("sen"))
    assert tasks.see_to_next(now + timedelta(minutes=1))
    assert Bundle.objects.count() == 2  # the first is still asked for
    Order.objects.all().delete()
    placed(items[0], "Ännu en", pdf("sen"))
    assert tasks.see_to_next(now + timedelta(minutes=2))
    assert Bundle.objects.count() == 1
    assert not files.path(bundle.file).exists()


def test_a_worker_that_died_is_taken_over_and_three_are_enough(client, member, meeting, papers):
    ask(client, meeting)
    dead = timezone.now() - limits.DEAD_AFTER - timedelta(minutes=1)
    Bundle.objects.update(state=Made.State.MAKING, since=dead, tries=1)
    assert make_all() == 1
    assert Bundle.objects.get().state == Made.State.READY
    Bundle.objects.update(state=Made.State.MAKING, since=timezone.now(), tries=1)
    assert make_all() == 0  # somebody is at it
    Bundle.objects.update(since=dead, tries=limits.TRIES)
    assert make_all() == 1
    assert Bundle.objects.get().state == Made.State.FAILED
    assert tasks.state().problem == ""


def test_a_paper_that_kills_its_reader_is_left_out_the_next_time(
    client, member, meeting, papers, monkeypatch
):
    asked = []

    def dying(function, plan, out, **limits_of_it):
        asked.append([paper["why"] for chapter in plan["chapters"] for paper in chapter["papers"]])
        yield [0]
        if not asked[-1][1]:
            yield [1]
            raise making.Crashed(signal_number=11)
        yield from making_stream(function, plan, out, **limits_of_it)

    making_stream = making.stream
    monkeypatch.setattr(making, "stream", dying)
    pages = pages_of(fetched(client, meeting))
    assert asked == [["", "", ""], ["", "broken", ""]]
    assert "Filen är skadad" in pages[5]
    assert "bidrag 1" in pages[6]


def test_what_was_made_for_one_is_swept_and_files_without_a_row(client, member, meeting, items, papers):
    ask(client, meeting)
    make_all()
    order = Order.objects.get()
    Bundle.objects.all().delete()  # the order is now one of its own, made anew
    order.refresh_from_db()
    assert make_all() == 1
    order.refresh_from_db()
    own = files.path(order.file)
    stray = files.path(files.new())
    assert own.exists()
    now = timezone.now()
    keeping.sweep(now)
    assert own.exists()
    keeping.sweep(now + limits.KEPT + timedelta(minutes=1))
    assert not own.exists()
    assert "Filen finns inte kvar" in client.get(reverse("bundle_order", args=[order.pk])).content.decode()
    keeping.sweep(now + timedelta(hours=2))
    assert not stray.exists()
    keeping.sweep(now + timedelta(days=2))
    assert not Order.objects.exists()


def test_a_bundle_with_something_marked_secret_or_withdrawn_is_removed(client, member, meeting, papers):
    for change in (
        lambda: mark_secret(placement=papers[0]),
        lambda: (
            type(papers[1])
            .objects.filter(pk=papers[1].pk)
            .update(withdrawn_at=timezone.now(), withdrawn_why="Fel")
        ),
    ):
        ask(client, meeting)
        make_all()
        path = files.path(Bundle.objects.latest("pk").file)
        assert path.exists()
        change()
        keeping.sweep(timezone.now())
        assert not path.exists()
    assert ahead.behind(timezone.now())
