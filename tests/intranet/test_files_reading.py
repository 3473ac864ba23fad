"""What comes in is read, once and in turn; whatever goes wrong, its state says so and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Collection

from intranet.files import batches, passages, problems, reading, tasks
from intranet.files.models import CustomDocument, DocumentVersion, Passage
from intranet.finding.models import OutboxEntry
from intranet.jobs import clock, readiness
from tests.factories import make_person
from tests.intranet import file_samples as samples

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Text = DocumentVersion.Text


def put_in(content: bytes = b"", name: str = "plan.pdf", **fields) -> DocumentVersion:
    """A document with one version that waits."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    content = content or samples.pdf(["Första sidan", "Andra sidan"])
    by = fields.pop("created_by", None)
    document = CustomDocument.objects.create(
        title="Plan", file=ContentFile(content, name=name), uploaded_by_user=by
    )
    version = document.versions.get()
    DocumentVersion.objects.filter(pk=version.pk).update(**fields)
    version.refresh_from_db()
    return version


def told(version: DocumentVersion) -> list[tuple[int, str]]:
    return list(version.passages.order_by("position").values_list("position", "text"))


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


def test_a_file_that_comes_in_is_read():
    version = put_in(samples.pdf(["Första sidan", "", "Tredje sidan"], labels="0 << /S /r >>"))
    OutboxEntry.objects.all().delete()
    assert reading.read_next()
    version.refresh_from_db()
    assert (version.text_state, version.text_problem, version.text_tries) == (Text.READ, "", 1)
    assert (version.places, version.media_type) == (3, "application/pdf")
    assert list(version.passages.values_list("position", "kind", "label", "text")) == [
        (1, "page", "i", "Första sidan"),
        (3, "page", "iii", "Tredje sidan"),
    ]
    assert list(OutboxEntry.objects.values_list("family", "object_pk")) == [
        ("document", str(version.document_id))
    ]
    assert not reading.read_next()


@pytest.mark.parametrize(
    ("content", "name", "state", "problem"),
    [
        (samples.locked_pdf(["x"], "lösen"), "a.pdf", Text.UNREADABLE, "encrypted"),
        (b"%PDF-1.4 trasig", "a.pdf", Text.UNREADABLE, "damaged"),
        (samples.old_office("WordDocument"), "a.doc", Text.UNREADABLE, "old_format"),
        (samples.pdf([""], image=True), "a.pdf", Text.NONE, "scanned"),
        (samples.picture(), "a.png", Text.NONE, "not_text"),
        (samples.pdf(["x"]), "a.docx", Text.READ, "other_name"),
        (samples.pdf(["x"]), "a.pdf", Text.READ, ""),
    ],
)
def test_its_state_says_how_it_went(content, name, state, problem):
    version = put_in(content, name)
    reading.read_next()
    version.refresh_from_db()
    assert (version.text_state, version.text_problem) == (state, problem)


@pytest.mark.parametrize(
    ("state", "problem", "said"),
    [
        (Text.WAITING, "", "Texten i filen läses snart in."),
        (Text.READ, "", ""),
        (Text.READ, "other_name", "Texten är läst, men filens namn slutar på något annat än vad filen är."),
        (Text.PARTLY, "time", "Bara en del av texten kunde läsas: det tog för lång tid."),
        (Text.NONE, "scanned", "Filen hittas bara på titel och ingress: sidorna är bilder utan text"),
        (Text.UNREADABLE, "encrypted", "Texten kunde inte läsas: filen är låst med lösenord."),
        (Text.UNREADABLE, "empty", "Texten kunde inte läsas: filen är tom."),
    ],
)
def test_the_state_in_plain_words(state, problem, said):
    with translation.override("sv"):
        sentence = problems.sentence(DocumentVersion(text_state=state, text_problem=problem))
    assert sentence.startswith(said)
    assert bool(sentence) == bool(said)


def test_every_problem_that_a_reader_can_give_has_its_words():
    """A code without words would be a state without a reason."""
    from pathlib import Path
    from re import findall

    used = {
        code
        for file in Path("intranet/files").rglob("*.py")
        for code in findall(
            r"""(?:Problem\(|problem = |return )"([a-z_]+)"(?:\)|\n|, \{\})""", file.read_text("utf-8")
        )
    }
    assert used & {"damaged", "bomb", "time"} == {"damaged", "bomb", "time"}
    assert used <= set(problems.PROBLEMS) | {"cp1252"}, used - set(problems.PROBLEMS)


@pytest.mark.parametrize(("victim", "problem"), [("places_then_hang", "time"), ("places_then_eat", "memory")])
def test_what_was_read_before_a_limit_is_kept(instead, settings, victim, problem):
    settings.FILES_READ_SECONDS = 5 if problem == "time" else 20  # its start is counted, too
    settings.FILES_READ_MEGABYTES = 128
    instead(victim)
    version = put_in()
    reading.read_next()
    version.refresh_from_db()
    assert (version.text_state, version.text_problem) == (Text.PARTLY, problem)
    assert told(version) == [(1, "Första stället"), (2, "Andra stället")]
    assert not reading.waiting(timezone.now()).exists()


@pytest.mark.parametrize(
    ("victim", "state"), [("places_then_crash", Text.PARTLY), ("crash_at_once", Text.UNREADABLE)]
)
def test_one_that_crashes_its_reader_is_tried_three_times_and_holds_nobody_up(instead, victim, state):
    instead(victim)
    version = put_in()
    for tries in (1, 2):
        assert reading.read_next()
        version.refresh_from_db()
        assert (version.text_state, version.text_tries) == (Text.WAITING, tries)
    assert reading.read_next()
    version.refresh_from_db()
    assert (version.text_state, version.text_problem, version.text_tries) == (state, "crashed", 3)
    assert not reading.read_next()


@pytest.mark.parametrize("victim", ["places_in_disorder", "place_of_no_kind", "place_without_end"])
def test_what_makes_no_sense_is_a_crash(instead, victim):
    instead(victim)
    version = put_in()
    reading.read_next()
    version.refresh_from_db()
    assert (version.text_state, version.text_tries) == (Text.WAITING, 1)


def test_characters_that_no_database_takes_are_left_out(instead):
    instead("place_with_what_no_database_takes")
    version = put_in()
    reading.read_next()
    assert version.passages.values_list("label", "text").get() == ("ab", "cd ?")


def test_a_problem_that_nobody_knows_is_damage(instead):
    instead("unknown_problem")
    version = put_in()
    reading.read_next()
    version.refresh_from_db()
    assert (version.text_state, version.text_problem) == (Text.UNREADABLE, "damaged")


def test_a_file_that_is_gone_says_so():
    version = put_in()
    version.file.storage.delete(version.file.name)
    reading.read_next()
    version.refresh_from_db()
    assert (version.text_state, version.text_problem) == (Text.UNREADABLE, "missing")


def test_a_version_whose_readers_died_each_time_is_given_up():
    """A killed worker counts as a try too, or one file could kill workers for ever."""
    version = put_in(text_state=Text.READING, text_tries=3, text_since=timezone.now() - timedelta(days=1))
    assert reading.read_next()
    version.refresh_from_db()
    assert (version.text_state, version.text_problem) == (Text.UNREADABLE, "crashed")


def test_what_a_dead_reader_left_is_read_anew_and_what_a_living_one_has_is_not(settings):
    version = put_in(text_state=Text.READING, text_tries=1)
    Passage.objects.create(version=version, position=1, kind="page", text="halva sidan")
    Passage.objects.create(version=version, position=7, kind="page", text="annat")
    assert not reading.read_next()
    long = timedelta(seconds=settings.FILES_READ_SECONDS) + reading.PATIENCE + timedelta(seconds=1)
    DocumentVersion.objects.update(text_since=timezone.now() - long)
    assert reading.read_next()
    assert told(version) == [(1, "Första sidan"), (2, "Andra sidan")]


def test_the_turn():
    """In force before replaced, put in by a person before many at once, untried before tried, newest first."""
    now, person = timezone.now(), make_person("karin")
    old = put_in(samples.pdf(["gammal"]), created_at=now - timedelta(days=9))
    bulk = put_in(created_at=now)
    tried = put_in(created_at=now, text_tries=1)
    early = put_in(created_by=person, created_at=now - timedelta(hours=2))
    late = put_in(created_by=person, created_at=now - timedelta(hours=1))
    replaced = put_in(created_by=person, created_at=now)
    DocumentVersion.objects.create(
        document=replaced.document, number=2, file=replaced.file.name, text_state=Text.READ
    )
    assert reading.next_ones(timezone.now()) == [late, early, bulk, old, tried, replaced]
    # What a dead reader left has its turn among the others.
    DocumentVersion.objects.filter(pk=early.pk).update(text_state=Text.READING, text_since=old.created_at)
    DocumentVersion.objects.filter(pk=late.pk).update(text_state=Text.READING)
    assert reading.next_ones(timezone.now()) == [early, bulk, old, tried, replaced]


def test_what_was_replaced_twice_comes_after_what_is_read():
    person = make_person("karin")
    first = put_in(created_by=person)
    for number in (2, 3):
        DocumentVersion.objects.create(document=first.document, number=number, file="x", created_by=person)
    many = put_in()
    second, third = DocumentVersion.objects.filter(document=first.document, number__gt=1).order_by("number")
    assert reading.next_ones(timezone.now()) == [third, many, second, first]


def test_the_turn_is_read_from_an_index_however_much_waits():
    """A plan of the database's own: no sort of all that waits."""
    document = put_in().document
    DocumentVersion.objects.bulk_create(
        DocumentVersion(document=document, number=number, file="x", text_turn=number % 4)
        for number in range(2, 4000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE files_documentversion")
    plan = reading.in_turn(Q(text_state=Text.WAITING)).explain().upper()
    assert "TEXT_IN_TURN" in plan, plan
    assert "SORT" not in plan, plan
    assert "TEMP B-TREE" not in plan, plan


def test_only_one_of_two_gets_a_version():
    version = put_in()
    first, second = (DocumentVersion.objects.get(pk=version.pk) for _ in range(2))
    assert reading.claim(first)
    assert not reading.claim(second)


def test_a_reader_that_was_taken_for_dead_writes_nothing_more():
    version = put_in()
    slow = DocumentVersion.objects.get(pk=version.pk)
    assert reading.claim(slow)
    DocumentVersion.objects.update(text_since=timezone.now() - timedelta(days=1))
    other = DocumentVersion.objects.get(pk=version.pk)
    assert reading.claim(other)
    with pytest.raises(passages.ClaimLost):
        passages.write(slow, iter([[1, "page", "", "sent"], {"problem": ""}][:1]))
    reading.read(slow)  # gives way without a word
    assert told(version) == []
    reading.read(other)
    assert len(told(version)) == 2


def test_asking_for_all_to_be_read_again_does_not_disturb_who_reads():
    busy = put_in(text_state=Text.READING, text_tries=1)
    done = put_in(text_state=Text.READ, text_tries=1)
    assert reading.again(DocumentVersion.objects.all()) == 1
    assert set(reading.waiting(timezone.now())) == {done}
    busy.refresh_from_db()
    assert busy.text_state == Text.READING


def test_passages_are_written_in_short_transactions(instead):
    instead("places_many")
    version = put_in()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        reading.read_next()
    writes = [
        query
        for query in queries.captured_queries
        if "INSERT INTO" in query["sql"] and "passage" in query["sql"]
    ]
    assert len(writes) >= 250 / batches.BATCH
    assert version.passages.count() == 250


# Who wakes the reader


@pytest.fixture
def woken(monkeypatch):
    calls: list[int] = []
    monkeypatch.setattr(tasks, "wake", lambda: calls.append(1))
    return calls


def test_the_reader_is_woken_when_the_file_is_there_to_see(monkeypatch, django_capture_on_commit_callbacks):
    calls = []
    monkeypatch.setattr(type(tasks.read_waiting), "enqueue", lambda self, *args: calls.append(self))
    with django_capture_on_commit_callbacks(execute=True):
        put_in()
        put_in()
        assert tasks.read_waiting not in calls
    assert calls.count(tasks.read_waiting) == 1


def test_the_clock_wakes_it_while_anything_waits(woken):
    assert tasks.queue_if_waiting(timezone.now()) == 0
    put_in()
    put_in(text_state=Text.READING, text_since=timezone.now() - timedelta(days=1))
    put_in(text_state=Text.READING)
    assert tasks.queue_if_waiting(timezone.now()) == 2
    assert woken
    assert "files.text" in {round_.name for round_ in clock.run_due()}


def test_a_task_gives_others_their_turn(woken, monkeypatch):
    monkeypatch.setattr(tasks, "SLICE", timedelta())
    put_in()
    put_in()
    assert tasks.read_waiting.func() == 1
    assert woken


def test_a_task_reads_all_there_is(woken):
    put_in()
    put_in()
    assert tasks.read_waiting.func() == 2
    assert not woken


def test_ready_tells_how_many_wait_and_worries_only_if_nothing_moves():
    long_ago = timezone.now() - timedelta(hours=2)
    put_in(text_since=long_ago)
    state = readiness.check("files")
    assert state.problem == "files to be read have waited too long"
    assert state.facts["waiting"] == 1
    put_in(text_state=Text.READ, text_since=timezone.now() - timedelta(minutes=1))
    assert readiness.check("files").problem == ""
    assert readiness.check("files").facts["waiting"] == 1


# The command


def command(*args: str) -> str:
    out = StringIO()
    call_command("read_documents", *args, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_reads_what_waits_and_says_how_it_stands():
    put_in()
    put_in(b"%PDF-1.4 trasig")
    assert command().splitlines() == ["2 files read.", "  read: 1", "  unreadable: 1"]
    assert command().startswith("0 files read.")


def test_the_command_reads_again_what_is_asked_for():
    good, bad = put_in(), put_in(b"%PDF-1.4 trasig")
    command()
    assert command("--state", "unreadable").startswith("1 file read.")
    assert command("--again").startswith("2 files read.")
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.text_state, bad.text_state) == (Text.READ, Text.UNREADABLE)
    assert len(told(good)) == 2
