"""A thousand bad files: none ends a process, none takes long, each has a state that says what it is."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from intranet.files import passages, problems
from intranet.files.confined import ConfinedError, stream
from intranet.files.versions import DocumentVersion
from tests.intranet import file_mutations as mutations

SEED = 20261122
COUNTS = {"pdf": 320, "docx": 140, "xlsx": 130, "pptx": 110, "odt": 120, "txt": 20}
IMAGES = 160
LONGEST = 10.0
"""Seconds that any of these small files may take; the limit in use is twelve times that."""
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
    last, version = 0, DocumentVersion()
    for place in places:
        last = passages._passage(version, place, last).position
    assert end["problem"] == "" or end["problem"] in problems.PROBLEMS
    assert end["places"] >= last
    return problems.state_after(end["problem"], anything=bool(places))


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
