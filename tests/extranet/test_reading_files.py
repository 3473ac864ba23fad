"""A paper's file: what the browser is told of it, in parts and whole, and who is led to the step-up."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from extranet.exceptions.models import BreakGlass
from extranet.mandates.models import Audit
from extranet.papers.models import PaperVersion, store
from extranet.receipts.models import ReadReceipt
from intranet.audit.models import Event
from tests.extranet.make import (
    make_body,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_version,
    mark_secret,
    place,
)
from tests.factories import make_person, make_superuser

pytestmark = pytest.mark.django_db

TEXT = b"%PDF-1.7 " + bytes(range(256)) * 700


@pytest.fixture(autouse=True)
def _papers(settings, tmp_path):
    settings.PAPERS_DIR = tmp_path / "papers"


@pytest.fixture
def body():
    return make_body()


@pytest.fixture
def placed(body):
    item = make_item(make_meeting(body, state="summoned"), neutral_title="Neutralt", title="Avslöjande")
    return place(item, make_version(make_paper(title="Avslöjande rubrik"), TEXT))


@pytest.fixture
def member(body, client):
    person = make_member(body)
    client.force_login(person)
    return person


def prove(client) -> None:
    """As after a second factor, just now."""
    session = client.session
    session["account_authentication_methods_user"] = client.session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()


def ask(client, placed, method: str = "get", **headers):
    return getattr(client, method)(reverse("paper_file", args=[placed.pk]), headers=headers)


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_it_opens_in_the_browsers_own_viewer(client, member, placed):
    response = ask(client, placed)
    assert content(response) == TEXT
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "inline; filename*=UTF-8''handling.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == str(len(TEXT))
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "sandbox" not in response["Content-Security-Policy"]


def test_what_browsers_should_not_show_is_downloaded(client, member, placed):
    for content_type in ("text/html", "image/svg+xml", "application/zip"):
        other = place(placed.item, make_version_of(content_type))
        response = ask(client, other)
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"]


def make_version_of(content_type: str):
    return PaperVersion.objects.create(
        paper=make_paper(),
        number=1,
        file=ContentFile(b"<script>", name="x"),
        sha256="1" * 64,
        size=8,
        content_type=content_type,
        filename="sida.html",
        made_by=make_person(),
    )


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-3", 0, 3),
        ("bytes=100000-100010", 100000, 100010),
        ("bytes=-5", len(TEXT) - 5, len(TEXT) - 1),
        (f"bytes={len(TEXT) - 2}-", len(TEXT) - 2, len(TEXT) - 1),
        (f"bytes=7-{len(TEXT) * 9}", 7, len(TEXT) - 1),
        (f"bytes=-{len(TEXT) * 9}", 0, len(TEXT) - 1),
    ],
)
def test_a_part_of_it(client, member, placed, asked, first, last):
    response = ask(client, placed, range=asked)
    assert response.status_code == 206
    assert content(response) == TEXT[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(TEXT)}"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "items=0-3", "bytes=-", "bytes=5-2", "bytes=a-b"])
def test_what_is_not_one_range_gets_the_whole(client, member, placed, asked):
    response = ask(client, placed, range=asked)
    assert response.status_code == 200
    assert content(response) == TEXT


@pytest.mark.parametrize("asked", [f"bytes={len(TEXT)}-", "bytes=-0"])
def test_a_part_that_is_not_there(client, member, placed, asked):
    response = ask(client, placed, range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(TEXT)}"


def test_a_part_of_another_version_is_not_mixed_in(client, member, placed):
    etag = ask(client, placed)["ETag"]
    assert ask(client, placed, **{"range": "bytes=5-9", "if-range": etag}).status_code == 206
    response = ask(client, placed, **{"range": "bytes=5-9", "if-range": '"another"'})
    assert response.status_code == 200
    assert content(response) == TEXT


def test_asking_for_the_head_reads_nothing(client, member, placed):
    response = ask(client, placed, "head", range="bytes=0-3")
    assert response.status_code == 200
    assert response["Content-Length"] == str(len(TEXT))
    assert content(response) == b""
    assert not ReadReceipt.objects.exists()


def test_a_copy_at_hand_is_confirmed_only_after_the_rule(client, member, placed):
    response = ask(client, placed)
    assert response["Cache-Control"] == "private, no-cache"
    etag = response["ETag"]
    again = ask(client, placed, **{"if-none-match": etag})
    assert again.status_code == 304
    assert again["ETag"] == etag
    member.mandates.update(end=timezone.localdate() - timedelta(days=1))
    assert ask(client, placed, **{"if-none-match": etag}).status_code == 404


def test_a_secret_one_asks_for_a_step_up_and_leaves_no_trace(client, member, placed):
    mark_secret(placement=placed)
    refused = ask(client, placed)
    assert refused.status_code == 302
    assert refused["Location"].startswith(reverse("step_up"))
    assert "handling.pdf" not in str(refused.headers)
    page = client.get(reverse("paper", args=[placed.pk])).content.decode()
    assert "Handlingen är låst" in page
    assert reverse("paper_file", args=[placed.pk]) not in page
    prove(client)
    response = ask(client, placed)
    assert content(response) == TEXT
    assert response["Cache-Control"] == "private, no-store"
    assert not response.has_header("ETag")
    assert response["Content-Disposition"] == f"inline; filename*=UTF-8''handling-{placed.pk}.pdf"
    assert ask(client, placed, **{"if-none-match": f'"{placed.version.sha256}"'}).status_code == 200
    assert ask(client, placed, **{"range": "bytes=0-3", "if-range": '"x"'}).status_code == 200
    page = client.get(reverse("paper", args=[placed.pk])).content.decode()
    assert reverse("paper_file", args=[placed.pk]) in page


def test_the_agenda_offers_to_unlock_what_is_secret_and_no_more(client, member, placed):
    mark_secret(placement=placed)
    path = reverse("meeting", args=[placed.item.meeting_id])
    assert "Lås upp handlingarna" in client.get(path).content.decode()
    prove(client)
    assert "Lås upp handlingarna" not in client.get(path).content.decode()


def test_a_substitute_who_does_not_serve_is_told_why(client, body, placed):
    client.force_login(make_member(body, "ersattare"))
    mark_secret(placement=placed)
    page = client.get(reverse("agenda_item", args=[placed.item_id])).content.decode()
    assert "Neutralt" in page
    assert "Avslöjande" not in page
    assert "Ditt uppdrag ger inte rätt" in page
    for name in ("paper", "paper_file"):
        assert client.get(reverse(name, args=[placed.pk])).status_code == 404


def test_what_is_not_known_answers_like_what_is_missing(client, placed):
    client.force_login(make_member(make_body()))
    missing = client.get(reverse("paper_file", args=[999999]))
    for path in (
        reverse("paper_file", args=[placed.pk]),
        reverse("paper", args=[placed.pk]),
        reverse("agenda_item", args=[placed.item_id]),
        reverse("meeting", args=[placed.item.meeting_id]),
        reverse("body", args=[placed.item.meeting.body.slug]),
        "/sammantraden/99999999999999999999999999/",
        "/sammantraden/finns-inte/",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, missing.content), path


def test_a_file_that_is_gone_is_a_404(client, member, placed):
    store().delete(placed.version.file.name)
    assert ask(client, placed).status_code == 404


def test_the_first_and_the_last_opening_are_kept(client, member, placed):
    content(ask(client, placed))
    first = ReadReceipt.objects.get()
    assert (first.person, first.placement) == (member, placed)
    content(ask(client, placed, range="bytes=100-200"))
    assert ReadReceipt.objects.get().last_opened == first.last_opened
    content(ask(client, placed))
    again = ReadReceipt.objects.get()
    assert again.first_opened == first.first_opened
    assert again.last_opened > first.last_opened


def readings() -> list[tuple[str, str]]:
    events = Event.objects.filter(kind=Event.Kind.PAPER_READ).order_by("pk")
    return [(event.object_kind, event.object_id) for event in events]


def test_an_auditors_readings_are_logged(client, body, placed):
    auditors = make_body("Revisorerna", "revision")
    Audit.objects.create(auditing=auditors, audited=body)
    auditor = make_member(auditors, "revisor")
    client.force_login(auditor)
    client.get(reverse("meetings"))
    assert readings() == []
    meeting = placed.item.meeting
    client.get(reverse("meeting", args=[meeting.pk]))
    client.get(reverse("agenda_item", args=[placed.item_id]))
    client.get(reverse("paper", args=[placed.pk]))
    assert content(ask(client, placed)) == TEXT
    # Nor does a reading begin in the middle of the file, where nobody would note it.
    assert content(ask(client, placed, range="bytes=5-9")) == TEXT
    assert readings() == [
        ("extranet.meeting", str(meeting.pk)),
        ("extranet.agendaitem", str(placed.item_id)),
        *[("extranet.placement", str(placed.pk))] * 3,
    ]
    assert not ReadReceipt.objects.exists()
    event = Event.objects.filter(kind=Event.Kind.PAPER_READ).latest("pk")
    assert event.actor_id == auditor.pk
    assert "Avslöjande" not in f"{event.object_label} {event.detail}"


def test_a_members_readings_are_not_logged(client, member, placed):
    client.get(reverse("meeting", args=[placed.item.meeting_id]))
    content(ask(client, placed))
    assert readings() == []


def test_broken_glass_is_logged_and_rank_gives_nothing(client, body, placed):
    administrator = make_superuser()
    client.force_login(administrator)
    assert ask(client, placed).status_code == 404
    BreakGlass.objects.create(
        person=administrator, body=body, reason="Brand", expires=timezone.now() + timedelta(hours=1)
    )
    content(ask(client, placed))
    assert readings() == [("extranet.placement", str(placed.pk))]
    mark_secret(placement=placed)
    prove(client)
    assert ask(client, placed).status_code == 404
