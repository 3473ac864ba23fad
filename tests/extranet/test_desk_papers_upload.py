"""Files come in through the desk's addresses: piece by piece with breaks, or whole by the plain form."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from extranet.meetings.models import Meeting
from extranet.papers.models import PaperVersion
from extranet.papers.storing import opened
from extranet.placements.models import Placement
from extranet.placements.uploads import Upload
from extranet.texts import tasks
from tests.extranet.make import make_body, make_item, make_matter, make_meeting, make_member
from tests.factories import make_home
from tests.intranet import file_samples as samples

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PIECE = 8000


def pdf(number: int) -> bytes:
    return b"%PDF-1.7\n% nummer " + str(number).encode() + b"\n" + b"% fyllnad\n" * 500


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.PAPERS_DIR = tmp_path / "papers"
    make_home()
    return settings.PAPERS_DIR


@pytest.fixture
def meeting():
    return make_meeting(make_body("Tekniska nämnden"))


@pytest.fixture
def items(meeting):
    return [
        make_item(meeting, matter=make_matter(), number=n, order=n, title=f"Ärende {n}") for n in range(1, 13)
    ]


@pytest.fixture
def secretary(meeting, client):
    person = make_member(meeting.body, "sekreterare", username="sara.sekr")
    client.force_login(person)
    return person


class Cut(io.BytesIO):
    """What a web server reads from a line that is cut after so many bytes."""

    def read(self, size=-1):
        data = super().read(size)
        if not data:
            raise OSError("the line was cut")
        return data


class Sender:
    """As the page's script: asks where the server has got to, sends a piece from there, begins anew after a break."""

    def __init__(self, client: Client, meeting: Meeting) -> None:
        self.client, self.meeting = client, meeting

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str):
        told = {"Tus-Resumable": "1.0.0", **headers}
        return self.client.generic(method, path, body, "application/offset+octet-stream", headers=told)

    def begin(self, name: str, size: int, assured: str = "1", item: str = "", **headers: str):
        values = {"filename": name, "stamp": "1", "assured": assured, "item": item}
        coded = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in values.items() if v)
        return self.ask(
            "POST",
            reverse("desk_uploads", args=[self.meeting.pk]),
            **{"Upload-Length": str(size), "Upload-Metadata": coded, **headers},
        )

    def send(self, name: str, content: bytes, cut_at: int = -1, **more: str) -> str:
        """The upload's address. With `cut_at` the line is cut once there, and the page loaded anew."""
        begun = self.begin(name, len(content), **more)
        address, offset = begun["Location"], int(begun["Upload-Offset"])
        while offset < len(content):
            piece = content[offset : offset + PIECE]
            if offset <= cut_at < offset + len(piece):
                self.cut(address, offset, piece, cut_at - offset)
                cut_at = -1
                assert self.begin(name, len(content), **more)["Location"] == address
                offset = int(self.ask("HEAD", address)["Upload-Offset"])
                continue
            answer = self.ask("PATCH", address, piece, **{"Upload-Offset": str(offset)})
            assert answer.status_code == 204, (answer.status_code, answer.content)
            offset = int(answer["Upload-Offset"])
        return address

    def cut(self, address: str, offset: int, piece: bytes, after: int):
        return self.client.generic(
            "PATCH",
            address,
            piece,
            "application/offset+octet-stream",
            headers={"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset)},
            **{"wsgi.input": Cut(piece[:after])},
        )


@pytest.fixture
def sender(client, meeting, secretary) -> Sender:
    return Sender(client, meeting)


def sorted_in(client: Client, meeting: Meeting):
    """The secretary sends the table as it was proposed."""
    address = reverse("desk_sort_papers", args=[meeting.pk])
    data = {}
    for _row, form in client.get(address).context["rows"]:
        data |= {form.add_prefix(name): form.initial[name] for name in form.fields}
    return client.post(address, data, follow=True)


def test_two_hundred_papers_with_the_line_cut_twice_are_all_there_and_whole(
    sender, client, meeting, items, folder
):
    sent = {}
    for number in range(200):
        name = f"{number % 12 + 1:02} Bilaga {number}.pdf"
        sent[hashlib.sha256(pdf(number)).hexdigest()] = number % 12 + 1
        sender.send(name, pdf(number), cut_at={57: 1200, 140: 4900}.get(number, -1))
    assert Upload.objects.filter(state=Upload.State.READY).count() == 200
    answer = sorted_in(client, meeting)
    assert "200 handlingar ligger nu på dagordningen" in answer.content.decode()
    lying = {p.version.sha256: p.item.number for p in Placement.objects.select_related("version", "item")}
    assert lying == sent
    for version in PaperVersion.objects.all():
        with opened(version) as file:
            assert hashlib.sha256(file.read()).hexdigest() == version.sha256
    assert not Placement.objects.filter(published_at__isnull=False).exists()


def test_the_protocol_says_where_it_stands_and_what_is_wrong(sender, client, meeting):
    options = client.options(reverse("desk_uploads", args=[meeting.pk]))
    assert (options["Tus-Version"], options["Tus-Extension"]) == ("1.0.0", "creation,termination")
    assert sender.begin("a.pdf", 10, **{"Tus-Resumable": "0.2.2"}).status_code == 412
    assert sender.begin("", 10).status_code == 400
    content = pdf(1)
    begun = sender.begin("a.pdf", len(content))
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "0")
    address = begun["Location"]
    assert "a.pdf" not in address
    wrong = sender.ask("PATCH", address, b"x", **{"Upload-Offset": "5"})
    assert (wrong.status_code, wrong["Upload-Offset"]) == (409, "0")
    assert (
        client.patch(
            address, b"x", "text/plain", headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
        ).status_code
        == 415
    )
    head = sender.ask("HEAD", address)
    assert (head["Upload-Length"], head["Cache-Control"]) == (str(len(content)), "no-store")
    assert sender.ask("DELETE", address).status_code == 204
    assert sender.ask("HEAD", address).status_code == 404
    assert not Upload.objects.exists()


def test_nothing_is_taken_without_the_word_that_nothing_is_classified(sender, client, meeting, folder):
    refused = sender.begin("a.pdf", 10, assured="")
    assert refused.status_code == 422
    assert "säkerhetsskyddsklassificerade" in refused.content.decode()
    file = io.BytesIO(pdf(1))
    file.name = "a.pdf"
    answer = client.post(reverse("desk_add_files", args=[meeting.pk]), {"files": [file]}, follow=True)
    assert "Bekräfta att filerna inte innehåller" in answer.content.decode()
    assert not Upload.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_over_the_limit_and_one_of_the_wrong_sort_are_told_in_words(sender, client, meeting, settings):
    settings.PAPERS_MEGABYTES = 1
    refused = sender.begin("stor.pdf", 1024 * 1024 + 1)
    assert (refused.status_code, refused.content.decode()) == (
        413,
        "Filen är större än 1 MB. Dela upp den eller spara den mindre.",
    )
    program = b"MZ\x90" + bytes(100)
    address = sender.begin("kallelse.pdf", len(program))["Location"]
    answer = sender.ask("PATCH", address, program, **{"Upload-Offset": "0"})
    assert answer.status_code == 422
    page = client.get(reverse("desk_meeting_papers", args=[meeting.pk])).content.decode()
    assert answer.content.decode() in page


def test_without_the_script_many_files_come_in_one_form(client, meeting, items, secretary, folder):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(secretary)
    files = []
    for name, content in (
        ("03 Yttrande.pdf", pdf(3)),
        ("Ärende 4 bilaga 1.pdf", pdf(4)),
        ("virus.exe", b"MZ\x90" + bytes(9)),
    ):
        file = io.BytesIO(content)
        file.name = name
        files.append(file)
    address = reverse("desk_add_files", args=[meeting.pk])
    data = {"assured": "1", "files": files}
    assert strict.post(address, data).status_code == 403  # without the token
    for file in files:
        file.seek(0)
    page = strict.get(reverse("desk_meeting_papers", args=[meeting.pk]))
    form = page.content.decode().partition('id="drop"')[2].partition("</form>")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form).group(1)
    answer = strict.post(address, {**data, "csrfmiddlewaretoken": token}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("desk_sort_papers", args=[meeting.pk])
    assert "virus.exe" in answer.content.decode()
    proposed = {row.upload.name: form.initial["item"] for row, form in answer.context["rows"]}
    assert proposed == {"03 Yttrande.pdf": items[2].pk, "Ärende 4 bilaga 1.pdf": items[3].pk}
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 2


def test_more_files_than_a_form_takes_is_told_and_leaves_nothing(
    client, meeting, secretary, settings, folder
):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    files = []
    for number in range(5):
        files.append(io.BytesIO(pdf(number)))
        files[-1].name = f"{number}.pdf"
    address = reverse("desk_add_files", args=[meeting.pk])
    answer = client.post(address, {"assured": "1", "files": files})
    assert answer.status_code == 302
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_dropped_on_an_item_belongs_there_whatever_it_is_called(sender, client, meeting, items):
    sender.send("07 Tjänsteskrivelse.pdf", pdf(1), item=str(items[1].pk))
    sorted_in(client, meeting)
    assert Placement.objects.get().item == items[1]


def test_what_is_wrong_in_the_table_is_said_and_nothing_typed_is_lost(sender, client, meeting, items):
    sender.send("01 Ett.pdf", pdf(1))
    sender.send("02 Tva.pdf", pdf(2))
    address = reverse("desk_sort_papers", args=[meeting.pk])
    data = {}
    for _row, form in client.get(address).context["rows"]:
        data |= {form.add_prefix(name): form.initial[name] for name in form.fields}
    first, second = (form for _row, form in client.get(address).context["rows"])
    data |= {first.add_prefix("title"): "", second.add_prefix("title"): "En egen rubrik"}
    page = client.post(address, data).content.decode()
    assert "Skriv en rubrik." in page
    assert "En egen rubrik" in page
    assert not Placement.objects.exists()


def test_the_same_file_twice_is_told_before_and_when_it_is_put_on_the_item(sender, client, meeting, items):
    sender.send("01 Ett.pdf", pdf(1))
    sorted_in(client, meeting)
    sender.send("01 Samma.pdf", pdf(1))
    page = client.get(reverse("desk_meeting_papers", args=[meeting.pk])).content.decode()
    assert "Filen ligger redan i sammanträdet, som ”Ett”." in page
    answer = sorted_in(client, meeting)
    assert "Samma fil ligger redan på ärendet." in answer.content.decode()
    assert Placement.objects.count() == 1


def test_a_hostile_pdf_is_stored_and_said_to_be_unreadable(
    sender, client, meeting, items, folder, django_capture_on_commit_callbacks
):
    bombs = {
        "01 Trasig.pdf": b"%PDF-1.7\n" + b"\x00\xff" * 4000,
        "02 Last.pdf": samples.locked_pdf(["Hemligt"], "losen"),
        "03 Evig.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>\n",
    }
    for name, content in bombs.items():
        sender.send(name, content)
    sorted_in(client, meeting)
    assert Placement.objects.count() == 3
    tasks.read_papers.call()
    page = client.get(reverse("desk_meeting_papers", args=[meeting.pk])).content.decode()
    assert page.count("Texten går inte att söka i:") == 3
    assert "filen är låst med lösenord" in page
    for placed in Placement.objects.select_related("version"):
        with opened(placed.version) as file:
            assert (
                file.read()
                == bombs[placed.version.paper.matter.treatments.get().number and _name(placed, bombs)]
            )


def _name(placed: Placement, bombs: dict[str, bytes]) -> str:
    return next(name for name in bombs if name.startswith(f"{placed.item.number:02}"))


def test_uploads_are_their_senders_alone(sender, client, meeting, items):
    address = sender.send("01 Ett.pdf", pdf(1))
    other = make_member(meeting.body, "sekreterare", username="olle.sekr")
    client.force_login(other)
    for method in ("HEAD", "PATCH", "DELETE"):
        assert sender.ask(method, address, b"", **{"Upload-Offset": "0"}).status_code == 404
    assert client.post(f"{address}kasta/").status_code == 404
    assert "01 Ett.pdf" not in client.get(reverse("desk_meeting_papers", args=[meeting.pk])).content.decode()
    assert Upload.objects.count() == 1
    member = make_member(meeting.body, username="mia.ledamot")
    client.force_login(member)
    assert sender.begin("a.pdf", 10).status_code == 404
    assert client.get(reverse("desk_sort_papers", args=[meeting.pk])).status_code == 404


def test_names_of_files_are_in_no_log(sender, client, meeting, items, caplog):
    caplog.set_level("DEBUG")
    sender.send("01 Zqhemligt.pdf", pdf(1), cut_at=100)
    sorted_in(client, meeting)
    assert "qhemligt" not in caplog.text.lower()
