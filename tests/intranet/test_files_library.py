"""Where what is uploaded lies: with employees, unless the editor says otherwise; never in the root by accident."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission

from home import roles
from home.models import StandardPage
from intranet.access.models import Audience, CollectionAudience
from intranet.files import library
from intranet.files.models import CustomDocument
from tests.factories import PASSWORD, declare_audience, make_group, make_home, make_page, make_person
from tests.intranet.test_files_stricter import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    make_home()
    roles.ensure_roles()
    make_person("maria.holm", groups=(roles.EDITORS,))
    make_person("peter.admin", groups=(roles.ADMINISTRATORS,))
    assert client.login(username="maria.holm", password=PASSWORD)
    return client


def a_file(name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 plan")


def in_library() -> Collection:
    found = library.for_employees()
    assert found is not None
    return found


def upload_one(client, **data):
    return client.post(reverse("wagtaildocs:add"), {"title": "Plan", "file": a_file(), **data})


def upload_in_chooser(client, **data):
    fields = {"title": "Plan", "file": a_file(), **data}
    answer = client.post(
        reverse("wagtaildocs_chooser:create"),
        {f"document-chooser-upload-{name}": value for name, value in fields.items()},
    )
    assert json.loads(answer.content)["step"] == "chosen", answer.content.decode()
    return answer


def upload_many(client, **data):
    answer = client.post(reverse("wagtaildocs:add_multiple"), {"title": "Plan", "files[]": a_file(), **data})
    assert json.loads(answer.content)["success"], answer.content.decode()
    return answer


def chosen_of(html: str, name: str) -> str:
    """What a menu of a form has chosen from the beginning: its text."""
    from lxml import html as parser

    menu = parser.fromstring(html).xpath(f"//select[@name='{name}']")[0]
    chosen = menu.xpath("./option[@selected]") or menu.xpath("./option")
    return chosen[0].text_content().replace("↳", "").strip()


@pytest.mark.database
def test_a_new_site_has_a_collection_for_employees():
    found = in_library()
    assert (found.name, found.depth) == ("Dokument för anställda", 2)
    assert found in Collection.get_first_root_node().get_children()
    assert Collection.find_problems() == ([], [], [], [], [])


@pytest.mark.database
def test_a_site_that_has_collections_already_gets_it_behind_them():
    make = import_module("intranet.files.migrations.0005_the_library").make_library
    CollectionAudience.objects.all().delete()
    Collection.objects.filter(depth=2).delete()
    root = Collection.get_first_root_node()
    for name in ("Avtal", "Ökända filer"):
        root.add_child(name=name)
    for _ in range(2):  # again does nothing
        make(apps, None)
        assert in_library().name == library.NAME
        assert Collection.find_problems() == ([], [], [], [], [])
        names = Collection.objects.filter(depth=2).order_by("path").values_list("name", flat=True)
        assert list(names) == ["Avtal", "Ökända filer", library.NAME]
    # Where employees have a collection of another name, that one is the library.
    CollectionAudience.objects.update(collection=Collection.objects.get(name="Avtal"))
    Collection.objects.get(name=library.NAME).delete()
    make(apps, None)
    assert in_library().name == "Avtal"


def test_every_form_has_the_library_chosen(editor):
    name = in_library().name
    one = editor.get(reverse("wagtaildocs:add")).content.decode()
    assert chosen_of(one, "collection") == name
    many = editor.get(reverse("wagtaildocs:add_multiple")).content.decode()
    assert chosen_of(many, "collection") == name
    chooser = json.loads(editor.get(reverse("wagtaildocs_chooser:choose")).content)["html"]
    assert chosen_of(chooser, "document-chooser-upload-collection") == name


@pytest.mark.parametrize("upload", [upload_one, upload_in_chooser, upload_many])
def test_what_says_nothing_of_a_collection_lies_in_the_library(editor, upload):
    upload(editor)
    assert CustomDocument.objects.get().collection == in_library()


@pytest.mark.parametrize("upload", [upload_one, upload_in_chooser, upload_many])
def test_the_editor_may_choose_another(editor, upload):
    root = Collection.get_first_root_node()
    upload(editor, collection=root.pk)
    assert CustomDocument.objects.get().collection == root


def test_the_list_of_one_collection_leads_to_uploading_there(editor):
    other = Collection.get_first_root_node().add_child(name="Nämnder")
    page = editor.get(f"{reverse('wagtaildocs:add_multiple')}?collection_id={other.pk}").content.decode()
    assert chosen_of(page, "collection") == "Nämnder"


def test_a_file_that_is_there_keeps_its_collection(editor):
    root = Collection.get_first_root_node()
    upload_one(editor, collection=root.pk)
    document = CustomDocument.objects.get()
    page = editor.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert chosen_of(page, "collection") == root.name
    nothing = editor.post(reverse("wagtaildocs:edit", args=[document.pk]), {"title": "Annan"})
    assert nothing.status_code == 200  # an editor who empties it is told so
    assert CustomDocument.objects.get().title == "Plan"


def test_what_is_attached_from_a_page_for_employees_does_not_stop_it(editor):
    upload_in_chooser(editor)
    page = make_page(StandardPage(title="Personal", slug="personal", live=False))
    declare_audience(page, Audience.EMPLOYEES)
    editor.logout()
    assert editor.login(username="peter.admin", password=PASSWORD)
    publish(editor, page, CustomDocument.objects.get())
    assert StandardPage.objects.get(pk=page.pk).live


def test_a_later_collection_for_employees_changes_nothing(editor):
    first = in_library()
    root = Collection.get_first_root_node()
    later = root.add_child(name="A före alla andra")
    CollectionAudience.objects.create(collection=later, audience=Audience.EMPLOYEES)
    assert in_library() == first


def test_one_that_is_closed_to_some_is_not_the_library(editor):
    first = in_library()
    stop = CollectionViewRestriction.objects.create(collection=first, restriction_type="groups")
    stop.groups.set([make_group("Ledning")])
    assert library.for_employees() is None
    # Anything but the root, which is for more than employees.
    assert library.default_collection(Collection.objects.all()) == first


def test_who_may_upload_elsewhere_only_begins_there(client):
    make_home()
    own = Collection.get_first_root_node().add_child(name="Egen")
    own.get_parent().add_child(name="Egen två")
    group = make_group("Egna", "wagtailadmin.access_admin")
    for collection in Collection.objects.filter(name__startswith="Egen"):
        GroupCollectionPermission.objects.create(
            group=group,
            collection=collection,
            permission=Permission.objects.get(content_type__app_label="wagtaildocs", codename="add_document"),
        )
    make_person("egen", groups=("Egna",))
    assert client.login(username="egen", password=PASSWORD)
    answer = upload_one(client)
    assert answer.status_code == 302, answer.context["form"].errors
    assert CustomDocument.objects.get().collection.name == "Egen"
