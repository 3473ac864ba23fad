"""A folder's files are read in a process with limits: the one that fails is refused, and costs no other anything."""

from __future__ import annotations

import logging
import os
import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from home.importing import claim, company, length, plan, routines, writing
from home.importing.claim import BusyError
from home.importing.company import readings
from home.importing.lookups import Lookups
from home.importing.models import ImportedText, TextImport
from home.importing.outline import BulletList, Items, Paragraph, Steps, Table
from home.importing.routines import import_routines
from home.importing.source import Source, UnreadableTextError
from home.importing.telling import Told
from home.models import KnowledgePage
from tests.home.company_child import FAULTS
from tests.home.importing_help import make_folder, make_municipality, page_of, write  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.database]
REASONS = {
    "dödad": company.CRASHED,
    "hänger": company.SLOW,
    "minne": company.LARGE,
    "oväntat": company.CRASHED,
}


@pytest.fixture
def faulty(monkeypatch):
    monkeypatch.setattr(company, "READER", "tests.home.company_child.read_files")
    monkeypatch.setattr(company, "SECONDS", 4)


def test_every_kind_of_fault_costs_only_its_own_file(folder, faulty, caplog):
    for place, name in enumerate(FAULTS):
        write(folder, f"{place}-bra")
        write(folder, name)
    write(folder, "sist")
    paths = [
        path
        for place, name in enumerate(FAULTS)
        for path in (folder / f"{place}-bra.md", folder / f"{name}.md")
    ]
    found = list(readings([*paths, folder / "sist.md"]))
    assert [bool(reading.source) for reading in found] == [True, False] * len(FAULTS) + [True]
    assert [reading.refused for reading in found[1::2]] == [REASONS[name] for name in FAULTS]
    assert found[0].source is not None
    assert found[0].source.written["title"] == "0-bra"


def test_an_import_goes_on_past_a_file_that_nobody_foresaw(folder, faulty, caplog):
    write(folder, "a")
    write(folder, "oväntat-hemligt")
    write(folder, "b")
    with caplog.at_level(logging.INFO):
        outcome = import_routines(folder, skip_wrong=True)
    assert outcome.count("made") == 2
    assert outcome.problems == [f"oväntat-hemligt.md: {company.CRASHED}"]
    assert page_of("a")
    assert page_of("b")
    told = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("home."))
    assert "KeyError at" in told
    assert "company_child.py:" in told
    assert "hemligt" not in told


def test_an_error_outside_the_reader_refuses_the_one_file_too(folder, monkeypatch, caplog):
    """In what is made of a file, and in writing it: nothing of that file stays, the others go in."""
    for name in ("a", "b", "c"):
        write(folder, name)
    arrange, fill = plan.arrange, writing.fill_fields

    def arranged(source):
        if source.written["title"] == "A":
            raise KeyError("hemligt")
        return arrange(source)

    def filled(page, planned, *others):
        if planned.slug == "b":
            raise RuntimeError("hemligt")
        return fill(page, planned, *others)

    monkeypatch.setattr(plan, "arrange", arranged)
    monkeypatch.setattr(writing, "fill_fields", filled)
    outcome = import_routines(folder, skip_wrong=True)
    assert outcome.count("made") == 1
    assert outcome.problems == [f"a.md: {company.CRASHED}", f"b.md: {writing.NOT_WRITTEN}"]
    assert "KeyError at" in caplog.text
    assert "RuntimeError at" in caplog.text
    assert "hemligt" not in caplog.text
    assert ImportedText.objects.get(key="rutiner/b.md").digest == ""
    monkeypatch.undo()
    assert import_routines(folder).count("made") == 2


def test_closing_the_readings_ends_the_process(folder, monkeypatch):
    write(folder, "a")
    write(folder, "b")
    ended = []
    end = company.confined._end

    def noted(child):
        ended.append(child)
        end(child)

    monkeypatch.setattr(company.confined, "_end", noted)
    coming = readings([folder / "a.md", folder / "b.md"])
    next(coming)
    assert not ended
    coming.close()
    assert [child.returncode for child in ended] != [None]


def test_what_a_head_says_comes_through_as_it_was_written(folder):
    path = folder / "a.md"
    path.write_text(
        "---\ntitle: A\nunits: [HR, IT]\nvalid_from: 2026-01-02\nreview_by: 2026-01-02 10:00:00\n"
        "keywords: {a: 1}\nsummary:\n---\n\nText.\n",
        encoding="utf-8",
    )
    from home.importing.reading import read_source

    expected = read_source(path, path.read_bytes())
    (reading,) = readings([path])
    assert reading.source == expected
    assert reading.size == path.stat().st_size


# Too long for a page.


@pytest.mark.parametrize(
    "blocks",
    [
        [Paragraph("x")] * 11,
        [BulletList(("x",) * 6)] * 2,
        [Table(("a", "b"), (("x", "y"),) * 5)],
        [Steps(())] + [Paragraph("x")] * 11,
        [Items(())] * 11,
    ],
    ids=lambda blocks: type(blocks[0]).__name__,
)
def test_what_is_too_long_is_refused_with_what_to_do(blocks, monkeypatch):
    monkeypatch.setattr(length, "MOST_PIECES", 10)
    with pytest.raises(UnreadableTextError, match="Dela den i flera filer"):
        length.check_length(Source(blocks=blocks))
    length.check_length(Source(blocks=[Paragraph("x")] * 10))


def test_what_was_left_out_of_a_file_and_its_signs_count_too(monkeypatch):
    monkeypatch.setattr(length, "MOST_PIECES", 10)
    monkeypatch.setattr(length, "MOST_SIGNS", 100)
    for source in (
        Source(told=[Told("Stycke", "x")] * 11),
        Source(told=[Told("", "x" * 101)]),
        Source(text="x" * 101),
    ):
        with pytest.raises(UnreadableTextError, match="för lång"):
            length.check_length(source)


def test_a_very_long_file_of_a_folder_is_refused(folder):
    write(folder, "a", "Ord.\n\n" * (length.MOST_PIECES + 1))
    write(folder, "b")
    outcome = import_routines(folder, skip_wrong=True)
    assert "Dela den i flera filer" in outcome.problems[0]
    assert [page.slug for page in KnowledgePage.objects.all()] == ["b"]


# The folder is claimed before it is looked at.


def test_a_folder_that_another_reads_in_is_not_even_looked_at(folder, monkeypatch):
    write(folder, "a")
    now = timezone.now()
    named = str(folder.resolve())
    TextImport.objects.create(folder=named, host=socket.gethostname(), pid=os.getppid(), started_at=now)
    monkeypatch.setattr(routines, "survey", lambda *args, **kwargs: pytest.fail("looked at"))
    with pytest.raises(BusyError):
        import_routines(folder)


def test_what_the_site_knows_is_asked_for_under_the_claim(folder, monkeypatch):
    write(folder, "a")
    claims = []
    load = Lookups.load

    def loaded(*asked):
        claims.append(TextImport.objects.values_list("pid", flat=True).first())
        return load(*asked)

    monkeypatch.setattr(Lookups, "load", loaded)
    import_routines(folder)
    assert claims == [os.getpid()]
    row = TextImport.objects.get()
    assert (row.pid, row.host) == (None, "")
    assert row.ended_at


def test_an_import_that_is_stopped_by_a_wrong_file_forgets_no_earlier_interruption(folder, monkeypatch):
    write(folder, "a")
    fill = writing.Writer.fill

    def interrupted(self, plan):
        raise KeyboardInterrupt

    monkeypatch.setattr(writing.Writer, "fill", interrupted)
    with pytest.raises(KeyboardInterrupt):
        import_routines(folder)
    monkeypatch.setattr(writing.Writer, "fill", fill)
    wrong = write(folder, "b", owner="finns@INTE")
    assert import_routines(folder).stopped
    assert TextImport.objects.get().ended_at is None
    wrong.unlink()
    assert import_routines(folder).went_on
    assert not import_routines(folder).went_on


@pytest.mark.parametrize(
    ("host", "pid", "seen", "alive"),
    [
        ("", None, timedelta(0), False),
        ("here", "own", timedelta(0), False),
        ("here", "parent", timedelta(days=1), True),
        ("here", "dead", timedelta(0), False),
        ("here", "others", timedelta(0), True),
        ("elsewhere", "dead", timedelta(seconds=100), True),
        ("elsewhere", "parent", timedelta(seconds=140), False),
    ],
)
def test_who_is_still_at_work(monkeypatch, host, pid, seen, alive):
    pids = {"own": os.getpid(), "parent": os.getppid(), "dead": 999_998, "others": 999_997}

    def kill(number: int, _signal: int) -> None:
        if number == pids["dead"]:
            raise ProcessLookupError
        if number == pids["others"]:
            raise PermissionError

    monkeypatch.setattr(claim.os, "kill", kill)
    here = {"here": socket.gethostname()}.get(host, host)
    row = TextImport(host=here, pid=pids.get(pid), seen_at=timezone.now() - seen)
    assert claim._is_alive(row) == alive


def test_a_file_that_changes_between_looking_and_writing_is_refused_and_read_in_the_next_time(
    folder, monkeypatch
):
    write(folder, "a")
    write(folder, "b")
    shell = writing.Writer.make_shell

    def made(self, key, *others):
        if key.endswith("a.md"):
            write(folder, "a", "## Det här gör du\n1. Något annat.\n", owner="finns@INTE")
        return shell(self, key, *others)

    monkeypatch.setattr(writing.Writer, "make_shell", made)
    outcome = import_routines(folder)
    assert outcome.results == {"rutiner/a.md": "refused", "rutiner/b.md": "made"}
    assert outcome.problems == ["a.md: Filen ändrades medan mappen lästes in. Läs in mappen igen."]
    assert ImportedText.objects.get(key="rutiner/a.md").digest == ""
    monkeypatch.undo()
    write(folder, "a", "## Det här gör du\n1. Något annat.\n")
    assert import_routines(folder).results == {"rutiner/a.md": "made", "rutiner/b.md": "unchanged"}
    assert page_of("a").get_latest_revision_as_object().answer_steps[0]["title"] == "Något annat."


def test_links_whose_pages_come_are_told_of_and_then_made(folder):
    write(folder, "a", "Läs [b](rutin:b) och [c](rutin:c).\n")
    import_routines(folder)
    row = ImportedText.objects.get(key="rutiner/a.md")
    assert row.missing == ["b", "c"]
    write(folder, "b")
    assert import_routines(folder).results["rutiner/a.md"] == "changed"
    row.refresh_from_db()
    assert row.missing == ["c"]
    assert row.folder == str(folder.resolve())
    assert import_routines(folder).results["rutiner/a.md"] == "unchanged"
