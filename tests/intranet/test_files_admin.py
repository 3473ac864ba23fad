"""Editors and documents: withdraw and undo, the list and its filters, and pages that are for fewer than their files."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from home import roles
from intranet.files.models import CustomDocument, DocumentVersion
from tests.factories import (
    PASSWORD,
    make_function,
    make_home,
    make_person,
)
from tests.intranet.test_files_rule import a_document, a_page

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


def test_what_cannot_replace_it_is_refused_with_what_can(sign_in):
    old, gone = a_document("Gammal"), a_document("Borta", withdrawn_at=timezone.now())
    for wrong in (old, gone):
        answer = withdraw(sign_in("maria.holm"), old, replaced_by=wrong.pk)
        assert "Välj ett annat dokument än det som du upphäver" in answer.content.decode()
    assert not CustomDocument.objects.get(pk=old.pk).is_withdrawn


def test_the_file_is_changed_and_saved_in_the_words_of_the_guide(sign_in):
    editor, document = sign_in("maria.holm"), a_document("Plan")
    address = reverse("wagtaildocs:edit", args=[document.pk])
    html = editor.get(address).content.decode()
    assert "Byt fil:" in html
    assert "Ändra dokument:" not in html
    assert Collection.get_first_root_node().name == "Filer för alla"
    data = {"title": "Planen", "collection": document.collection_id}
    said = editor.post(address, data, follow=True).content.decode()
    assert "Dokumentet ”Planen” är sparat" in said
    assert "laddades upp" not in said


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
