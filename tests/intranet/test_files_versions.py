"""Every file that a document has had is kept, numbered, in the transaction of its saving."""

from __future__ import annotations

import io
import threading
import zipfile
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.urls import reverse
from wagtail.models import Collection

from home import roles
from intranet.files.accepting import checked, safe_name
from intranet.files.models import CustomDocument, DocumentVersion
from tests.factories import PASSWORD, make_home, make_person

PDF = b"%PDF-1.4 "


def make(content: bytes = PDF + b"ett", name: str = "plan.pdf", **fields) -> CustomDocument:
    fields.setdefault("title", "Plan")
    return CustomDocument.objects.create(file=ContentFile(content, name=name), **fields)


def replace(document: CustomDocument, content: bytes, name: str = "plan.pdf", **said) -> CustomDocument:
    document = CustomDocument.objects.get(pk=document.pk)
    document.file = ContentFile(content, name=name)
    for field, value in said.items():
        setattr(document, field, value)
    document.save()
    return document


def told(document: CustomDocument) -> list[tuple[int, bytes]]:
    """The versions, oldest first, with their bytes."""
    versions = document.versions.order_by("number")
    return [(version.number, default_storage.open(version.file.name).read()) for version in versions]


def office(part: str, *more: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name in ("[Content_Types].xml", part, *more):
            package.writestr(name, "<a/>")
    return data.getvalue()


@pytest.fixture
def editor(client):
    make_home()
    roles.ensure_roles()
    person = make_person("maria.holm", groups=(roles.EDITORS,))
    assert client.login(username="maria.holm", password=PASSWORD)
    client.person = person
    return client


@pytest.mark.django_db
def test_a_new_document_has_its_file_as_version_one():
    person = make_person("sara")
    document = make(uploaded_by_user=person)
    version = document.versions.get()
    assert (version.number, version.filename, version.size) == (1, "plan.pdf", len(PDF) + 3)
    assert (version.media_type, version.created_by) == ("application/pdf", person)
    assert len(version.sha256) == 64
    assert version.text_state == "waiting"


@pytest.mark.django_db
def test_a_replaced_file_is_a_version_and_the_old_bytes_stay(django_capture_on_commit_callbacks):
    document = make()
    with django_capture_on_commit_callbacks(execute=True):
        replace(document, PDF + b"tva", change_note="Nya telefonnummer")
    assert told(document) == [(1, PDF + b"ett"), (2, PDF + b"tva")]
    assert document.versions.get(number=2).note == "Nya telefonnummer"


@pytest.mark.django_db
def test_the_same_file_again_makes_no_version_and_leaves_no_copy(django_capture_on_commit_callbacks):
    document = make()
    before = document.file.name
    with django_capture_on_commit_callbacks(execute=True):
        again = replace(document, PDF + b"ett", name="annat-namn.pdf")
    assert told(document) == [(1, PDF + b"ett")]
    assert again.file.name == CustomDocument.objects.get(pk=document.pk).file.name == before


@pytest.mark.django_db
def test_to_save_anything_else_makes_no_version_and_undoes_nobodys():
    document = make()
    stale = CustomDocument.objects.get(pk=document.pk)
    replace(document, PDF + b"tva")
    stale.title = "Ny titel"
    stale.save()
    fresh = CustomDocument.objects.get(pk=document.pk)
    assert fresh.title == "Ny titel"
    assert default_storage.open(fresh.file.name).read() == PDF + b"tva"
    assert [number for number, _ in told(document)] == [1, 2]
    CustomDocument.objects.only("title").get(pk=document.pk).save()
    assert [number for number, _ in told(document)] == [1, 2]


@pytest.mark.django_db
def test_a_version_goes_with_the_transaction_that_failed():
    document = make()
    with transaction.atomic():
        replace(document, PDF + b"tva")
        assert [number for number, _ in told(document)] == [1, 2]
        transaction.set_rollback(True)
    assert told(document) == [(1, PDF + b"ett")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
@pytest.mark.connections
def test_two_who_replace_at_once_are_both_kept_and_numbered():
    document = make()
    ready = threading.Barrier(2)
    failed: list[BaseException] = []

    def one(content: bytes) -> None:
        try:
            ready.wait(30)
            replace(document, content)
        except BaseException as error:  # noqa: BLE001
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(PDF + text,)) for text in (b"anna", b"bosse")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    kept = told(document)
    assert [number for number, _ in kept] == [1, 2, 3]
    assert {content for _, content in kept[1:]} == {PDF + b"anna", PDF + b"bosse"}
    document.refresh_from_db()
    assert default_storage.open(document.file.name).read() == kept[-1][1]


@pytest.mark.django_db
def test_to_delete_a_document_deletes_what_it_had(django_capture_on_commit_callbacks):
    document = make()
    replace(document, PDF + b"tva")
    names = [version.file.name for version in document.versions.all()]
    with django_capture_on_commit_callbacks(execute=True):
        CustomDocument.objects.get(pk=document.pk).delete()
    assert [name for name in names if default_storage.exists(name)] == []


@pytest.mark.django_db
def test_documents_from_before_get_their_file_as_version_one():
    migration = import_module("intranet.files.migrations.0004_first_versions")
    document = make()
    gone = make(name="borta.pdf")
    DocumentVersion.objects.all()._raw_delete("default")
    default_storage.delete(gone.file.name)
    migration.make_versions(apps, None)
    migration.make_versions(apps, None)
    version = document.versions.get()
    assert (version.number, version.media_type, version.size) == (1, "application/pdf", len(PDF) + 3)
    assert (gone.versions.get().number, gone.versions.get().sha256) == (1, "")


# Through the admin


def fields(**given) -> dict:
    return {"title": "Plan", "collection": Collection.get_first_root_node().pk, **given}


@pytest.mark.django_db
def test_every_way_in_makes_a_version(editor):
    editor.post(reverse("wagtaildocs:add"), fields(title="Ett", file=SimpleUploadedFile("a.pdf", PDF + b"1")))
    several = {
        "title": "Två",
        "collection": fields()["collection"],
        "files[]": SimpleUploadedFile("b.pdf", PDF + b"2"),
    }
    assert editor.post(reverse("wagtaildocs:add_multiple"), several).json()["success"]
    chosen = {
        f"document-chooser-upload-{name}": value
        for name, value in fields(title="Tre", file=SimpleUploadedFile("c.pdf", PDF + b"3")).items()
    }
    editor.post(reverse("wagtaildocs_chooser:create"), chosen)
    made = {
        version.document.title: (version.number, version.created_by, version.media_type)
        for version in DocumentVersion.objects.select_related("document")
    }
    expected = (1, editor.person, "application/pdf")
    assert made == {"Ett": expected, "Två": expected, "Tre": expected}


@pytest.mark.django_db
def test_an_editor_replaces_the_file_and_says_what_changed(editor, django_capture_on_commit_callbacks):
    document = make()
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(
            reverse("wagtaildocs:edit", args=[document.pk]),
            fields(file=SimpleUploadedFile("ny.pdf", PDF + b"tva"), change_note="Ny sida 3"),
        )
    assert told(document) == [(1, PDF + b"ett"), (2, PDF + b"tva")]
    second = document.versions.get(number=2)
    assert (second.created_by, second.note, second.filename) == (editor.person, "Ny sida 3", "ny.pdf")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("faktura.pdf", b"MZ\x90\x00" + b"\x00" * 300, "program"),
        ("bild.png", b"\x7fELF" + b"\x00" * 300, "program"),
        ("brev.docx", office("word/document.xml", "word/vbaProject.bin"), "makron"),
        ("sida.txt", b"<!doctype html><script>alert(1)</script>", "sortens fil"),
        ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "sortens fil"),
        ("start.bat", b"@echo off\r\ndel *.*", "program"),
        ("arkiv.zip", office("något.txt")[:4] + b"\x00" * 100, "sortens fil"),
        ("tom.pdf", b"", "tom"),
    ],
)
def test_what_is_refused_is_refused_in_plain_words_and_nothing_typed_is_lost(editor, name, content, words):
    answer = editor.post(
        reverse("wagtaildocs:add"),
        fields(title="Min titel", summary="Min ingress", file=SimpleUploadedFile(name, content)),
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert "Min titel" in page
    assert "Min ingress" in page
    assert not CustomDocument.objects.exists()


@pytest.mark.django_db
def test_a_file_that_has_to_be_chosen_again_is_said_so(editor):
    answer = editor.post(
        reverse("wagtaildocs:add"),
        fields(
            valid_from="2026-05-01",
            valid_to="2026-04-01",
            summary="Kvar",
            file=SimpleUploadedFile("a.pdf", PDF),
        ),
    )
    page = answer.content.decode()
    assert "Välj filen igen" in page
    assert "Sista dagen ligger före" in page
    assert "Kvar" in page


@pytest.mark.django_db
def test_too_large_is_too_large(editor, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    answer = editor.post(
        reverse("wagtaildocs:add"), fields(file=SimpleUploadedFile("a.pdf", PDF + b"x" * 2000))
    )
    assert answer.status_code == 200
    assert not CustomDocument.objects.exists()


@pytest.mark.parametrize(
    ("name", "found", "safe"),
    [
        ("Plan för å, ä och ö.pdf", "application/pdf", "Plan_för_å_ä_och_ö.pdf"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\Users\\x\\brev.docx", "", "brev.docx"),
        ("faktura\u202efdp.exe", "application/pdf", "fakturafdp.pdf"),
        ("a.tar.pdf", "application/pdf", "a_tar.pdf"),
        ("\x00\x01", "application/pdf", "dokument.pdf"),
        ("x" * 400 + ".pdf", "application/pdf", "x" * 91 + ".pdf"),
        ("lista.csv", "text/plain", "lista.csv"),
    ],
)
def test_names_are_made_safe_and_end_as_their_content_says(name, found, safe):
    assert safe_name(name, found) == safe


def test_office_files_are_told_by_what_is_in_them():
    assert checked(io.BytesIO(office("xl/workbook.xml")), "vad.docx").endswith("spreadsheetml.sheet")
