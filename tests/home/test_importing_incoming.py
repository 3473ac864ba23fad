"""Files that editors send in: kept, read aside, looked at, made drafts of; seen by those whom the place admits."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from home.importing.incoming import tasks
from home.importing.incoming.models import Delivery, IncomingPicture, IncomingText
from home.importing.incoming.receiving import receive
from home.importing.reading import SAID
from home.knowledge.index import KnowledgeIndexPage
from home.models import KnowledgePage
from home.roles import EDITORS
from intranet.files.types import PROGRAM
from intranet.jobs.models import Job
from tests.factories import declare_audience, make_group, make_page
from tests.home import odt_files
from tests.home.admin_help import Place, signed_in
from tests.home.word_files import bold, cell, drawing, item, p, png, run, table, word

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = IncomingText.State

TEXT = word(
    p("Nycklar", style="Rubrik")
    + p("Det här gör du", style="Rubrik1")
    + item("Hämta nyckeln.")
    + item("Skriv under.")
    + bold("Mer att veta")
    + p("Lämna aldrig ut nyckeln.", run(" <fara>".replace("<", "&lt;").replace(">", "&gt;")))
    + p(drawing("b1", ""))
    + p(drawing("b2", "En ritning")),
    relations={"b1": ("image", "media/image1.png"), "b2": ("image", "media/image2.emf")},
    files={"word/media/image1.png": png(), "word/media/image2.emf": b"\x01\x00\x00\x00 no picture"},
)


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def editor(place):
    return place.person("sara.nyberg", EDITORS)


def send(place, user, *files: tuple[str, bytes]) -> list[IncomingText]:
    uploaded = [SimpleUploadedFile(name, data) for name, data in files]
    return list(receive(uploaded, place.routines, user).texts.order_by("pk"))


@pytest.fixture
def text(place, editor) -> IncomingText:
    (row,) = send(place, editor, ("nycklar.docx", TEXT))
    assert tasks.read_waiting.call() == 1
    row.refresh_from_db()
    return row


def form(**fields: object) -> dict:
    return {
        "title": "Nycklar",
        "slug": "nycklar",
        "kind": "rutin",
        "alt_0": "En nyckel",
        "action": "save",
    } | fields


def test_files_are_sent_in_read_and_listed(place, editor, django_capture_on_commit_callbacks):
    client = signed_in(editor)
    assert "Här finns inga filer" in client.get(reverse("incoming_list")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("incoming_upload"),
            {
                "place": place.routines.pk,
                "files": [
                    SimpleUploadedFile("nycklar.docx", TEXT),
                    SimpleUploadedFile("gammal.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"),
                    SimpleUploadedFile("tom.docx", b""),
                ],
            },
        )
    assert answer.url == reverse("incoming_list")
    job = Job.objects.get()
    assert (job.name, job.state, job.total) == ("Inläsning av 2 filer", Job.State.WAITING, 2)
    assert "0 av 2 klara" in client.get(reverse("incoming_list")).content.decode()
    assert tasks.read_waiting.call() == 2
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, 2)
    assert [(row.name, row.state) for row in IncomingText.objects.order_by("pk")] == [
        ("nycklar.docx", State.DOUBTFUL),
        ("gammal.docx", State.UNREADABLE),
        ("tom.docx", State.UNREADABLE),
    ]
    page = client.get(reverse("incoming_list")).content.decode()
    assert "låst med lösenord" in page
    assert "Filen är tom." in page
    assert "1 ställe är osäkert" in page or "ställen är osäkra" in page
    assert "nycklar.docx" not in client.get(f"{reverse('incoming_list')}?lage=unreadable").content.decode()


@pytest.mark.parametrize("name", ["program.docx", "program.odt", "setup.exe"])
def test_a_program_is_called_one_and_not_handed_out_again(place, editor, name):
    (row,) = send(place, editor, (name, b"MZ\x90\x00\x03 program"))
    assert (row.state, row.reason) == (State.UNREADABLE, PROGRAM)
    assert not row.file
    client = signed_in(editor)
    page = client.get(reverse("incoming_list")).content.decode()
    assert "Filen är ett program" in page
    assert "Hämta filen" not in page
    assert client.get(reverse("incoming_file", args=[row.pk])).status_code == 404
    assert not Job.objects.filter(state=Job.State.WAITING).exists()


def test_what_is_asked_for_and_what_is_refused_are_told_in_the_same_words(place, editor):
    (row,) = send(place, editor, ("ark.xlsx", b"PK\x03\x04 ark"))
    tasks.read_waiting.call()
    row.refresh_from_db()
    assert row.reason == f"Filtypen .xlsx läses inte in, bara {SAID}."
    assert f"{SAID}, upp till" in signed_in(editor).get(reverse("incoming_upload")).content.decode()


def test_a_text_written_by_hand_may_begin_as_a_program_does(place, editor):
    (row,) = send(place, editor, ("mz.md", "MZ-blanketten\n\n## Det här gör du\n\n1. Fyll i.\n".encode()))
    tasks.read_waiting.call()
    row.refresh_from_db()
    assert row.state in (State.READY, State.DOUBTFUL)


def test_an_opendocument_text_is_sent_in_and_becomes_a_page(place, editor):
    body = (
        odt_files.p("Lånecyklar", style="Title")
        + odt_files.h("Det här gör du")
        + odt_files.listing(odt_files.item("Boka cykeln."), odt_files.item("Hämta den."))
        + odt_files.h("Var de står")
        + odt_files.p("I garaget.", odt_files.image("Pictures/cykel.png", "En cykel"))
    )
    text = odt_files.odt(body, files={"Pictures/cykel.png": png()})
    locked = odt_files.odt(body, files={"encrypted-package": b"x"})
    assert ".odt" in signed_in(editor).get(reverse("incoming_upload")).content.decode()
    good, bad = send(place, editor, ("cyklar.odt", text), ("last.odt", locked))
    assert tasks.read_waiting.call() == 2
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == (State.READY, State.UNREADABLE)
    assert "Ta bort lösenordet" in bad.reason
    page = signed_in(editor).get(reverse("incoming_preview", args=[good.pk])).content.decode()
    assert "Lånecyklar</h1>" in page or "<h1>Lånecyklar" in page
    answer = signed_in(editor).post(
        reverse("incoming_review", args=[good.pk]),
        form(title="Lånecyklar", slug="lanecyklar", alt_0="En cykel"),
    )
    assert answer.status_code == 302
    saved = KnowledgePage.objects.get().specific.get_latest_revision_as_object()
    assert [step["title"] for step in saved.answer[0].value] == ["Boka cykeln.", "Hämta den."]
    assert [block.block_type for block in saved.body] == ["section", "image"]


def test_what_is_missing_in_the_form_is_said_and_the_place_kept(place, editor):
    answer = signed_in(editor).post(reverse("incoming_upload"), {"place": place.routines.pk})
    assert answer.status_code == 422
    assert "Välj minst en fil." in answer.content.decode()
    assert not Delivery.objects.exists()


def test_more_than_the_proxy_lets_through_is_refused_in_words(place, editor, monkeypatch):
    monkeypatch.setattr("home.admin.incoming.views.MAX_TOTAL", 10)
    files = [SimpleUploadedFile("a.docx", b"x" * 6), SimpleUploadedFile("b.docx", b"x" * 6)]
    answer = signed_in(editor).post(reverse("incoming_upload"), {"place": place.routines.pk, "files": files})
    assert answer.status_code == 422
    assert "i flera omgångar" in answer.content.decode()
    assert not Delivery.objects.exists()


def test_a_file_that_is_too_large_is_refused_without_being_kept(place, editor, monkeypatch):
    monkeypatch.setattr("home.importing.incoming.receiving.MAX_BYTES", 10)
    (row,) = send(place, editor, ("stor.docx", b"x" * 11))
    assert (row.state, bool(row.file)) == (State.UNREADABLE, False)
    assert "Dela den" in row.reason


def test_review_shows_file_and_page_side_by_side_with_what_is_unsure(editor, text):
    client = signed_in(editor)
    page = client.get(reverse("incoming_review", args=[text.pk])).content.decode()
    assert "Fet rad tolkad som rubrik." in page
    assert "Lämna aldrig ut nyckeln. &lt;fara&gt;" in page
    assert 'value="Nycklar"' in page
    result = client.get(reverse("incoming_preview", args=[text.pk]))
    html = result.content.decode()
    assert "Hämta nyckeln." in html
    assert re.search('<mark class="unsure" id="osaker-[0-9]+">Fet rad tolkad som rubrik.</mark>', html)
    assert "&lt;fara&gt;" in html
    picture, attached = text.pictures.all()
    assert f'src="{reverse("incoming_picture", args=[text.pk, picture.pk])}"' in html
    assert "Bilaga: En ritning" in html
    shown = client.get(reverse("incoming_picture", args=[text.pk, picture.pk]))
    assert (shown["Content-Type"], b"".join(shown.streaming_content)[:4]) == ("image/png", b"\x89PNG")
    kept = client.get(reverse("incoming_picture", args=[text.pk, attached.pk]))
    assert kept["Content-Disposition"].startswith("attachment")
    assert not get_image_model().objects.exists()
    assert not KnowledgePage.objects.exists()


def test_saving_makes_the_draft_with_pictures_and_attachments(place, editor, text):
    answer = signed_in(editor).post(
        reverse("incoming_review", args=[text.pk]),
        form(owner=place.owner.pk, valid_from="2026-12-01", summary="Så får du en nyckel."),
    )
    text.refresh_from_db()
    page = KnowledgePage.objects.get().specific
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (text.state, text.page_id) == (State.SAVED, page.pk)
    assert (page.title, page.live, page.owner) == ("Nycklar", False, editor)
    assert page.slug == "nycklar"
    assert page.get_latest_revision().user == editor
    draft = page.get_latest_revision_as_object()
    assert [step["title"] for step in draft.answer_steps] == ["Hämta nyckeln.", "Skriv under."]
    assert (draft.owner_function, draft.summary) == (place.owner, "Så får du en nyckel.")
    assert draft.valid_from.isoformat() == "2026-12-01"
    assert [block.block_type for block in draft.body] == ["text", "image", "attachment"]
    assert "<h3>Mer att veta</h3>" in draft.body[0].value.source
    assert get_image_model().objects.get().alt == "En nyckel"
    assert get_document_model().objects.get().title == "En ritning"


def test_all_that_is_unsure_is_marked_on_both_sides_and_what_was_left_out_is_named(place, editor):
    rows = cell("Dag") + cell("Tid"), cell("8", properties='<w:gridSpan w:val="2"/>')
    body = (
        p("Nycklar", style="Rubrik") + bold("Hämta") + p("Gå dit.") + bold("Hämta") + p("Gå dit igen.")
        + item("Ring.") + p("Säg vem du är.") + item("Vänta.") + table(*rows) + p(drawing("b", "x&#10;Automatiskt "
        "genererad beskrivning")) + p(run("Kod 1234", "<w:vanish/>"), "Synlig.")
    )  # fmt: skip
    data = word(body, relations={"b": ("image", "media/karta.png")}, files={"word/media/karta.png": png()})
    (row,) = send(place, editor, ("nycklar.docx", data))
    tasks.read_waiting.call()
    row.refresh_from_db()
    client = signed_in(editor)
    page = client.get(reverse("incoming_review", args=[row.pk])).content.decode()
    html = client.get(reverse("incoming_preview", args=[row.pk])).content.decode()
    unsure = [number for number, one in enumerate(row.source["told"]) if one["state"] == "unsure"]
    assert len(unsure) == 5
    assert re.findall(r'href="[^"]+#osaker-(\d+)" target="incoming-page"', page) == [str(n) for n in unsure]
    assert sorted(int(n) for n in re.findall(r'id="osaker-(\d+)"', html)) == unsure
    assert html.index("Gå dit.") < html.index(f'id="osaker-{unsure[1]}"') < html.index("Gå dit igen.")
    assert re.search(r'</table>\s*<mark class="unsure"', html)
    assert re.search(r'data-source="karta.png"[^>]*/?>\s*<mark', html)
    assert "Dold text togs inte med." in page
    assert "”Kod 1234”" in page
    assert "Kod 1234" not in html


def test_a_form_in_error_loses_nothing_and_says_what_is_wrong(editor, text):
    client = signed_in(editor)
    answer = client.post(
        reverse("incoming_review", args=[text.pk]),
        form(title="", alt_0="", summary="Behåll mig", valid_from="i maj"),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Skriv en titel." in page
    assert "Skriv vad bilden visar." in page
    assert "Behåll mig" in page
    assert "i maj" in page
    assert not KnowledgePage.objects.exists()
    assert "Behåll mig" in client.get(reverse("incoming_review", args=[text.pk])).content.decode()


def test_what_has_been_entered_is_there_the_next_time(editor, text):
    client = signed_in(editor)
    client.post(reverse("incoming_review", args=[text.pk]), form(title="Nycklar och taggar", action="keep"))
    again = signed_in(editor)
    assert "Nycklar och taggar" in again.get(reverse("incoming_review", args=[text.pk])).content.decode()
    assert "<h1>Nycklar och taggar" in again.get(reverse("incoming_preview", args=[text.pk])).content.decode()
    assert not KnowledgePage.objects.exists()


def test_a_kind_that_the_text_does_not_fit_is_refused_with_the_reason(editor, text):
    answer = signed_in(editor).post(reverse("incoming_review", args=[text.pk]), form(kind="checklista"))
    assert answer.status_code == 422
    assert "har annat än punkter" in answer.content.decode()
    assert not Page.objects.filter(slug__startswith="nycklar").exists()


def test_a_list_becomes_a_checklist(place, editor):
    (row,) = send(
        place,
        editor,
        ("start.docx", word(p("Före", style="Rubrik1") + item("Beställ dator.", 2) + item("Ring.", 2))),
    )
    tasks.read_waiting.call()
    signed_in(editor).post(
        reverse("incoming_review", args=[row.pk]),
        {"title": "Start", "slug": "start", "kind": "checklista", "action": "save"},
    )
    sections = KnowledgePage.objects.get().specific.get_latest_revision_as_object().sections
    assert [i["text"] for i in sections[0].value["items"]] == ["Beställ dator.", "Ring."]


def test_what_a_kind_changes_in_the_text_is_told_beside_it(place, editor):
    body = p("Före", style="Rubrik1") + p("I god tid.") + item("Beställ dator.", 2) + item("Ring.", 2)
    (row,) = send(place, editor, ("start.docx", word(p("Ny kollega", style="Rubrik") + body)))
    tasks.read_waiting.call()
    client = signed_in(editor)
    address = reverse("incoming_review", args=[row.pk])
    assert "Skriv det korta svaret på sidan, i steg." in client.get(address).content.decode()
    client.post(address, form(title="Start", slug="start", kind="checklista", action="keep"))
    page = client.get(address).content.decode()
    assert "flyttades till inledningen: ”I god tid.”" in page
    assert "det korta svaret" not in page
    assert (
        "<b>Före:</b> I god tid." in client.get(reverse("incoming_preview", args=[row.pk])).content.decode()
    )


def test_a_file_that_is_passed_over_can_be_taken_up_again(editor, text):
    client = signed_in(editor)
    address = reverse("incoming_review", args=[text.pk])
    client.post(address, {"action": "skip"})
    text.refresh_from_db()
    assert text.state == State.SKIPPED
    assert "Granska den ändå" in client.get(address).content.decode()
    client.post(address, {"action": "reopen"})
    text.refresh_from_db()
    assert text.state == State.DOUBTFUL


def test_deleting_asks_first_and_takes_the_files_along(editor, text, django_capture_on_commit_callbacks):
    client = signed_in(editor)
    address = reverse("incoming_delete", args=[text.pk])
    assert "Vill du ta bort" in client.get(address).content.decode()
    assert IncomingText.objects.exists()
    kept, name = text.file.storage, text.file.name
    assert kept.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    assert not IncomingText.objects.exists()
    assert not IncomingPicture.objects.exists()
    assert not kept.exists(name)


def addresses(text: IncomingText) -> list[str]:
    one = [text.pk]
    picture = text.pictures.first()
    return [
        *(reverse(f"incoming_{name}", args=one) for name in ("review", "preview", "file", "delete")),
        reverse("incoming_picture", args=[text.pk, picture.pk if picture else 1]),
    ]


def test_others_see_a_file_only_if_they_may_work_with_its_place(place, editor, text):
    closed = make_page(KnowledgeIndexPage(title="Sluten", slug="sluten"))
    group = make_group("Bara vi")
    declare_audience(closed, "groups", group)
    make_page(KnowledgeIndexPage(title="Andra", slug="andra"))
    from home.roles import ensure_roles

    ensure_roles()
    colleague = place.person("karin.ek", EDITORS)
    member = place.person("maria.holm", EDITORS)
    member.groups.add(group)
    reader = place.person("amina.lund")
    for address in addresses(text):
        assert signed_in(colleague).get(address).status_code == 200
        refused = signed_in(reader).get(address)
        assert refused.status_code == 404
        assert refused.content == signed_in(reader).get("/admin/finns-inte/").content
    Delivery.objects.update(place=closed)
    missing = signed_in(colleague).get(reverse("incoming_file", args=[999_999]))
    for address in addresses(text):
        assert signed_in(member).get(address).status_code == 200
        refused = signed_in(colleague).get(address)
        assert refused.status_code == 404
        assert refused.content == missing.content
        # Who sent it in has lost the place, and the file with it.
        assert signed_in(editor).get(address).status_code == 404
    assert "nycklar.docx" in signed_in(member).get(reverse("incoming_list")).content.decode()
    assert "nycklar.docx" not in signed_in(colleague).get(reverse("incoming_list")).content.decode()
    assert signed_in(colleague).post(addresses(text)[0], {"action": "skip"}).status_code == 404
    answer = signed_in(colleague).post(
        reverse("incoming_upload"), {"place": closed.pk, "files": [SimpleUploadedFile("a.docx", TEXT)]}
    )
    assert answer.status_code == 422
