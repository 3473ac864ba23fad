"""What early imports put in collections for all is moved to where its page's readers are; again does nothing."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Collection, PageViewRestriction

from intranet.access.models import Audience, CollectionAudience
from intranet.access.readership import of_collection, of_page
from intranet.files.models import CustomDocument
from intranet.finding.models import OutboxEntry
from tests.factories import declare_audience, make_group, make_home
from tests.home.test_importing_shelf import brought, closed_for, place  # noqa: F401
from tests.intranet.test_files_rule import a_document, a_page

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def run(**options) -> str:
    out = StringIO()
    call_command("reshelve_imported", stdout=out, **options)
    return out.getvalue()


def old(name: str = "Inlästa bilagor") -> Collection:
    return Collection.get_first_root_node().add_child(name=name)


def test_what_a_draft_brought_goes_to_its_readers_and_nobody_else_opens_it(place, client):  # noqa: F811
    group = make_group("Krisledning")
    editor = place.person("sara.nyberg", "Redaktörer")
    editor.groups.add(group)
    page = closed_for(group, place.routines)
    image, document = brought(page, editor)
    for file, name in ((image, "Inlästa bilder"), (document, "Inlästa bilagor")):
        file.collection = old(name)
        file.save()
    reader = place.person("amina.lund")
    client.force_login(reader)
    assert client.get(document.url).status_code == 200

    call_command("rebuild_references_index", stdout=StringIO())
    told = run(dry_run=True)
    assert "Nothing has been changed" in told
    assert "2 moved to a collection" in told
    document.refresh_from_db()
    assert document.collection.name == "Inlästa bilagor"

    OutboxEntry.objects.all().delete()
    assert "2 moved to a collection" in run()
    for file in (image, document):
        file.refresh_from_db()
        assert of_collection(file.collection) == of_page(page)
    assert client.get(document.url).status_code == 404
    # The search is told in the same transaction, once.
    assert OutboxEntry.objects.filter(family="document", change="moved").count() == 1
    assert "are empty" in run()


def test_what_is_for_different_people_or_stands_nowhere_is_left_and_told_without_its_title():
    home, collection = make_home(), old()
    both, nowhere, behind, right = (
        a_document(f"Hemlig titel {number}", collection=collection) for number in range(4)
    )
    a_page("oppen", both)
    closed = a_page("sluten", both)
    declare_audience(closed, Audience.GROUPS, make_group("Ledning"))
    locked = a_page("last", behind)
    PageViewRestriction.objects.create(
        page=locked, restriction_type=PageViewRestriction.PASSWORD, password="sesam"
    )
    a_page("hemma", right, parent=home)
    told = run()
    assert "Hemlig" not in told
    assert "1 moved to a collection" in told
    assert f"document {both.pk}: stand on pages for different people" in told
    assert f"document {nowhere.pk}: stand on no page (pages none)" in told
    assert f"document {behind.pk}: stand on a page behind a shared password (pages {locked.pk})" in told
    left = CustomDocument.objects.filter(collection=collection)
    assert set(left) == {both, nowhere, behind}
    again = run()
    assert "moved" not in again
    assert set(left.all()) == {both, nowhere, behind}


def test_what_lies_right_in_the_old_collection_stays():
    from intranet.access.models import CollectionAudience

    make_home()
    collection = old()
    CollectionAudience.objects.create(collection=collection, audience=Audience.EMPLOYEES)
    document = a_document("Plan", collection=collection)
    a_page("sida", document)
    assert "1 lie right already" in run()
    document.refresh_from_db()
    assert document.collection == collection


def only_for(collection: Collection, group) -> None:
    CollectionAudience.objects.create(collection=collection, audience=Audience.GROUPS).groups.add(group)


@pytest.mark.parametrize("live", [True, False])
def test_nothing_is_opened_for_more_people_than_before(live):
    make_home()
    group = make_group("Ledning")
    narrow = old()
    only_for(narrow, group)
    document = a_document("Bara ledningen", collection=narrow)
    page = a_page("oppen", document)
    if not live:
        page.unpublish()
    told = run()
    assert "fewer are let in" in told
    assert "Bara ledningen" not in told
    document.refresh_from_db()
    assert document.collection == narrow


def test_a_collection_of_somebodys_own_with_the_name_is_left_alone():
    make_home()
    parent = Collection.get_first_root_node().add_child(name="Krisledningen")
    only_for(parent, make_group("Ledning"))
    own = Collection.objects.get(pk=parent.pk).add_child(name="Inlästa bilagor")
    document = a_document("Plan", collection=own)
    a_page("oppen", document)
    assert "are empty" in run()
    document.refresh_from_db()
    assert document.collection == own
