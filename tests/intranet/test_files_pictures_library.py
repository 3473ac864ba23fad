"""Pictures begin where employees are, as documents do, and a page for fewer than its pictures is not published."""

from __future__ import annotations

import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection, ReferenceIndex

from home import roles
from home.models import StandardPage
from intranet.access.models import Audience
from intranet.files.models import CustomImage
from tests.factories import PASSWORD, declare_audience, make_home, make_page, make_person
from tests.home.word_files import png
from tests.intranet.test_files_library import chosen_of, in_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    make_home()
    roles.ensure_roles()
    make_person("peter.admin", groups=(roles.ADMINISTRATORS,))
    assert client.login(username="peter.admin", password=PASSWORD)
    return client


def a_picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("karta.png", png())


def add_one(client, **data):
    return client.post(reverse("wagtailimages:add"), {"title": "Karta", "file": a_picture(), **data})


def add_in_chooser(client, **data):
    fields = {"title": "Karta", "file": a_picture(), **data}
    sent = {f"image-chooser-upload-{name}": value for name, value in fields.items()}
    return client.post(reverse("wagtailimages_chooser:create"), sent)


def add_many(client, **data):
    return client.post(
        reverse("wagtailimages:add_multiple"), {"title": "Karta", "files[]": a_picture(), **data}
    )


def test_every_form_has_the_library_chosen(admin):
    name = in_library().name
    for address in ("wagtailimages:add", "wagtailimages:add_multiple"):
        assert chosen_of(admin.get(reverse(address)).content.decode(), "collection") == name
    chooser = json.loads(admin.get(reverse("wagtailimages_chooser:choose")).content)["html"]
    assert chosen_of(chooser, "image-chooser-upload-collection") == name


@pytest.mark.parametrize("add", [add_one, add_in_chooser, add_many])
def test_what_says_nothing_of_a_collection_lies_in_the_library(admin, add):
    add(admin)
    assert CustomImage.objects.get().collection == in_library()


@pytest.mark.parametrize("add", [add_one, add_in_chooser, add_many])
def test_the_editor_may_choose_another(admin, add):
    root = Collection.get_first_root_node()
    add(admin, collection=root.pk)
    assert CustomImage.objects.get().collection == root


def publish(client, page, image):
    block = {
        "body-0-deleted": "",
        "body-0-order": 0,
        "body-0-type": "image",
        "body-0-value-image": image.pk,
        "body-0-value-alt": "En karta",
        "body-0-value-caption": "",
    }
    sent = {"title": page.title, "slug": page.slug, "summary": "Ny", "body-count": 1, **block}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, {**sent, "action-publish": "1"}, follow=True)


def test_a_page_for_fewer_than_its_picture_is_stopped_and_one_button_moves_it(admin):
    file = ContentFile(png(), name="karta.png")
    image = CustomImage.objects.create(title="Karta över reservkraft", file=file, width=40, height=30)
    page = make_page(StandardPage(title="Ledning", slug="ledning", live=False))
    declare_audience(page, Audience.EMPLOYEES)
    stopped = publish(admin, page, image)
    assert stopped.redirect_chain[-1][0] == reverse("files_stricter", args=[page.pk])
    assert "Karta över reservkraft" in stopped.content.decode()
    assert not StandardPage.objects.get(pk=page.pk).live
    admin.post(reverse("files_stricter", args=[page.pk]))
    image.refresh_from_db()
    assert image.collection == in_library()
    publish(admin, page, image)
    assert StandardPage.objects.get(pk=page.pk).live


def test_other_pages_that_show_the_picture_are_told_of(admin):
    file = ContentFile(png(), name="karta.png")
    image = CustomImage.objects.create(title="Karta", file=file, width=40, height=30)
    body = [{"type": "image", "value": {"image": image.pk, "alt": "Karta", "caption": ""}}]
    for number in range(2):
        made = make_page(StandardPage(title=f"Sida {number}", slug=f"sida-{number}", body=body))
        ReferenceIndex.create_or_update_for_object(made)  # as Wagtail's task does
    page = StandardPage.objects.get(slug="sida-0")
    declare_audience(page, Audience.EMPLOYEES)
    page.save_revision()
    told = admin.get(reverse("files_stricter", args=[page.pk])).content.decode()
    assert "Filerna finns på 1 annan sida också." in " ".join(told.split())
