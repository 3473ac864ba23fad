"""PDFs to be bound, and what came of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from fpdf import FPDF
from pypdf import PdfReader

from extranet.bundles import making
from extranet.bundles.models import Order
from extranet.meetings.models import Meeting
from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from intranet.files.types import PDF
from tests.extranet.make import make_paper, place
from tests.factories import make_person


def pdf(words: str, pages: int = 1, **format_: Any) -> bytes:
    """Pages without tags, each of which says these words and its number."""
    paper = FPDF(**format_)
    for number in range(1, pages + 1):
        paper.add_page()
        paper.set_font("helvetica", size=12)
        paper.text(25, 40, f"{words} {number}")
    return bytes(paper.output())


def changed(data: bytes, change: Any, **saving: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as found:
        change(found)
        found.save(out, **saving)
    return out.getvalue()


def signed(data: bytes) -> bytes:
    """As a signature makes it, for whoever asks whether there is one."""
    form = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array())
    return changed(data, lambda found: setattr(found.Root, "AcroForm", form))


def locked(data: bytes, password: str = "hemligt") -> bytes:
    return changed(data, lambda _: None, encryption=pikepdf.Encryption(user=password, owner="annat"))


def placed(
    item: Any, title: str, data: bytes | None = None, content_type: str = PDF, **fields: Any
) -> Placement:
    """A paper on an item, whose pages say its title unless they are given."""
    data = data if data is not None else pdf(title)
    version = PaperVersion.objects.create(
        paper=make_paper(title=title),
        number=1,
        file=ContentFile(data, name="fil"),
        sha256="0" * 64,
        size=len(data),
        content_type=content_type,
        filename="fil",
        made_by=make_person(),
    )
    return place(item, version, **fields)


def make_all() -> int:
    """What the worker would; how many that was."""
    done = 0
    while making.make_next(timezone.now()):
        done += 1
    return done


def ask(client: Any, meeting: Meeting, **fields: Any) -> Any:
    """As the button on the meeting's page, unless told otherwise."""
    return client.post(reverse("bundle", args=[meeting.pk]), {"allt": "1", "form": "pdf", **fields})


def fetched(client: Any, meeting: Meeting, **fields: Any) -> bytes:
    """Asked for, made and fetched."""
    answer = ask(client, meeting, **fields)
    assert answer.status_code == 302, answer.content.decode()
    make_all()
    order = Order.objects.latest("pk")
    return content(client.get(reverse("bundle_file", args=[order.pk])))


def content(response: Any) -> bytes:
    assert response.status_code == 200, (response.status_code, response.headers)
    return b"".join(response.streaming_content)


def text_of(data: bytes) -> str:
    return "\n".join(pages_of(data))


def pages_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


@contextmanager
def unzipped(data: bytes) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        yield archive
