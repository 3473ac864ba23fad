"""A page that becomes stricter than its documents without being published: what closes is done and told of at once,
what opens is stopped, and one press mends either."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, ReferenceIndex

from home import roles
from home.models import StandardPage
from intranet.access.models import Audience, CollectionAudience, SectionAudience
from intranet.files import exposure
from intranet.files.models import CustomDocument
from tests.factories import PASSWORD, declare_audience, make_elected, make_group, make_home, make_person
from tests.intranet.test_files_rule import a_document, a_page
from tests.intranet.test_files_serve import image

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture
def admin(client):
    make_home()
    roles.ensure_roles()
    make_elected("vald")
    make_person("peter.admin", groups=(roles.ADMINISTRATORS, "Ledning"))
    assert client.login(username="peter.admin", password=PASSWORD)
    return client


@pytest.fixture
def place(admin):
    """A page for everybody with a role, with a document that such may open, and a section for employees."""

    class Place:
        document = a_document("Lönelista")
        page = a_page("lon", document)
        section = a_page("internt")

    declare_audience(Place.page, Audience.ROLES)
    declare_audience(Place.section, Audience.EMPLOYEES)
    assert not exposure.look().pairs
    return Place


def opens_for_elected(client, document) -> bool:
    document.refresh_from_db()
    client.logout()
    assert client.login(username="vald", password=PASSWORD)
    answer = client.get(
        document.url if isinstance(document, CustomDocument) else document.file.url
    ).status_code
    client.logout()
    assert client.login(username="peter.admin", password=PASSWORD)
    return answer == 200


def close_to(group, page):
    return {"restriction_type": PageViewRestriction.GROUPS, "groups": [group.pk], "password": ""}


def test_the_window_for_privacy_closes_the_page_and_tells_which_documents_are_open(admin, place):
    group = make_group("Ledning")
    address = reverse("wagtailadmin_pages:set_privacy", args=[place.page.pk])
    answer = json.loads(admin.post(address, close_to(group, place.page), **SCRIPT).content)
    assert PageViewRestriction.objects.filter(page=place.page).exists()  # never held up
    assert answer["step"] == "set_privacy"
    assert "Lönelista" in answer["html"]
    assert "Flytta filen" in answer["html"]
    assert opens_for_elected(admin, place.document)
    mend = reverse("files_still_open", args=[place.page.pk])
    assert mend in answer["html"]
    done = json.loads(admin.post(mend, **SCRIPT).content)
    assert done == {"step": "set_privacy_done", "is_public": False}
    assert not opens_for_elected(admin, place.document)
    assert not exposure.look().pairs


def test_a_section_whose_audience_is_changed_is_closed_and_what_is_open_below_it_is_shown(admin, place):
    below = a_document("Under")
    a_page("barn", below, parent=place.page)
    declared = SectionAudience.objects.get(page=place.page.pk)
    closed = admin.post(
        reverse("section_audience:edit", args=[declared.pk]),
        {"page": place.page.pk, "audience": Audience.EMPLOYEES},
        follow=True,
    )
    declared.refresh_from_db()
    assert declared.audience == Audience.EMPLOYEES
    assert closed.redirect_chain[-1][0] == reverse("files_still_open", args=[place.page.pk])
    text = closed.content.decode()
    assert "Lönelista" in text
    assert "Under" in text
    assert "Flytta 2 filer" in text
    after = admin.post(closed.redirect_chain[-1][0], follow=True).content.decode()
    assert "2 filer ligger nu i" in after
    assert "Inga filer på" in after
    assert not opens_for_elected(admin, place.document)
    assert not opens_for_elected(admin, below)


def test_a_declaration_that_is_taken_away_closes_too(admin, place):
    declared = SectionAudience.objects.get(page=place.page.pk)
    gone = admin.post(reverse("section_audience:delete", args=[declared.pk]), follow=True)
    assert not SectionAudience.objects.filter(page=place.page.pk).exists()
    assert "Lönelista" in gone.content.decode()


def test_who_shuts_themselves_out_is_still_told(admin, place):
    declared = SectionAudience.objects.get(page=place.page.pk)
    other = make_group("Andra")
    answer = admin.post(
        reverse("section_audience:edit", args=[declared.pk]),
        {"page": place.page.pk, "audience": Audience.GROUPS, "groups": [other.pk]},
        follow=True,
    )
    declared.refresh_from_db()
    assert declared.audience == Audience.GROUPS
    assert answer.status_code == 200
    assert "Lönelista" in answer.content.decode()


def test_what_opens_a_page_is_not_remarked_on(admin, place):
    declared = SectionAudience.objects.get(page=place.section.pk)
    answer = admin.post(
        reverse("section_audience:edit", args=[declared.pk]),
        {"page": place.section.pk, "audience": Audience.ROLES},
    )
    declared.refresh_from_db()
    assert declared.audience == Audience.ROLES
    assert answer.url == reverse("section_audience:index")


def a_child(place) -> tuple[StandardPage, CustomDocument]:
    document = a_document("Bilaga")
    return a_page("barn", document, parent=place.page), document


def test_a_move_to_below_a_stricter_place_is_stopped_and_one_press_moves_both(admin, place):
    page, document = a_child(place)
    slug, path = page.slug, page.path
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.section.pk])
    stopped = admin.post(address)
    text = stopped.content.decode()
    assert stopped.status_code == 409
    assert "Inget är ändrat än" in text
    assert "Bilaga" in text
    assert "Flytta filerna och gör ändringen" in text
    page.refresh_from_db()
    assert (page.slug, page.path) == (slug, path)
    assert document.collection == Collection.get_first_root_node()
    assert "flyttats" not in admin.get(reverse("wagtailadmin_home")).content.decode()
    done = admin.post(address, {"flytta_filerna": "1"})
    assert done.status_code == 302
    page.refresh_from_db()
    assert page.get_parent().pk == place.section.pk
    assert not opens_for_elected(admin, document)
    assert opens_for_elected(admin, place.document)  # nobody else's


def test_a_move_to_where_it_is_for_as_many_goes_through(admin, place):
    page, _ = a_child(place)
    other = a_page("oppet")
    declare_audience(other, Audience.ROLES)
    admin.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk]))
    page.refresh_from_db()
    assert page.get_parent().pk == other.pk


def test_many_moved_at_once_are_stopped_and_asked_for_again_with_what_was_chosen(admin, place):
    page, document = a_child(place)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={page.pk}"
    stopped = admin.post(address, {"chooser": place.section.pk})
    text = stopped.content.decode()
    assert stopped.status_code == 409
    assert f'name="chooser" value="{place.section.pk}"' in text
    assert f"?id={page.pk}" in text
    page.refresh_from_db()
    assert page.get_parent().pk == place.page.pk
    admin.post(address, {"chooser": place.section.pk, "flytta_filerna": "1"})
    page.refresh_from_db()
    assert page.get_parent().pk == place.section.pk
    assert not opens_for_elected(admin, document)


def test_a_published_copy_at_a_stricter_place_is_made_as_a_draft_instead(admin, place):
    page, document = a_child(place)
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    form = {
        "new_title": "Kopia",
        "new_slug": "kopia",
        "new_parent_page": place.section.pk,
        "publish_copies": "on",
    }
    stopped = admin.post(address, form)
    text = stopped.content.decode()
    assert stopped.status_code == 409
    assert "Kopiera som utkast" in text
    assert 'value="Kopia"' in text
    assert "publish_copies" not in text
    assert not StandardPage.objects.filter(title="Kopia").exists()
    admin.post(address, {name: value for name, value in form.items() if name != "publish_copies"})
    assert not StandardPage.objects.get(title="Kopia").live
    assert document.attachments.count() == 1


@pytest.fixture
def closed(admin, place):
    """A collection for employees with a document on a page for employees."""
    collection = Collection.get_first_root_node().add_child(name="Internt")
    place.declared = CollectionAudience.objects.create(collection=collection, audience=Audience.EMPLOYEES)
    place.collection = collection
    place.inner = a_document("Innehåll", collection=collection)
    a_page("inre", place.inner, parent=place.section)
    assert not exposure.look().pairs
    return place


def test_a_collection_is_not_opened_while_its_documents_hang_on_stricter_pages(admin, closed):
    address = reverse("collection_audience:edit", args=[closed.declared.pk])
    form = {"collection": closed.collection.pk, "audience": Audience.ROLES}
    stopped = admin.post(address, form)
    assert stopped.status_code == 409
    assert "Innehåll" in stopped.content.decode()
    assert 'name="audience" value="roles"' in stopped.content.decode()
    assert not opens_for_elected(admin, closed.inner)
    admin.post(address, {**form, "flytta_filerna": "1"})
    closed.declared.refresh_from_db()
    assert closed.declared.audience == Audience.ROLES
    assert not opens_for_elected(admin, closed.inner)
    assert closed.inner.collection != closed.collection


def test_a_collection_that_loses_its_declaration_is_stopped(admin, closed):
    stopped = admin.post(reverse("collection_audience:delete", args=[closed.declared.pk]))
    assert stopped.status_code == 409
    assert CollectionAudience.objects.filter(pk=closed.declared.pk).exists()


def test_a_collection_that_is_moved_out_of_a_closed_one_is_stopped(admin, closed):
    inner = closed.collection.add_child(name="Inre")
    document = a_document("Djupt", collection=inner)
    a_page("djupt", document, parent=closed.section)
    address = reverse("wagtailadmin_collections:edit", args=[inner.pk])
    stopped = admin.post(address, {"name": "Nytt namn", "parent": Collection.get_first_root_node().pk})
    assert stopped.status_code == 409
    assert "Djupt" in stopped.content.decode()
    assert 'value="Nytt namn"' in stopped.content.decode()
    assert Collection.objects.get(pk=inner.pk).path.startswith(closed.collection.path)


def test_a_collection_whose_restriction_is_taken_away_is_stopped_in_its_window(admin, closed):
    CollectionAudience.objects.filter(pk=closed.declared.pk).update(audience=Audience.ROLES)
    group = make_group("Ledning")
    stop = CollectionViewRestriction.objects.create(collection=closed.collection, restriction_type="groups")
    stop.groups.add(group)
    declare_audience(closed.section, Audience.GROUPS, group)
    address = reverse("wagtailadmin_collections:set_privacy", args=[closed.collection.pk])
    answer = json.loads(admin.post(address, {"restriction_type": "none"}, **SCRIPT).content)
    assert answer["step"] == "set_privacy"
    assert "Innehåll" in answer["html"]
    assert CollectionViewRestriction.objects.filter(pk=stop.pk).exists()


def test_documents_filed_in_bulk_where_they_would_open_for_more_are_stopped(admin, closed):
    address = reverse("wagtail_bulk_action", args=["files", "customdocument", "add_to_collection"])
    root = Collection.get_first_root_node()
    stopped = admin.post(f"{address}?id={closed.inner.pk}", {"collection": root.pk})
    assert stopped.status_code == 409
    assert "Innehåll" in stopped.content.decode()
    assert "flytta_filerna" not in stopped.content.decode()
    assert not opens_for_elected(admin, closed.inner)


def test_a_document_is_not_filed_where_it_would_open_for_more_than_its_page(admin, closed):
    root = Collection.get_first_root_node()
    form = {"title": "Nytt namn", "file": "", "collection": root.pk, "summary": "Skrivet"}
    answer = admin.post(reverse("wagtaildocs:edit", args=[closed.inner.pk]), form)
    text = answer.content.decode()
    assert "är för färre än samlingen. Välj till exempel ”" in text
    assert "Skrivet" in text
    assert not opens_for_elected(admin, closed.inner)


def test_only_what_the_editor_may_know_is_named(admin, place):
    hidden = Collection.get_first_root_node().add_child(name="Dolt")
    CollectionAudience.objects.create(collection=hidden, audience=Audience.GROUPS).groups.add(
        make_group("Hemliga")
    )
    secret = a_document("Hemlig lista", collection=hidden)
    a_page("barn", secret, parent=place.page)
    group = make_group("Ledning")
    address = reverse("wagtailadmin_pages:set_privacy", args=[place.page.pk])
    answer = json.loads(admin.post(address, close_to(group, place.page), **SCRIPT).content)
    assert "Lönelista" in answer["html"]
    assert "Hemlig lista" not in answer["html"]
    assert "En fil till visas inte här" in answer["html"]


def test_a_picture_on_a_page_that_is_closed_is_told_of_and_moved_too(admin, place):
    picture = image(Collection.get_first_root_node())
    place.page.body = [{"type": "image", "value": {"image": picture.pk, "alt": "Karta", "caption": ""}}]
    place.page.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(place.page)  # a task does it
    group = make_group("Ledning")
    address = reverse("wagtailadmin_pages:set_privacy", args=[place.page.pk])
    answer = json.loads(admin.post(address, close_to(group, place.page), **SCRIPT).content)
    assert "Bild" in answer["html"]
    admin.post(reverse("files_still_open", args=[place.page.pk]))
    assert opens_for_elected(admin, picture) is False
    assert admin.get(picture.file.url).status_code == 200
