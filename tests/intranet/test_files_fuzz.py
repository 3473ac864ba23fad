"""A thousand bad files: none ends a process, none takes long, each has a state that says what it is."""

from __future__ import annotations

import time
import zlib
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from intranet.files import batches, problems
from intranet.files.confined import ConfinedError, stream
from intranet.files.models import CustomDocument, DocumentVersion
from tests.intranet import file_mutations as mutations
from tests.intranet import file_samples as samples
from tests.intranet.reading_site import Site

SEED = 20261122
COUNTS = {"pdf": 320, "docx": 140, "xlsx": 130, "pptx": 110, "odt": 120, "txt": 20}
IMAGES = 160
LONGEST = 10.0
"""Seconds that any of these small files may take; the limit in use is eighteen times that."""
Text = DocumentVersion.Text


def outcomes(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[tuple[str, list[Any] | ConfinedError]]:
    """What the reader made of each, in the order given; an error if it took the process with it."""
    waiting = []
    for number, (name, content) in enumerate(files):
        path = folder / str(number)
        path.write_bytes(content)
        waiting.append([str(path), name])
    done: list[tuple[str, list[Any] | ConfinedError]] = []
    while rest := waiting[len(done) :]:
        told = stream(
            "tests.intranet.fuzz_reader.read_many", rest, seconds=300, megabytes=768, answer_megabytes=512
        )
        try:
            with closing(told):
                for (where, name), (found, seconds) in zip(rest, told, strict=False):
                    assert seconds < LONGEST, f"{name} took {seconds:.1f} s: {where}"
                    done.append((name, found))
        except ConfinedError as error:
            done.append((waiting[len(done)][1], error))  # the next one goes on in a new process
    return done


def state(told: list[Any]) -> str:
    """The state that this telling leads to. Fails if it is none that the database and the reader know."""
    *places, end = told
    last = 0
    for place in places:
        last = batches.place_in(place, last).position
    assert end["problem"] == "" or end["problem"] in problems.PROBLEMS
    assert end["places"] >= last
    return problems.state_after(end["problem"], anything=bool(places))


def hard_files() -> dict[str, tuple[bytes, set[str]]]:
    """Name → (content, the problems that may be told of it): what is made to do harm, and what just happens."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    nested = samples.zipped({"a.xml": "x" * 5_000_000})
    for _ in range(20):
        nested = samples.zipped({"inner.zip": nested})
    whole = {
        "pdf": samples.pdf(["Text"] * 9),
        **{end: made[0] for end, made in mutations.seeds().items() if end != "pdf"},
    }
    files: dict[str, tuple[bytes, set[str]]] = {
        "empty.pdf": (b"", {"empty"}),
        "locked.pdf": (samples.locked_pdf(["x"], "lösen"), {"encrypted"}),
        "locked.docx": (samples.old_office("EncryptedPackage"), {"encrypted"}),
        "locked.xlsx": (samples.old_office("EncryptedPackage"), {"encrypted"}),
        "locked.odt": (samples.odt("", '<m:file-entry><m:encryption-data/></m:file-entry>'), {"encrypted"}),
        "old.doc": (samples.old_office("WordDocument"), {"old_format"}),
        "bomb.docx": (samples.word_xml(paragraph.format("x" * 40_000_000)), {"bomb"}),
        "bomb.odt": (samples.odt("<text:p>" + " " * 40_000_000 + "</text:p>"), {"bomb"}),
        "bomb.xlsx": (samples.repacked(whole["xlsx"], {"xl/worksheets/sheet1.xml": "x" * 40_000_000}), {"bomb"}),
        "bomb.pptx": (samples.repacked(whole["pptx"], {"ppt/slides/slide1.xml": "x" * 40_000_000}), {"bomb"}),
        "bomb.pdf": (_pdf_bomb(), {"damaged", "memory", "time", "no_text", "pages_lost"}),
        "laughs.docx": (samples.word_xml(paragraph.format("&l9;"), laughs), {"damaged", "no_text", ""}),
        "deep.docx": (samples.word_xml("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000), {"damaged", "bomb"}),
        "nested.zip": (nested, {"not_text"}),
        "nested.docx": (samples.word_xml(paragraph.format("Text"), more={"word/embeddings/o.zip": nested}), {""}),
        "picture.pdf": (samples.picture(), {"not_text"}),
        "pdf.docx": (whole["pdf"], {"other_name", ""}),
        "word.pdf": (whole["docx"], {"other_name", ""}),
        "svg.pdf": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", {"not_text"}),
        "noise.docx": (bytes(range(256)) * 50, {"damaged"}),
    }  # fmt: skip
    for ending in ("pdf", "docx", "xlsx", "pptx", "odt"):
        for tenth in range(1, 10):
            files[f"cut{tenth}.{ending}"] = (whole[ending][: len(whole[ending]) * tenth // 10], {"damaged"})
    return files


def _pdf_bomb() -> bytes:
    """A page of 400 kilobytes that is 400 megabytes when it is unpacked."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"(x) Tj " * 150_000) for _ in range(400)) + packer.flush()
    stream_of = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return samples.pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, stream_of])


def test_hard_files_each_say_what_they_are(tmp_path):
    files = hard_files()
    found = outcomes(tmp_path, ((name, content) for name, (content, _) in files.items()))
    wrong = {
        name: told if isinstance(told, ConfinedError) else told[-1]["problem"]
        for name, told in found
        if isinstance(told, ConfinedError) or told[-1]["problem"] not in files[name][1]
    }
    assert wrong == {}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_on_past_every_hard_file(tmp_path):
    """The real one, with a fresh child for each; a good file that waits behind them all is read."""
    chosen = {name: content for name, (content, _) in hard_files().items() if not name.startswith("cut")}
    chosen |= {
        f"mutant{name}": content for name, content in mutations.mutants({"pdf": 6, "docx": 4, "xlsx": 4}, 7)
    }
    names = ["good.pdf", *chosen]  # the last that came in is read first
    for name in names:
        content = samples.pdf(["Ordning och reda"]) if name == "good.pdf" else chosen[name]
        document = CustomDocument(title=name)
        document.file.save(name, ContentFile(content), save=False)
        document.save()
    site = Site(tmp_path)
    site.share()
    try:
        site.run("run_due")
        said = site.run("db_worker", "--queue-name", "files", "--batch", "--no-startup-delay")
    finally:
        site.end()
    rows = site.ask("SELECT text_state, text_problem, text_tries FROM files_documentversion ORDER BY id")
    assert len(rows) == len(names)
    assert "Traceback" not in said
    unsettled = {
        name: row
        for name, row in zip(names, rows, strict=True)
        if row[0] in ("waiting", "reading") or row[2] != 1
    }
    assert unsettled == {}
    assert rows[0][:2] == ("read", "")
    for state_of, problem, _ in rows:
        assert state_of in (Text.READ, Text.PARTLY) or problem in problems.PROBLEMS


def test_ten_thousand_pages_are_read_in_bounded_memory(tmp_path):
    path = tmp_path / "long.pdf"
    path.write_bytes(samples.pdf([f"Sidan {number}" for number in range(1, 10_002)]))
    *pages, end = stream(
        "intranet.files.extract.reader.read", str(path), "long.pdf", seconds=120, megabytes=768
    )
    assert len(pages) == 10_000
    assert pages[-1] == [10_000, "page", "", "Sidan 10000"]
    assert end == {"media_type": "application/pdf", "places": 10_000, "problem": "too_many_places"}


def test_a_thousand_bad_files_have_a_state_each(tmp_path):
    began = time.monotonic()
    found = outcomes(tmp_path, mutations.mutants(COUNTS, SEED))
    assert len(found) == sum(COUNTS.values()) == 1000 - IMAGES
    died = [(name, str(told)) for name, told in found if isinstance(told, ConfinedError)]
    assert died == []
    states = Counter((name.rpartition(".")[2], state(told)) for name, told in found if isinstance(told, list))
    problems_met = Counter(told[-1]["problem"] for _, told in found if isinstance(told, list))
    # The mutations are neither harmless nor hopeless: of every kind some are read and some are not.
    for ending in COUNTS:
        assert states[ending, Text.READ] + states[ending, Text.PARTLY] > 0, states
        if ending != "txt":
            assert states[ending, Text.UNREADABLE] + states[ending, Text.PARTLY] > 0, states
    assert problems_met["damaged"] > 100
    print(f"{len(found)} files in {time.monotonic() - began:.0f} s: {dict(states)} {dict(problems_met)}")  # noqa: T201
