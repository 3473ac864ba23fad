"""A file that comes in piece by piece is whole in the end, whatever breaks on the way, and is a paper or nothing."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from extranet.meetings.models import Meeting
from extranet.papers import orphans, receiving
from extranet.papers.models import Paper, PaperVersion
from extranet.papers.storing import SameFileError, opened
from extranet.placements import adopting, arriving
from extranet.placements.arriving import OffsetError
from extranet.placements.placing import MeetingOverError
from extranet.placements.uploads import Upload
from tests.extranet.make import make_body, make_item, make_matter, make_meeting
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" + b"% fyllnad\n" * 900
MOST = 1000


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.PAPERS_DIR = tmp_path / "papers"
    return settings.PAPERS_DIR


@pytest.fixture
def meeting():
    return make_meeting(make_body())


@pytest.fixture
def item(meeting):
    return make_item(meeting, matter=make_matter(), number=1)


@pytest.fixture
def person():
    return make_person()


@pytest.fixture
def upload(meeting, person) -> Upload:
    return arriving.begin(person, meeting, "01 Tjänsteskrivelse.pdf", len(PDF), stamp="17")


class Cut:
    """A line that gives so many bytes and breaks."""

    def __init__(self, content: bytes) -> None:
        self.left = io.BytesIO(content)

    def read(self, size: int, /) -> bytes:
        data = self.left.read(size)
        if not data:
            raise OSError("the line was cut")
        return data


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def whole(upload: Upload, content: bytes = PDF) -> Upload:
    return arriving.take(upload, upload.offset, io.BytesIO(content[upload.offset :]))


def adopt(upload: Upload, item, **fields):
    words = {"kind": Paper.Kind.STATEMENT, "title": "Om bron", "neutral_title": "Tjänsteskrivelse"}
    return adopting.adopt(upload, item, by=upload.person, **{**words, **fields})


def test_what_came_before_the_break_is_kept_and_gone_on_with(upload, item, folder):
    begun = arriving.take(upload, 0, Cut(PDF[:4000]))
    assert (begun.state, begun.offset) == (Upload.State.COMING, 4000)
    # The page is loaded anew: the same file finds its upload.
    again = arriving.begin(upload.person, upload.meeting, upload.name, upload.size, stamp="17")
    assert again.pk == upload.pk
    assert arriving.offset_of(again) == 4000
    ready = whole(again)
    assert (ready.state, ready.sha256) == (Upload.State.READY, hashlib.sha256(PDF).hexdigest())
    placed = adopt(ready, item)
    with opened(placed.version) as file:
        assert file.read() == PDF
    assert placed.published_at is None
    assert placed.version.paper.matter_id == item.matter_id
    assert not Upload.objects.exists()


def test_the_same_name_with_another_size_or_moment_is_another_file(upload):
    arriving.take(upload, 0, Cut(PDF[:10]))
    for size, stamp in ((len(PDF) + 1, "17"), (len(PDF), "18"), (len(PDF), "")):
        other = arriving.begin(upload.person, upload.meeting, upload.name, size, stamp=stamp)
        assert other.pk != upload.pk
    assert arriving.begin(make_person(), upload.meeting, upload.name, len(PDF), stamp="17").pk != upload.pk


def test_bytes_that_were_never_acknowledged_are_written_anew(upload):
    """Killed after the disk and before the row: the part is longer than the row says."""
    arriving.take(upload, 0, Cut(PDF[:100]))
    with (receiving.folder() / upload.part).open("ab") as part:
        part.write(b"skrap" * 50)
    upload.refresh_from_db()
    assert arriving.offset_of(upload) == 100
    assert whole(upload).sha256 == hashlib.sha256(PDF).hexdigest()


def test_a_piece_from_elsewhere_is_refused_with_where_to_go_on(upload):
    arriving.take(upload, 0, io.BytesIO(PDF[:50]))
    for wrong in (0, 49, 51, len(PDF)):
        with pytest.raises(OffsetError) as refused:
            arriving.take(upload, wrong, io.BytesIO(b"x"))
        assert refused.value.offset == 50


def test_a_store_that_was_put_back_older_is_told_and_filled_again(upload):
    arriving.take(upload, 0, io.BytesIO(PDF[:500]))
    with (receiving.folder() / upload.part).open("r+b") as part:
        part.truncate(200)
    with pytest.raises(OffsetError) as refused:
        arriving.take(upload, 500, io.BytesIO(PDF[500:]))
    assert refused.value.offset == 200
    receiving.remove(upload.part)
    upload.refresh_from_db()
    assert arriving.offset_of(upload) == 0
    with pytest.raises(OffsetError):
        arriving.take(upload, 200, io.BytesIO(PDF[200:]))
    upload.refresh_from_db()
    assert whole(upload).state == Upload.State.READY


def test_two_requests_never_write_to_one_part(upload):
    with receiving.held(upload.part), pytest.raises(receiving.BusyError):
        arriving.take(upload, 0, io.BytesIO(PDF))
    assert whole(upload).state == Upload.State.READY


def test_more_than_the_file_was_to_be_is_not_taken(upload):
    assert arriving.take(upload, 0, io.BytesIO(PDF + b"mer")).sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ\x90" + bytes(40), "kallelse.pdf"), (bytes(range(256)), "okand.bin")]
)
def test_what_is_no_document_is_refused_in_words_and_leaves_no_bytes(meeting, person, folder, content, name):
    upload = arriving.begin(person, meeting, name, len(content))
    refused = whole(upload, content)
    assert refused.state == Upload.State.REFUSED
    assert "fil" in refused.problem.lower()
    assert not files(folder)


def test_a_file_over_the_limit_is_refused_before_it_is_sent(meeting, person, settings, folder):
    settings.PAPERS_MEGABYTES = 1
    with pytest.raises(ValidationError, match="större än 1 MB"):
        arriving.begin(person, meeting, "stor.pdf", 1024 * 1024 + 1)
    with pytest.raises(ValidationError, match="tom"):
        arriving.begin(person, meeting, "tom.pdf", 0)
    assert not folder.exists() or not files(folder)


def test_a_meeting_whose_minutes_are_attested_takes_nothing(meeting, person):
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.ATTESTED)
    meeting.refresh_from_db()
    with pytest.raises(MeetingOverError):
        arriving.begin(person, meeting, "sen.pdf", 10)


def test_the_same_file_twice_on_an_item_is_told_and_leaves_no_file(
    upload, meeting, item, folder, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = adopt(whole(upload), item)
    again = whole(arriving.begin(upload.person, meeting, "samma.pdf", len(PDF)))
    with pytest.raises(SameFileError) as refused:
        adopt(again, item, title="Samma")
    assert refused.value.version == first.version
    assert Paper.objects.count() == 1
    assert len(files(folder)) == 2  # the paper, and what waits to be thrown away or put elsewhere


def test_an_item_without_a_matter_takes_no_papers(upload, meeting, folder):
    with pytest.raises(adopting.UnregisteredError):
        adopt(whole(upload), make_item(meeting))
    assert Upload.objects.get().state == Upload.State.READY
    assert not PaperVersion.objects.exists()


def test_what_is_given_up_or_left_for_a_week_is_gone(
    upload, meeting, person, folder, django_capture_on_commit_callbacks
):
    other = arriving.begin(person, meeting, "annan.pdf", 100)
    with django_capture_on_commit_callbacks(execute=True):
        arriving.drop(other)
    assert [path.name for path in files(folder)] == [upload.part]
    now = timezone.now()
    assert arriving.forget_old(now + timedelta(days=6)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert arriving.forget_old(now + timedelta(days=8)) == 1
    assert not files(folder)


def test_parts_without_a_row_are_swept_after_a_week_and_papers_never(upload, item, folder):
    """As a process leaves them that is killed when the row has been written and the part not yet removed."""
    ready = whole(upload)
    placed = adopt(ready, item)
    if connection.in_atomic_block:  # the part is removed when this is committed, which it never is here
        assert len(files(folder)) == 2
    today = timezone.localdate()
    assert orphans.sweep(today, today) == 0
    for path in files(folder):
        then = (timezone.now() - timedelta(days=6)).timestamp()
        os.utime(path, (then, then))
    assert orphans.sweep(today, today) == 0
    for path in files(folder):
        then = (timezone.now() - timedelta(days=8)).timestamp()
        os.utime(path, (then, then))
    assert orphans.sweep(today, today) == 1
    with opened(placed.version) as file:
        assert file.read() == PDF
