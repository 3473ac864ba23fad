"""Many files put in at once: the common is said once, a title for each; the owner is looked up by words."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from home import roles
from intranet.files import library
from intranet.files.models import CustomDocument
from intranet.subjects.models import Subject
from tests.factories import PASSWORD, make_function, make_home, make_person, make_unit

pytestmark = pytest.mark.django_db
ADDRESS = "wagtaildocs:add_multiple"


@pytest.fixture
def editor(client):
    make_home()
    roles.ensure_roles()
    make_person("maria.holm", groups=(roles.EDITORS,))
    assert client.login(username="maria.holm", password=PASSWORD)
    return client


def put_in(client, title: str, **common) -> dict:
    file = SimpleUploadedFile(f"{title}.pdf", f"%PDF-1.4 {title}".encode())
    return client.post(reverse(ADDRESS), {"title": title, "files[]": file, **common}).json()


def test_what_is_common_is_said_once_and_kept_with_each_file(editor):
    owner, north, subject = (
        make_function("arkivarie"),
        make_unit("Norr"),
        Subject.objects.create(slug="arkiv", name="Arkiv"),
    )
    common = {
        "collection": library.for_employees().pk,
        "stands_alone": "on",
        "owner_function": owner.pk,
        "units": [north.pk],
        "subjects": [subject.pk],
        "valid_from": "2026-11-01",
        "valid_to": "2027-12-31",
        "review_by": "2027-06-01",
    }
    answers = [put_in(editor, title, **common) for title in ("Plan", "Karta")]
    assert all(answer["success"] for answer in answers)
    for document in CustomDocument.objects.all():
        assert document.stands_alone
        assert (document.owner_function, document.collection) == (owner, library.for_employees())
        assert (list(document.units.all()), list(document.subjects.all())) == ([north], [subject])
        assert (document.valid_from, document.valid_to) == (date(2026, 11, 1), date(2027, 12, 31))
        assert document.review_by == date(2027, 6, 1)
        assert document.versions.count() == 1
    assert {document.title for document in CustomDocument.objects.all()} == {"Plan", "Karta"}

    # What follows each file asks for its own alone, and loses nothing of the rest.
    pk = answers[0]["doc_id"]
    for name in ("title", "summary"):
        assert f'name="doc-{pk}-{name}"' in answers[0]["form"]
    for name in ("owner_function", "units", "collection", "valid_from"):
        assert f"doc-{pk}-{name}" not in answers[0]["form"]
    saved = editor.post(
        reverse("wagtaildocs:edit_multiple", args=[pk]),
        {f"doc-{pk}-title": "Arkivplan", f"doc-{pk}-summary": "Vad som sparas."},
    ).json()
    assert saved["success"]
    document = CustomDocument.objects.get(pk=pk)
    assert (document.title, document.summary) == ("Arkivplan", "Vad som sparas.")
    assert (document.owner_function, list(document.units.all())) == (owner, [north])
    assert (document.valid_to, document.stands_alone) == (date(2027, 12, 31), True)


def test_what_is_wrong_above_is_said_by_each_file_and_none_is_kept(editor):
    answer = put_in(editor, "Plan", valid_from="2027-01-01", valid_to="2026-01-01", owner_function="99999")
    assert not answer["success"]
    for words in ("Sista dagen ligger före den första.", "Gäller till och med", "Ägare", "välj filen igen"):
        assert words in answer["error_message"], answer["error_message"]
    assert not CustomDocument.objects.exists()
    file = SimpleUploadedFile("a.exe", b"MZ program")
    told = editor.post(reverse(ADDRESS), {"title": "a", "files[]": file}).json()["error_message"]
    assert told
    assert "Rätta" not in told


def test_return_in_a_field_loses_nothing_that_was_typed(editor):
    owner = make_function("arkivarie", title="Arkivarien")
    answer = editor.post(reverse(ADDRESS), {"owner_function": owner.pk, "valid_to": "2027-12-31"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Välj minst en fil" in html
    assert 'value="2027-12-31"' in html
    assert "Arkivarien" in html


def test_the_owner_is_looked_up_instead_of_listed(editor):
    for number in range(60):
        make_function(f"funktion{number}", title=f"Funktion nummer {number:02}")
    owner = make_function("arkivarie", title="Arkivarien")
    document = CustomDocument.objects.create(
        title="Plan", file=SimpleUploadedFile("a.pdf", b"%PDF-1.4"), owner_function=owner
    )
    for address in (
        reverse(ADDRESS),
        reverse("wagtaildocs:add"),
        reverse("wagtaildocs:edit", args=[document.pk]),
    ):
        html = editor.get(address).content.decode()
        assert "Funktion nummer" not in html
        assert reverse("function_chooser:choose") in html
    assert "Arkivarien" in editor.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    found = editor.get(f"{reverse('function_chooser:choose_results')}?q=arkiv").content.decode()
    assert "Arkivarien" in found
    assert "Funktion nummer" not in found


def test_a_collection_that_the_list_was_filtered_by_is_chosen_from_the_beginning(editor):
    from wagtail.models import Collection

    other = Collection.get_first_root_node().add_child(name="Kartor")
    html = editor.get(f"{reverse(ADDRESS)}?collection_id={other.pk}").content.decode()
    assert f'<option value="{other.pk}" selected' in html
