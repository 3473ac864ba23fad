"""The text of a paper is read page by page, whatever the file is; none is kept of what is secret."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone

from extranet.papers.models import PaperVersion
from extranet.secrecy.models import Secrecy
from extranet.texts import reading, tasks
from extranet.texts.models import PaperText, TextReading
from intranet.files import batches
from intranet.jobs import clock
from tests.extranet.make import make_body, make_item, make_meeting, make_version, mark_secret, place
from tests.intranet import file_samples as samples

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = TextReading.State
PAGES = ("Förslag till budget", "Tabell över intäkter", "Bilaga om skogsbryn")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PAPERS_DIR = tmp_path / "papers"
    return settings.PAPERS_DIR


@pytest.fixture
def instead(monkeypatch):
    """Have another function called in the child than the one that reads files."""

    def use(name: str) -> None:
        real = reading.stream
        monkeypatch.setattr(
            reading,
            "stream",
            lambda _, *args, **limits: real(f"tests.intranet.confined_victims.{name}", *args, **limits),
        )

    return use


@pytest.fixture
def placement():
    return place(make_item(make_meeting(make_body())), make_version(text=samples.pdf(PAGES)))


def put_in(content: bytes, **fields) -> TextReading:
    return make_version(text=content, **fields).text


def texts(version: PaperVersion) -> list[tuple[int, str]]:
    return list(PaperText.objects.filter(version=version).values_list("page", "text"))


def how(found: TextReading) -> tuple[str, str]:
    found.refresh_from_db()
    return found.state, found.problem


def read_all() -> int:
    """As the worker does, with nothing between."""
    return tasks.read_papers.func()


def test_a_paper_that_comes_in_is_read_page_by_page():
    found = put_in(samples.pdf(["Förslag till budget", "", "Bilaga om skogsbryn"]))
    assert how(found) == (State.WAITING, "")
    assert read_all() == 1
    assert how(found) == (State.READ, "")
    assert (found.pages, found.tries) == (3, 1)
    assert texts(found.version) == [(1, "Förslag till budget"), (3, "Bilaga om skogsbryn")]
    assert read_all() == 0


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (samples.locked_pdf(PAGES, "hemligt"), (State.UNREADABLE, "encrypted")),
        (samples.pdf(PAGES)[:300], (State.UNREADABLE, "damaged")),
        (b"%PDF-1.7\n" + b"\xff\x00" * 400, (State.UNREADABLE, "damaged")),
        (b"", (State.UNREADABLE, "empty")),
        (samples.pdf(["", ""]), (State.NONE, "no_text")),
        (samples.pdf(["", ""], image=True), (State.NONE, "scanned")),
    ],
    ids=["encrypted", "cut", "rubbish", "empty", "blank", "scanned"],
)
def test_what_cannot_be_read_says_why_and_the_next_one_is_read(content, expected):
    good = put_in(samples.pdf(PAGES))
    bad = put_in(content)
    assert read_all() == 2
    assert how(bad) == expected
    assert texts(bad.version) == []
    assert how(good) == (State.READ, "")


def test_a_huge_file_is_read_as_far_as_its_limits_go(settings):
    settings.FILES_READ_PLACES = 2
    found = put_in(samples.pdf(PAGES))
    read_all()
    assert how(found) == (State.PARTLY, "too_many_places")
    assert [page for page, _ in texts(found.version)] == [1, 2]


@pytest.mark.parametrize(
    ("victim", "seconds", "expected", "kept"),
    [
        ("places_then_hang", 2, (State.PARTLY, "time"), 1),
        ("places_then_eat", 60, (State.PARTLY, "memory"), 1),
        ("places_then_crash", 60, (State.PARTLY, "crashed"), 1),
        ("crash_at_once", 60, (State.UNREADABLE, "crashed"), 0),
        ("places_in_disorder", 60, (State.PARTLY, "crashed"), 1),
        ("unknown_problem", 60, (State.UNREADABLE, "damaged"), 0),
    ],
)
def test_what_becomes_of_the_reader_hurts_nobody_else(settings, instead, victim, seconds, expected, kept):
    settings.FILES_READ_SECONDS = seconds
    found = put_in(samples.pdf(PAGES))
    instead(victim)
    read_all()
    assert how(found) == expected
    assert bool(texts(found.version)) == bool(kept)
    assert reading.MOST_TRIES >= found.tries >= 1


def test_a_file_that_is_gone_says_so(folder):
    found = put_in(samples.pdf(PAGES))
    found.version.file.storage.delete(found.version.file.name)
    read_all()
    assert how(found) == (State.UNREADABLE, "missing")


def test_a_killed_worker_leaves_its_paper_to_the_clock(settings):
    found = put_in(samples.pdf(PAGES))
    assert reading.claim(found)
    PaperText.objects.create(version=found.version, page=9, text="halvläst")
    now = timezone.now()
    assert tasks.queue_if_waiting(now) == 0  # it may be at work
    late = now + timedelta(seconds=settings.FILES_READ_SECONDS) + timedelta(minutes=3)
    assert tasks.queue_if_waiting(late) == 1
    TextReading.objects.update(since=now - timedelta(hours=1))
    assert read_all() == 1
    assert [page for page, _ in texts(found.version)] == [1, 2, 3]


def test_who_has_lost_the_claim_writes_nothing():
    found = put_in(samples.pdf(PAGES))
    assert reading.claim(found)
    TextReading.objects.update(since=timezone.now() + timedelta(seconds=1))  # another took it over
    reading.read(found)
    assert how(found) == (State.READING, "")
    assert texts(found.version) == []


def test_two_readers_do_not_take_the_same_paper():
    found = put_in(samples.pdf(PAGES))
    other = TextReading.objects.get(pk=found.pk)
    assert reading.claim(found)
    assert not reading.claim(other)


def test_versions_that_came_without_a_word_are_found_by_the_clock():
    post_save.disconnect(tasks.on_version, sender=PaperVersion)
    try:
        version = make_version(text=samples.pdf(PAGES))
    finally:
        post_save.connect(tasks.on_version, sender=PaperVersion)
    assert not TextReading.objects.exists()
    clock.run_due()
    assert read_all() == 1
    assert len(texts(version)) == 3
    assert tasks.queue_if_waiting(timezone.now()) == 0  # nothing is done twice


@pytest.mark.parametrize("on", ["version", "placement"])
def test_a_marking_takes_the_text_away_at_once(placement, on):
    read_all()
    assert texts(placement.version)
    mark_secret(**{on: placement.version if on == "version" else placement})
    assert not PaperText.objects.exists()
    found = placement.version.text
    assert how(found) == (State.SECRET, "")
    assert (found.pages, found.characters) == (None, None)
    assert read_all() == 0


def test_what_is_secret_before_it_is_read_is_never_read(placement):
    mark_secret(placement=placement)
    clock.run_due()
    assert read_all() == 0
    assert not PaperText.objects.exists()


def test_a_marking_while_it_is_read_ends_the_reading(placement, monkeypatch):
    """Between the second page and the third."""
    monkeypatch.setattr(batches, "BATCH", 1)
    place_in = batches.place_in

    def marked_on_the_way(told, last):
        if last == 2:
            mark_secret(placement=placement)
        return place_in(told, last)

    monkeypatch.setattr(batches, "place_in", marked_on_the_way)
    read_all()
    assert not PaperText.objects.exists()
    assert how(placement.version.text) == (State.SECRET, "")


def test_a_marking_that_went_round_the_model_is_seen_before_the_reading_ends(placement, monkeypatch):
    settle = reading._settle

    def marked_before(*args):
        marking = mark_secret_quietly(placement)
        assert marking.pk
        settle(*args)

    monkeypatch.setattr(reading, "_settle", marked_before)
    read_all()
    assert not PaperText.objects.exists()
    assert how(placement.version.text) == (State.SECRET, "")


def test_a_marking_that_went_round_the_model_is_seen_by_the_clock(placement):
    read_all()
    mark_secret_quietly(placement)
    assert texts(placement.version)
    clock.run_due()
    assert texts(placement.version) == []
    read_all()
    assert how(placement.version.text) == (State.SECRET, "")


def mark_secret_quietly(placement) -> Secrecy:
    marking = mark_secret(placement=place(make_item(placement.item.meeting)))
    Secrecy.objects.filter(pk=marking.pk).update(placement=placement)
    return marking


def test_the_text_is_read_again_when_the_last_marking_is_lifted(placement):
    read_all()
    elsewhere = place(make_item(placement.item.meeting), placement.version)
    markings = [mark_secret(placement=elsewhere), mark_secret(version=placement.version)]
    for marking, expected in zip(markings, (0, 1), strict=True):
        marking.lifted_at = timezone.now()
        marking.save()
        assert read_all() == expected
    assert how(placement.version.text) == (State.READ, "")
    assert len(texts(placement.version)) == 3


def test_a_marking_that_is_rolled_back_takes_nothing_away(placement):
    read_all()
    with transaction.atomic():
        mark_secret(placement=placement)
        transaction.set_rollback(True)
    assert len(texts(placement.version)) == 3
    assert how(placement.version.text) == (State.READ, "")


def test_nothing_is_logged_of_what_it_says_or_is_called(instead, caplog, placement):
    instead("crash_at_once")
    with caplog.at_level("DEBUG"):
        read_all()
    assert "skogsbryn" not in caplog.text
    assert "handling.pdf" not in caplog.text
    assert placement.version.paper.title not in caplog.text


def test_many_papers_cost_no_more_queries_each(placement, django_assert_max_num_queries):
    """Of the clock's round: it runs every minute."""
    for _ in range(3):
        make_version(text=samples.pdf(PAGES))
    read_all()
    with django_assert_max_num_queries(8):
        tasks.queue_if_waiting(timezone.now())


def test_papers_that_nobody_reads_are_told_of():
    found = put_in(samples.pdf(PAGES))
    assert not tasks.state().problem
    TextReading.objects.update(since=timezone.now() - timedelta(days=1))
    assert tasks.state().problem == "papers to be read have waited too long"
    other = put_in(samples.pdf(PAGES))
    assert reading.claim(other)  # one is being read: it is only that there are many
    assert not tasks.state().problem
    assert tasks.state().facts["waiting"] == 1
    assert how(found) == (State.WAITING, "")
