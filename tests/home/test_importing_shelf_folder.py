"""Pictures that a folder of texts brings along: open for the readers of their page, and moved with them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from home.importing.routines import import_routines
from home.importing.shelf import Shelves
from home.models import KnowledgeIndexPage, KnowledgePage
from intranet.access.models import Audience
from intranet.access.readership import of_collection, of_page
from intranet.files.models import CustomDocument, CustomImage
from tests.factories import PASSWORD, declare_audience, make_group, make_person
from tests.home.importing_help import PUBLISH, make_folder, make_municipality, write  # noqa: F401
from tests.home.test_importing_shelf import closed_for
from tests.home.word_files import png

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_pictures_of_a_folder_open_for_the_pages_readers(folder, client):
    (folder / "karta.png").write_bytes(png())
    write(folder, "a", "## Karta\n![En karta](karta.png)\n")
    group = make_group("Krisledning")
    closed = closed_for(group)
    assert not import_routines(folder, defaults=PUBLISH, under=closed.slug).problems
    image = CustomImage.objects.get()
    assert of_collection(image.collection) == of_page(closed)
    reader, member = make_person("amina.lund"), make_person("maria.holm")
    member.groups.add(group)
    for person, status in ((reader, 404), (member, 200)):
        assert client.login(username=person.username, password=PASSWORD)
        assert client.get(f"/media/{image.file.name}").status_code == status


def test_a_place_that_has_become_stricter_takes_the_pictures_along(folder):
    (folder / "karta.png").write_bytes(png())
    write(folder, "a", "## Karta\n![En karta](karta.png)\n")
    import_routines(folder)
    image = CustomImage.objects.get()
    open_to = image.collection
    group = make_group("Krisledning")
    declare_audience(KnowledgeIndexPage.objects.get(slug="rutiner"), Audience.GROUPS, group)
    write(folder, "a", "## Karta\n![En karta](karta.png)\n\nNytt.\n")
    import_routines(folder)
    image = CustomImage.objects.get()
    assert image.collection != open_to
    assert image.collection.collection_audience.audience == Audience.GROUPS


def test_a_picture_that_another_page_shows_stays_and_a_copy_is_stored(folder):
    (folder / "karta.png").write_bytes(png())
    write(folder, "a", "## Karta\n![En karta](karta.png)\n")
    write(folder, "b", "## Karta\n![En karta](karta.png)\n")
    import_routines(folder)
    image = CustomImage.objects.get()
    page = KnowledgePage.objects.get(slug="a")
    declare_audience(page, Audience.GROUPS, make_group("Krisledning"))
    write(folder, "a", "## Karta\n![En karta](karta.png)\n\nNytt.\n")
    import_routines(folder)
    assert CustomImage.objects.get(pk=image.pk).collection == image.collection
    copy = CustomImage.objects.exclude(pk=image.pk).get()
    assert of_collection(copy.collection) == of_page(page)


def test_what_was_withdrawn_does_not_come_back_by_itself(folder):
    """The bytes of an attachment that an editor has withdrawn: the new page gets a document of its own."""
    page = KnowledgeIndexPage.objects.get(slug="rutiner")
    shelf = Shelves().of(page)
    first = CustomDocument.objects.get(pk=shelf.document(b"ritning", ".emf", "Ritning"))
    assert shelf.document(b"ritning", ".emf", "Ritning") == first.pk
    first.withdrawn_at = timezone.now()
    first.save()
    assert shelf.document(b"ritning", ".emf", "Ritning") != first.pk
