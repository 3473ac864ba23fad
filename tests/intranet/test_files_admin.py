"""Editors and documents: withdraw and undo, the list and its filters, and pages that are for fewer than their files."""

from __future__ import annotations

from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from home import roles
from home.models import StandardPage
from intranet.access.models import Audience, CollectionAudience
from intranet.access.readership import of_collection, of_page
from intranet.access.viewer import viewer_of
from intranet.files import stricter
from intranet.files.models import CustomDocument, DocumentVersion
from intranet.people.models import Person
from tests.factories import (
    PASSWORD,
    declare_audience,
    make_function,
    make_group,
    make_home,
    make_page,
    make_person,
    make_superuser,
)
from tests.intranet.test_files_rule import a_document, a_page, attached

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    make_home()
    roles.ensure_roles()
    make_person("maria.holm", groups=(roles.EDITORS,))
    make_person("peter.admin", groups=(roles.ADMINISTRATORS,))
    make_person("amina.lund")

    def as_(username: str):
        client.logout()
        assert client.login(username=username, password=PASSWORD)
        return client

    return as_


def withdraw(client, document, **data):
    return client.post(
        reverse("files_withdraw", args=[document.pk]), {"reason": "Ersatt.", **data}, follow=True
    )


def test_an_editor_withdraws_a_document_and_says_what_replaced_it(sign_in):
    old, new = a_document("Gammal", stands_alone=True), a_document("Ny", stands_alone=True)
    editor = sign_in("maria.holm")
    assert "Upphäv dokumentet" in editor.get(reverse("files_withdraw", args=[old.pk])).content.decode()
    assert withdraw(editor, old, replaced_by=new.pk).status_code == 200
    old.refresh_from_db()
    assert (old.withdrawn_by.username, old.withdrawn_why, old.replaced_by) == ("maria.holm", "Ersatt.", new)
    reader = sign_in("amina.lund")
    for address in (old.url, f"/dokument/{old.pk}/fil/"):
        page = reader.get(address, follow=True)
        assert page.redirect_chain[-1][0] == f"/dokument/{old.pk}/"
        text = page.content.decode()
        assert "upphävdes" in text
        assert "Ersatt." in text
        assert f"/dokument/{new.pk}/" in text
    assert reader.get(f"/dokument/{old.pk}/text/").status_code == 302


def test_a_reason_is_asked_for_and_what_was_chosen_stays(sign_in):
    old, new = a_document("Gammal"), a_document("Ny")
    answer = withdraw(sign_in("maria.holm"), old, reason="", replaced_by=new.pk)
    assert answer.status_code == 200
    assert not CustomDocument.objects.get(pk=old.pk).is_withdrawn
    assert answer.context["form"]["replaced_by"].value() == str(new.pk)


def test_it_can_be_taken_back_and_two_who_decide_at_once_are_told(sign_in):
    old = a_document("Gammal", stands_alone=True)
    editor = sign_in("maria.holm")
    withdraw(editor, old)
    assert "Någon annan hann före" in withdraw(editor, old, reason="Igen").content.decode()
    assert CustomDocument.objects.get(pk=old.pk).withdrawn_why == "Ersatt."
    editor.post(reverse("files_restore", args=[old.pk]))
    fresh = CustomDocument.objects.get(pk=old.pk)
    assert (fresh.withdrawn_at, fresh.withdrawn_by, fresh.withdrawn_why) == (None, None, "")
    assert sign_in("amina.lund").get(fresh.url).status_code == 200


def test_nobody_else_withdraws(sign_in):
    old = a_document("Gammal")
    make_person("granskare", groups=(roles.REVIEWERS,))
    reviewer = sign_in("granskare")
    assert reviewer.post(reverse("files_withdraw", args=[old.pk]), {"reason": "x"}).status_code == 404
    assert not CustomDocument.objects.get(pk=old.pk).is_withdrawn


def test_a_replacement_that_the_editor_may_not_open_cannot_be_chosen(sign_in):
    closed = Collection.get_first_root_node().add_child(name="Stängd")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    old, secret = a_document("Gammal"), a_document("Hemlig", collection=closed)
    answer = withdraw(sign_in("maria.holm"), old, replaced_by=secret.pk)
    assert not CustomDocument.objects.get(pk=old.pk).is_withdrawn
    assert "Hemlig" not in answer.content.decode()


# The list


def listed(client, query: str = "") -> set[str]:
    answer = client.get(reverse("wagtaildocs:index") + query)
    assert answer.status_code == 200
    return {document.title for document in answer.context["object_list"]}


def test_the_list_tells_and_filters(sign_in):
    today = timezone.localdate()
    function = make_function("rutinagare")
    late = a_document(
        "Sen", review_by=today - timezone.timedelta(days=1), owner_function=function, stands_alone=True
    )
    a_document("Snart", review_by=today + timezone.timedelta(days=10))
    a_page("sida", a_document("På sida"))
    a_document("Upphävd", withdrawn_at=timezone.now(), stands_alone=True)
    DocumentVersion.objects.filter(document=late).update(
        text_state=DocumentVersion.Text.UNREADABLE, text_problem="encrypted"
    )
    editor = sign_in("maria.holm")
    page = editor.get(reverse("wagtaildocs:index")).content.decode()
    assert "texten kunde inte läsas" in page
    assert str(function) in page
    assert listed(editor, "?text=unreadable") == {"Sen"}
    assert listed(editor, "?review=due") == {"Sen"}
    assert listed(editor, "?review=soon") == {"Snart"}
    assert listed(editor, "?review=none") == {"På sida", "Upphävd"}
    assert listed(editor, "?standing=alone") == {"Sen"}
    assert listed(editor, "?standing=attached") == {"På sida"}
    assert listed(editor, "?standing=loose") == {"Snart"}
    assert listed(editor, "?standing=withdrawn") == {"Upphävd"}
    assert listed(editor, f"?owner={function.pk}") == {"Sen"}
    assert listed(editor, "?q=Sen") <= {"Sen"}
    assert listed(editor, "?q=Sen&text=unreadable&standing=alone") <= {"Sen"}
    assert editor.get(reverse("wagtailimages:index") + "?q=Sen").status_code == 200


def test_the_form_says_how_the_file_was_read_and_who_finds_it(sign_in):
    document = a_document("Låst")
    DocumentVersion.objects.filter(document=document).update(
        text_state=DocumentVersion.Text.UNREADABLE, text_problem="encrypted"
    )
    page = sign_in("maria.holm").get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert "Texten kunde inte läsas: filen är låst med lösenord" in page
    assert "Lägg det på en sida" in page
    for heading in ("Dokumentet", "Vem det är för", "Giltighet"):
        assert heading in page
    assert "Vad har ändrats" in page


def test_an_editor_fills_in_the_whole_form(sign_in):
    document, function = a_document("Plan"), make_function("rutinagare")
    sign_in("maria.holm").post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {
            "title": "Plan 2",
            "collection": document.collection_id,
            "summary": "Kort",
            "stands_alone": "on",
            "owner_function": function.pk,
            "units": [function.unit.pk],
            "valid_from": "2026-01-01",
            "review_by": "2027-01-01",
        },
    )
    document.refresh_from_db()
    assert (document.title, document.summary, document.stands_alone) == ("Plan 2", "Kort", True)
    assert (document.owner_function, list(document.units.all())) == (function, [function.unit])
    assert document.versions.count() == 1


# Pages for fewer than their documents


def publish(client, page, *documents):
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {
            "title": page.title,
            "slug": page.slug,
            "summary": "Nytt",
            "body-count": len(documents),
            **{
                key: value
                for number, document in enumerate(documents)
                for key, value in {
                    f"body-{number}-deleted": "",
                    f"body-{number}-order": number,
                    f"body-{number}-type": "attachment",
                    f"body-{number}-value-document": document.pk,
                    f"body-{number}-value-text": "",
                }.items()
            },
            "action-publish": "1",
        },
        follow=True,
    )


def test_a_page_stricter_than_its_document_is_stopped_and_one_button_moves_it(sign_in):
    document = a_document("Plan", stands_alone=True)
    page = make_page(StandardPage(title="Ledning", slug="ledning", live=False))
    declare_audience(page, Audience.EMPLOYEES)
    admin = sign_in("peter.admin")
    stopped = publish(admin, page, document)
    assert stopped.redirect_chain[-1][0] == reverse("files_stricter", args=[page.pk])
    assert "är för färre personer" in stopped.content.decode()
    assert "Plan" in stopped.content.decode()
    page.refresh_from_db()
    assert not page.live
    draft = page.get_latest_revision_as_object()
    assert (draft.summary, draft.body[0].value["document"].pk) == ("Nytt", document.pk)
    # The one button, and then the same again.
    moved = admin.post(reverse("files_stricter", args=[page.pk]), follow=True)
    assert "ligger nu i samlingen" in moved.content.decode()
    document.refresh_from_db()
    assert document.collection.collection_audience.audience == Audience.EMPLOYEES
    publish(admin, page, document)
    assert StandardPage.objects.get(pk=page.pk).live
    elected = make_person("vald", employed=False, groups=("Förtroendevalda",))
    assert elected.pk
    assert sign_in("vald").get(document.url).status_code == 404
    # The next page for the same people finds the collection that is there.
    assert stricter.fitting_collection(page) == document.collection


def test_a_page_as_open_as_its_documents_is_published(sign_in):
    document = a_document("Plan")
    page = make_page(StandardPage(title="Alla", slug="alla", live=False))
    declare_audience(page, Audience.ROLES)
    publish(sign_in("peter.admin"), page, document)
    assert StandardPage.objects.get(pk=page.pk).live


def test_a_document_that_the_editor_may_not_move_is_told_of_without_a_button(sign_in, monkeypatch):
    document = a_document("Plan")
    page = make_page(StandardPage(title="Ledning", slug="ledning", body=attached(document)))
    declare_audience(page, Audience.EMPLOYEES)
    page.save_revision()
    monkeypatch.setattr("intranet.files.admin.stricter.may_edit", lambda viewer, document: False)
    admin = sign_in("peter.admin")
    text = admin.get(reverse("files_stricter", args=[page.pk])).content.decode()
    assert "får du inte flytta" in text
    assert '<button type="submit" class="button">' not in text
    admin.post(reverse("files_stricter", args=[page.pk]))
    assert CustomDocument.objects.get(pk=document.pk).collection.depth == 1


def test_a_shared_password_is_no_collections(sign_in):
    document = a_document("Plan")
    page = make_page(StandardPage(title="Lösen", slug="losen", live=False))
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    answer = publish(make_superuser_client(sign_in), page, document)
    assert "delat lösenord" in answer.content.decode() or answer.status_code == 404
    assert not StandardPage.objects.get(pk=page.pk).live


def make_superuser_client(sign_in):
    make_superuser("root")
    return sign_in("root")


def test_the_comparison_says_what_the_rule_says_of_each_person():
    """Held against people of every kind: whoever passes the collection passes the page, or it is not within."""
    make_home()
    red, blue = make_group("Röd"), make_group("Blå")
    people = [
        make_person("anställd"),
        make_person("röd", groups=("Röd",)),
        make_person("lös.röd", employed=False, groups=("Röd",)),
        make_person("blå", employed=False, groups=("Blå",)),
        make_person("båda", employed=False, groups=("Blå", "Röd")),
        make_person("vald", employed=False, groups=("Förtroendevalda",)),
        make_person("ingen", employed=False),
        None,
    ]
    kinds = [
        (audience, stop)
        for audience, stop in product(
            [(Audience.PUBLIC,), (Audience.ROLES,), (Audience.EMPLOYEES,), (Audience.ELECTED,),
             (Audience.GROUPS, red), (Audience.GROUPS, red, blue)],
            [None, "login", (red,), (red, blue)],
        )
    ]  # fmt: skip
    root = Collection.get_first_root_node()
    pages, collections = [], []
    for number, (audience, stop) in enumerate(kinds):
        page = make_page(StandardPage(title=f"s{number}", slug=f"s{number}"))
        declare_audience(page, audience[0], *audience[1:])
        collection = root.add_child(name=f"c{number:02}")
        root.refresh_from_db()
        declared = CollectionAudience.objects.create(collection=collection, audience=str(audience[0]))
        declared.groups.set(audience[1:])
        for model, place in (
            (PageViewRestriction, {"page": page}),
            (CollectionViewRestriction, {"collection": collection}),
        ):
            if stop == "login":
                model.objects.create(restriction_type="login", **place)
            elif stop:
                model.objects.create(restriction_type="groups", **place).groups.set(stop)
        pages.append(page)
        collections.append(collection)
    viewers = [viewer_of(Person.objects.get(pk=p.pk) if p else None) for p in people]
    within = 0
    for page, collection in product(pages, collections):
        if of_collection(collection).is_within(of_page(page)):
            within += 1
            for viewer in viewers:
                may_have = viewer.places.collections.admits(collection.path)
                assert not may_have or viewer.places.pages.admits(page.path), (page, collection)
    assert within > len(pages)
    for page, collection in zip(pages, collections, strict=True):
        assert of_collection(collection).is_within(of_page(page))
