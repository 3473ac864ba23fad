"""More than is taken in one request: a page that says what to do, and nothing that was saved is lost."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from wagtail.models import Page

from home import roles
from home.importing.incoming.models import IncomingText
from home.knowledge.index import KnowledgeIndexPage
from home.models import StandardPage
from intranet.files.models import CustomDocument
from tests.factories import PASSWORD, make_home, make_page, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    make_home()
    make_page(KnowledgeIndexPage(title="Rutiner", slug="rutiner"))
    roles.ensure_roles()
    make_person("maria.holm", groups=(roles.EDITORS, roles.ADMINISTRATORS))
    assert client.login(username="maria.holm", password=PASSWORD)
    return client


def files(count: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{number}.md", b"# Rutin") for number in range(count)]


def send_in(client, count: int):
    place = KnowledgeIndexPage.objects.get()
    return client.post(reverse("incoming_upload"), {"place": place.pk, "files": files(count)})


def test_more_files_than_are_taken_is_said_in_words(editor):
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    answer = send_in(editor, most + 1)
    text = answer.content.decode()
    assert answer.status_code == 413
    assert f"Du valde fler än {most} filer. Ingen av dem togs emot." in text
    assert f"välj högst {most} filer" in text
    assert 'lang="sv"' in text
    assert "Sök" in text, "it stands in the site's own frame"
    assert not IncomingText.objects.exists()
    # As many as are taken go through.
    assert send_in(editor, 3).status_code == 302
    assert IncomingText.objects.count() == 3


def test_the_same_for_documents(editor):
    answer = editor.post(
        reverse("wagtaildocs:add_multiple"), {"files[]": files(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)}
    )
    assert (answer.status_code, CustomDocument.objects.count()) == (413, 0)


def save(client, page: Page, summary: str):
    data = {"title": "Sida", "slug": page.slug, "summary": summary, "body-count": 0}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=20_000)
def test_a_text_that_is_too_large_loses_nothing_that_was_saved(editor):
    page = make_page(StandardPage(title="Sida", slug="sida"))
    assert save(editor, page, "Det första.").status_code == 302
    answer = save(editor, page, "x" * 30_000)
    assert answer.status_code == 413
    assert "Det som redan var sparat är kvar som det var." in answer.content.decode()
    assert "kopiera det" in answer.content.decode()
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.summary == "Det första."


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=5)
def test_the_same_for_more_fields_than_are_taken(editor):
    answer = editor.post(reverse("wagtaildocs:add"), {f"f{number}": "x" for number in range(9)})
    assert answer.status_code == 413
    assert "Det var för mycket på en gång" in answer.content.decode()


def test_any_other_bad_request_is_answered_as_before(client):
    with override_settings(ALLOWED_HOSTS=["here.example"]):
        answer = client.get("/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "Det var för mycket" not in answer.content.decode()
