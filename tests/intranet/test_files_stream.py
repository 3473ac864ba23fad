"""How the reading of files is told on the page of long work: to those who look after documents, by the rule."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from home import roles
from intranet.files.models import DocumentVersion
from tests.factories import make_home, make_person
from tests.intranet.test_files_rule import a_document

pytestmark = pytest.mark.django_db
Text = DocumentVersion.Text


@pytest.fixture
def shown(client):
    make_home()
    roles.ensure_roles()
    people = {
        "editor": make_person("maria.holm", groups=(roles.EDITORS,)),
        "reader": make_person("amina.lund"),
    }

    def as_(who: str) -> str:
        client.force_login(people[who])
        answer = client.get("/arbeten/")
        assert answer.status_code == 200
        return answer.content.decode()

    return as_


def in_state(state: str, title: str = "Plan", hours: int = 0, **fields):
    document = a_document(title, **fields)
    document.versions.update(text_state=state, created_at=timezone.now() - timedelta(hours=hours))
    return document


@pytest.mark.database
def test_how_many_wait_are_read_and_could_not_be_read(shown):
    in_state(Text.READ, hours=50)  # long before the present run
    in_state(Text.WAITING, hours=3)
    in_state(Text.READ, hours=2)
    in_state(Text.READING, hours=1)
    in_state(Text.WAITING, hours=1)
    in_state(Text.UNREADABLE, hours=1)
    html = shown("editor")
    assert "2 väntar, 1 läses nu: 2 av 5" in html
    assert 'value="2" max="5"' in html
    assert "En fil kunde inte läsas." in html
    assert 'hx-trigger="every 2s"' in html


def test_the_link_leads_to_just_those_that_could_not_be_read(shown, client):
    in_state(Text.UNREADABLE, "Låst")
    in_state(Text.PARTLY, "Halv")
    html = shown("editor")
    assert 'href="/admin/documents/?text=unreadable"' in html
    assert "<progress" not in html
    assert "hx-get" not in html
    listed = client.get("/admin/documents/?text=unreadable")
    assert [document.title for document in listed.context["object_list"]] == ["Låst"]


def test_when_all_is_read_there_is_nothing_to_tell(shown):
    in_state(Text.READ)
    assert "Inget pågår" in shown("editor")


def test_what_a_document_said_before_is_not_counted(shown):
    document = in_state(Text.READ)
    DocumentVersion.objects.create(document=document, number=0, file="x", text_state=Text.UNREADABLE)
    assert "Inget pågår" in shown("editor")


def test_it_is_nothing_to_a_reader(shown):
    in_state(Text.WAITING)
    in_state(Text.UNREADABLE)
    assert "Inget pågår" in shown("reader")


def test_what_the_editor_may_not_know_of_is_not_counted(shown):
    closed = Collection.get_first_root_node().add_child(name="Stängd")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    in_state(Text.UNREADABLE, collection=closed)
    in_state(Text.WAITING, collection=closed)
    assert "Inget pågår" in shown("editor")
    in_state(Text.WAITING)
    assert "1 väntar, 0 läses nu: 0 av 1" in shown("editor")
