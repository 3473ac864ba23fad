"""The same file once more is told of, to whoever may see what came of it; what could not be read goes at once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from home.importing.incoming import tasks
from home.importing.incoming.models import IncomingText
from home.importing.routines import import_routines
from home.models import KnowledgeIndexPage, KnowledgePage
from home.roles import EDITORS
from intranet.access.models import Audience
from tests.factories import declare_audience, make_group, make_page
from tests.home.admin_help import signed_in
from tests.home.test_importing_incoming import TEXT, editor, form, place, send, text  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TOLD = "Samma fil har kommit in förut"


def again(place, editor, name: str = "kopia.docx"):  # noqa: F811
    (row,) = send(place, editor, (name, TEXT))
    tasks.read_waiting.call()
    row.refresh_from_db()
    return row, reverse("incoming_review", args=[row.pk])


def pages(client, address: str) -> list[str]:
    return [client.get(one).content.decode() for one in (reverse("incoming_list"), address)]


def test_a_file_that_waits_already_is_told_of_with_a_link(place, editor, text):  # noqa: F811
    client = signed_in(editor)
    assert TOLD not in client.get(reverse("incoming_list")).content.decode()
    _, address = again(place, editor)
    for page in pages(client, address):
        assert page.count(TOLD) == 1
        assert f'<a href="{reverse("incoming_review", args=[text.pk])}">nycklar.docx, som väntar' in page


def test_a_file_that_has_become_a_page_is_told_of_with_a_link_to_it(place, editor, text):  # noqa: F811
    client = signed_in(editor)
    client.post(reverse("incoming_review", args=[text.pk]), form(title="Nycklar till allt"))
    page = KnowledgePage.objects.get()
    _, address = again(place, editor)
    for shown in pages(client, address):
        assert (
            f'<a href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}">sidan Nycklar till allt' in shown
        )


def test_one_that_the_command_has_read_is_told_of_too(place, editor, tmp_path):  # noqa: F811
    (tmp_path / "nycklar.docx").write_bytes(TEXT)
    import_routines(tmp_path)
    _, address = again(place, editor)
    for shown in pages(signed_in(editor), address):
        assert "sidan Nycklar" in shown


def test_the_command_tells_of_one_that_was_sent_in(place, editor, text, tmp_path):  # noqa: F811
    signed_in(editor).post(reverse("incoming_review", args=[text.pk]), form())
    slug = KnowledgePage.objects.get().slug
    (tmp_path / "annat-namn.docx").write_bytes(TEXT)
    outcome = import_routines(tmp_path)
    assert any(f"blev sidan med adressen {slug}." in note for note in outcome.notes)


def test_of_what_the_editor_may_not_see_nothing_is_told(place, editor, text, tmp_path):  # noqa: F811
    closed = make_page(KnowledgeIndexPage(title="Sluten", slug="sluten"), place.routines)
    declare_audience(closed, Audience.GROUPS, make_group("Krisledning"))
    text.delivery.place = closed
    text.delivery.save()
    (tmp_path / "nycklar.docx").write_bytes(TEXT)
    import_routines(tmp_path, under="sluten")
    _, address = again(place, editor)
    for shown in pages(signed_in(editor), address):
        assert TOLD not in shown


def test_what_could_not_be_read_is_removed_at_once_after_a_question(place, editor, text):  # noqa: F811
    client = signed_in(editor)
    address = reverse("incoming_clear")
    assert address not in client.get(reverse("incoming_list")).content.decode()
    assert "Det finns inga filer" in client.get(address).content.decode()
    broken = send(place, editor, ("a.docx", b""), ("b.docx", b""))
    other = place.person("olle.berg", EDITORS)
    page = client.get(reverse("incoming_list")).content.decode()
    assert f'href="{address}">Ta bort alla som inte gick att läsa (2)' in page
    asked = client.get(address).content.decode()
    assert "de här 2 filerna" in asked
    assert "a.docx" in asked
    assert IncomingText.objects.count() == 3
    (late,) = send(place, other, ("sen.docx", b""))
    answer = client.post(address, {"newest": broken[-1].pk}, follow=True)
    assert "2 filer är borttagna." in answer.content.decode()
    assert set(IncomingText.objects.all()) == {text, late}


@pytest.mark.parametrize("newest", ["", "x", "9" * 30, "-1"])
def test_clearing_without_the_question_removes_nothing(place, editor, newest):  # noqa: F811
    send(place, editor, ("a.docx", b""))
    signed_in(editor).post(reverse("incoming_clear"), {"newest": newest})
    assert IncomingText.objects.count() == 1


def test_clearing_leaves_what_the_editor_may_not_see(place, editor):  # noqa: F811
    closed = make_page(KnowledgeIndexPage(title="Sluten", slug="sluten"), place.routines)
    declare_audience(closed, Audience.GROUPS, make_group("Krisledning"))
    (row,) = send(place, editor, ("hemlig.docx", b""))
    row.delivery.place = closed
    row.delivery.save()
    client = signed_in(editor)
    assert "hemlig" not in client.get(reverse("incoming_clear")).content.decode()
    client.post(reverse("incoming_clear"), {"newest": row.pk})
    assert IncomingText.objects.count() == 1
