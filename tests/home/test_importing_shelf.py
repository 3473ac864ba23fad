"""What a text brings along opens for those whom its page is for, drafts and published texts alike."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import PageViewRestriction

from home import roles
from home.importing.incoming import tasks
from home.importing.incoming.models import IncomingText
from home.importing.incoming.receiving import receive
from home.models import KnowledgeIndexPage, KnowledgePage, StandardPage
from intranet.access.models import Audience
from intranet.access.readership import of_collection, of_page
from intranet.files.models import CustomDocument, CustomImage
from tests.factories import declare_audience, make_elected, make_group, make_page, make_person
from tests.home.admin_help import Place, signed_in
from tests.home.test_importing_incoming import TEXT, form
from tests.home.word_files import png

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def place() -> Place:
    return Place()


def closed_for(group, parent=None) -> KnowledgeIndexPage:
    page = make_page(KnowledgeIndexPage(title="Sluten", slug="sluten"), parent)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(group)
    return page


def brought(page, user) -> tuple[CustomImage, CustomDocument]:
    """The picture and the attachment of a file that `user` sends in for `page` and saves as a draft."""
    (row,) = receive([SimpleUploadedFile("nycklar.docx", TEXT)], page, user).texts.all()
    tasks.read_waiting.call()
    answer = signed_in(user).post(reverse("incoming_review", args=[row.pk]), form())
    assert answer.status_code == 302
    return CustomImage.objects.get(), CustomDocument.objects.get()


def test_a_draft_at_a_closed_place_brings_nothing_that_others_can_open(place, client):
    group = make_group("Krisledning")
    editor = place.person("sara.nyberg", roles.EDITORS)
    editor.groups.add(group)
    image, document = brought(closed_for(group, place.routines), editor)
    assert (image.uploaded_by_user, document.uploaded_by_user) == (editor, editor)
    inside = place.person("maria.holm")
    inside.groups.add(group)
    outside = [place.person("amina.lund"), make_elected("vald")]
    colleague = place.person("karin.ek", roles.EDITORS)
    opens = [
        document.url,
        reverse("document_by_id", args=[document.pk]),
        reverse("document", args=[document.pk]),
        f"/media/{image.file.name}",
    ]
    for address in opens:
        client.force_login(inside)
        assert client.get(address, follow=True).status_code == 200, address
        for person in (*outside, colleague):
            client.force_login(person)
            assert client.get(address, follow=True).status_code == 404, (address, person)
    for kind, file in (("wagtaildocs", document), ("wagtailimages", image)):
        assert file.title in signed_in(editor).get(reverse(f"{kind}:index")).content.decode()
        assert file.title not in signed_in(colleague).get(reverse(f"{kind}:index")).content.decode()


def test_a_draft_where_employees_are_brings_nothing_that_others_can_open(place, client):
    image, document = brought(place.routines, place.person("sara.nyberg", roles.EDITORS))
    elected = make_elected("vald")
    for address in (document.url, f"/media/{image.file.name}"):
        client.force_login(elected)
        assert client.get(address).status_code == 404
        client.force_login(place.person(f"läsare{len(address)}"))
        assert client.get(address).status_code == 200
    assert {file.collection.name for file in (image, document)} == {"Dokument för anställda"}


def test_the_next_text_for_the_same_people_uses_the_same_collection(place):
    group = make_group("Krisledning")
    editor = place.person("sara.nyberg", roles.EDITORS)
    editor.groups.add(group)
    page = closed_for(group, place.routines)
    image, document = brought(page, editor)
    assert image.collection == document.collection
    assert of_collection(image.collection) == of_page(page)
    IncomingText.objects.all().delete()
    again = brought(page, editor)  # the same bytes: stored once
    assert (again[0].pk, again[1].pk) == (image.pk, document.pk)


def test_where_a_shared_password_lets_in_the_form_says_that_files_cannot(place):
    page = make_page(KnowledgeIndexPage(title="Lösen", slug="losen"), place.routines)
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    editor = make_person("super", groups=(roles.EDITORS,))
    editor.is_superuser = True
    editor.save()
    (row,) = receive([SimpleUploadedFile("nycklar.docx", TEXT)], page, editor).texts.all()
    tasks.read_waiting.call()
    answer = signed_in(editor).post(reverse("incoming_review", args=[row.pk]), form(title="Kvar"))
    if answer.status_code != 404:  # who may not pass the password has no place there at all
        assert answer.status_code == 422
        assert "delat lösenord" in answer.content.decode()
        assert "Kvar" in answer.content.decode()
    assert not KnowledgePage.objects.filter(title="Kvar").exists()
    assert not CustomImage.objects.exists()


def test_a_page_with_a_picture_for_more_than_its_readers_is_stopped(place):
    image = CustomImage.objects.create(
        title="Karta", file=ContentFile(png(), name="karta.png"), width=1, height=1
    )
    page = make_page(StandardPage(title="Ledning", slug="ledning", live=False))
    declare_audience(page, Audience.EMPLOYEES)
    page.body = [{"type": "image", "value": {"image": image.pk, "alt": "Karta", "caption": ""}}]
    page.save_revision()
    admin = make_person("peter.admin", groups=(roles.ADMINISTRATORS,))
    client = signed_in(admin)
    told = client.get(reverse("files_stricter", args=[page.pk])).content.decode()
    assert "Karta" in told
    assert "är för färre personer" in told
    client.post(reverse("files_stricter", args=[page.pk]))
    image.refresh_from_db()
    assert image.collection.collection_audience.audience == Audience.EMPLOYEES


def test_a_draft_at_a_place_for_everybody_puts_nothing_on_the_internet(place, client):
    editor = place.person("sara.nyberg", roles.EDITORS)
    declare_audience(place.routines, Audience.PUBLIC)
    image, document = brought(place.routines, editor)
    for address in (document.url, document.get_absolute_url(), image.file.url):
        assert client.get(address).status_code in (302, 404), address
    client.force_login(place.person("amina.lund"))
    assert client.get(document.url).status_code == 200
