"""A file becomes a version whole or not at all, and its bytes are what was sent."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from extranet.papers import orphans, storing
from extranet.papers.models import PaperVersion, store
from extranet.papers.storing import SameFileError, add_version, opened
from tests.extranet.make import make_paper
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.PAPERS_DIR = tmp_path / "papers"
    return settings.PAPERS_DIR


@pytest.fixture
def paper():
    return make_paper()


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def add(paper, content: bytes = PDF, filename: str = "Tjänsteskrivelse.pdf", **fields) -> PaperVersion:
    return add_version(paper, io.BytesIO(content), filename, made_by=make_person(), **fields)


def test_a_version_is_what_was_sent(paper, folder):
    version = add(paper)
    with opened(version) as file:
        assert file.read() == PDF
    assert version.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (version.number, version.size, version.content_type) == (1, len(PDF), "application/pdf")
    assert version.filename == "Tjänsteskrivelse.pdf"
    (kept,) = stored(folder)
    assert "skrivelse" not in str(kept)
    assert kept.stat().st_mode & 0o077 == 0


def test_another_file_is_the_next_version_and_the_first_stays(paper):
    first, second = add(paper), add(paper, PDF + b"% rev 2", changes="Rättat belopp")
    assert (first.number, second.number) == (1, 2)
    with opened(first) as file:
        assert file.read() == PDF


def test_the_same_file_twice_is_no_version_and_leaves_no_file(paper, folder):
    first = add(paper)
    with pytest.raises(SameFileError) as refused:
        add(paper)
    assert refused.value.version == first
    assert len(stored(folder)) == 1
    # A masked variant may be the same bytes: it is another thing.
    assert add(paper, masked_of=first).masked_of == first


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "tom.pdf"), (b"MZ\x90", "kallelse.pdf"), (b"\x00\x01\x02", "okand.bin")]
)
def test_what_is_no_document_is_refused_in_plain_words(paper, folder, content, name):
    with pytest.raises(ValidationError, match=r"Filen|fil"):
        add(paper, content, name)
    assert not paper.versions.exists()
    assert not folder.exists() or not stored(folder)


def test_a_row_that_fails_leaves_no_file(paper, folder, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(storing.PaperVersion, "save", fail)
    with pytest.raises(RuntimeError):
        add(paper)
    assert not stored(folder)


def test_a_file_that_is_not_written_whole_leaves_neither_row_nor_file(paper, folder):
    class Cut(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 70_000:
                raise OSError("the line was cut")
            return super().read(size)

    with pytest.raises(OSError, match="cut"):
        add_version(paper, Cut(PDF + b"x" * 200_000), "a.pdf", made_by=make_person())
    assert not paper.versions.exists()
    orphans.remove_older_than(timezone.now() + timedelta(days=1))
    assert not stored(folder)


def test_what_a_killed_process_leaves_is_swept_and_nothing_else(paper, folder):
    kept = add(paper)
    orphan = Path(store().path("ab/orphan"))
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"x")
    today = timezone.localdate()
    assert orphans.sweep(today, today) == 0  # it may still be on its way
    old = (timezone.now() - timedelta(days=3)).timestamp()
    for path in stored(folder):
        os.utime(path, (old, old))
    assert orphans.sweep(today, today) == 1
    with opened(kept) as file:
        assert file.read() == PDF


def test_a_version_whose_file_is_gone_is_told_of(paper, caplog):
    version = add(paper)
    assert not list(orphans.missing())
    Path(version.file.path).unlink()
    today = timezone.localdate()
    orphans.sweep(today, today)
    assert "version 1 of paper" in caplog.text
    assert "Tjänsteskrivelse" not in caplog.text


def test_a_large_paper_takes_constant_memory(paper, tmp_path):
    large = tmp_path / "stor.pdf"
    with large.open("wb") as file:
        file.write(PDF)
        file.truncate(200 * 1024 * 1024)
    person = make_person()
    with large.open("rb") as file:
        tracemalloc.start()
        try:
            version = add_version(paper, file, "stor.pdf", made_by=person)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert version.size == large.stat().st_size
    assert peak < 8 * 1024 * 1024
