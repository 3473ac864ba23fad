"""A process of its own that receives a file, and may be killed while it does."""

from __future__ import annotations

import hashlib
import io
import json
import os
import resource
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import django

PDF = b"%PDF-1.7\n" + b"% fyllnad\n" * 5000
LARGE = 500 * 1024 * 1024


def die(*_args: Any, **_kwargs: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def receive(moment: str = "") -> None:
    """Receive and put on the item what has not been; killed at that moment, if one is named."""
    from extranet.meetings.models import AgendaItem
    from extranet.papers import receiving, storing
    from extranet.papers.models import PaperVersion
    from extranet.placements import adopting, arriving
    from extranet.placements.uploads import Upload

    if PaperVersion.objects.exists():
        return
    item = AgendaItem.objects.get()
    person = item.meeting.body.mandates.get().person
    waiting = Upload.objects.filter(state=Upload.State.READY).first()
    upload = waiting or arriving.begin(person, item.meeting, "01 Skrivelse.pdf", len(PDF), stamp="1")
    if upload.state == Upload.State.COMING and upload.offset < len(PDF) // 2:
        if moment == "bytes are on the disk and the row does not say so":
            write = receiving.write
            receiving.write = lambda *args: die(write(*args))
        upload = arriving.take(upload, arriving.offset_of(upload), io.BytesIO(PDF[: len(PDF) // 2]))
    if upload.state == Upload.State.COMING:
        upload = arriving.take(upload, upload.offset, io.BytesIO(PDF[upload.offset :]))
    if moment == "the paper's file is there and its row is not":
        storing._as_next = die
    if moment == "the row is there and the part is not gone":
        receiving.remove = die
    adopting.adopt(upload, item, kind="bilaga", title="Om bron", neutral_title="Bilaga", by=person)


def sweep() -> None:
    """As a week later; then what there is."""
    from django.utils import timezone

    from extranet.papers import orphans
    from extranet.papers.models import PaperVersion
    from extranet.papers.storing import opened
    from extranet.placements.uploads import Upload

    later = timezone.now() + timedelta(days=8)
    orphans.remove_older_than(later)
    orphans.remove_parts_older_than(later)
    whole = 0
    for version in PaperVersion.objects.all():
        with opened(version) as file:
            whole += (
                hashlib.sha256(file.read()).hexdigest() == version.sha256 == hashlib.sha256(PDF).hexdigest()
            )
    from django.conf import settings

    files = sum(path.is_file() for path in Path(settings.PAPERS_DIR).rglob("*"))
    say(versions=PaperVersion.objects.count(), whole=whole, files=files, uploads=Upload.objects.count())


class Zeros:
    """What a web server reads from a line: a PDF that nobody has to hold."""

    def __init__(self, length: int) -> None:
        self.left, self.piece = length, bytes(1024 * 1024)
        self.head = io.BytesIO(b"%PDF-1.7\n")

    def readline(self) -> bytes:
        raise AssertionError("a file is no text")

    def read(self, size: int = -1) -> bytes:
        data = self.head.read(size) or self.piece[: min(size, self.left)]
        data = data[: self.left]
        self.left -= len(data)
        return data


def large() -> None:
    """A file of 500 MB through the desk's address, in one request; the process' peak before and after."""
    from base64 import b64encode

    from django.test import Client
    from django.urls import reverse

    from extranet.meetings.models import AgendaItem
    from extranet.placements.uploads import Upload

    item = AgendaItem.objects.get()
    client = Client(HTTP_HOST="localhost")
    client.force_login(item.meeting.body.mandates.get().person)

    def send(name: str, length: int) -> int:
        told = ",".join(
            f"{k} {b64encode(v.encode()).decode()}" for k, v in (("filename", name), ("assured", "1"))
        )
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(length), "Upload-Metadata": told}
        begun = client.post(reverse("desk_uploads", args=[item.meeting_id]), headers=headers)
        assert begun.status_code == 201, (begun.status_code, begun.content)
        answer = client.generic(
            "PATCH",
            begun["Location"],
            b"x",
            "application/offset+octet-stream",
            headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
            **{"wsgi.input": Zeros(length), "CONTENT_LENGTH": str(length)},
        )
        assert answer.status_code == 204, (answer.status_code, answer.content)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = send("liten.pdf", 100_000)
    after = send("stor.pdf", LARGE)
    received = Upload.objects.get(name="stor.pdf")
    say(kilobytes=after - before, size=received.size, state=received.state)


def say(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")


if __name__ == "__main__":
    django.setup()
    command, *arguments = sys.argv[1:]
    {"receive": receive, "sweep": sweep, "large": large}[command](*arguments)
