"""What a reader and what an owner are told of a file, and what the search leaves out of one that is very long."""

from __future__ import annotations

import logging

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from home import roles
from intranet.access.models import Audience
from intranet.files import problems, reading, source
from intranet.files.models import DocumentVersion, Passage
from intranet.finding.documents import MOST_ALTERNATIVES
from intranet.finding.draining import drain
from intranet.finding.rebuilding import rebuild
from tests.factories import PASSWORD, declare_audience, make_group, make_home, make_person
from tests.intranet.test_files_rule import a_document, a_page
from tests.intranet.test_files_search import WORD, answer, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    make_home()
    roles.ensure_roles()
    make_person("maria.holm", groups=(roles.EDITORS,))
    make_person("anställd")

    def as_(username: str):
        client.logout()
        assert client.login(username=username, password=PASSWORD)
        return client

    return as_


def stuck(document, problem: str, state: str = DocumentVersion.Text.UNREADABLE) -> None:
    document.versions.update(text_state=state, text_problem=problem)


def test_a_reader_is_told_what_is_the_matter_and_the_editor_what_to_do(sign_in):
    document = a_document("Avtal")
    stuck(document, "encrypted")
    about = reverse("document", args=[document.pk])
    text = sign_in("anställd").get(about).content.decode()
    assert "Texten kunde inte läsas: filen är låst med lösenord." in text
    assert "Spara den utan lösenord" not in text
    read_here = sign_in("anställd").get(reverse("document_text", args=[document.pk])).content.decode()
    assert "Spara den utan lösenord" not in read_here
    editor = sign_in("maria.holm")
    assert "Spara den utan lösenord" in editor.get(about).content.decode()
    assert (
        "Spara den utan lösenord"
        in editor.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    )


def test_whoever_can_mend_it_is_told_how_for_every_problem_that_can_be_mended():
    assert set(problems.TO_DO) == set(problems.PROBLEMS) - {"no_text", "not_text"}


def test_the_list_in_the_admin_says_why(sign_in):
    stuck(a_document("Avtal"), "encrypted")
    text = sign_in("maria.holm").get(reverse("wagtaildocs:index")).content.decode()
    assert "texten kunde inte läsas: filen är låst med lösenord" in text


# The first million characters


def test_a_file_that_is_longer_than_the_index_holds_says_so(sign_in, monkeypatch):
    monkeypatch.setattr(source, "MOST_TEXT", 40)
    monkeypatch.setattr(problems, "MOST_TEXT", 40)
    long, short = a_document("Lång", stands_alone=True), a_document("Kort", stands_alone=True)
    end = {"media_type": "application/pdf", "places": 2, "problem": ""}
    told = {
        long.versions.get().pk: [[1, "page", "", "a" * 30], [2, "page", "", f"b {WORD} " * 3], end],
        short.versions.get().pk: [[1, "page", "", "a" * 30], end],
    }

    def stream(function, path, *args, **limits):
        version = DocumentVersion.objects.get(file=path.partition("/media/")[2])
        yield from told[version.pk]

    monkeypatch.setattr(reading, "stream", stream)
    while reading.read_next():
        pass
    assert long.versions.get().characters == sum(
        len(passage.text) for passage in Passage.objects.filter(version__document=long)
    )
    client = sign_in("anställd")
    said = "Sökningen hittar bara det som står på ungefär de första 500 sidorna."
    assert said in client.get(reverse("document", args=[long.pk])).content.decode()
    assert said not in client.get(reverse("document", args=[short.pk])).content.decode()


# More pages than the index holds places


@pytest.fixture
def crowd(plugged):
    """A document on many pages for employees and, last, on one more page for a group."""
    make_home()
    make_person("anställd")
    make_person("röd", groups=("Röd",), employed=False)
    document = a_document(f"{WORD} plan", stands_alone=False)
    read(document, WORD)
    pages = [a_page(f"sida{number}", document) for number in range(MOST_ALTERNATIVES + 3)]
    last = a_page("sist", document)
    declare_audience(last, Audience.GROUPS, make_group("Röd"))
    return document, pages, last


def test_a_reader_of_one_page_among_many_finds_the_document(crowd):
    rebuild()
    drain()
    assert answer("röd").total == 1
    assert answer("anställd").total == 1


def test_the_pages_that_count_are_chosen_anew_when_who_may_read_them_changes(plugged):
    make_home()
    make_person("anställd")
    document = a_document(f"{WORD} plan", stands_alone=False)
    read(document, WORD)
    pages = [a_page(f"sida{number}", document) for number in range(MOST_ALTERNATIVES + 3)]
    rebuild()
    drain()
    assert answer("anställd").total == 1
    # All that the index holds are closed, and one that it had left out is not.
    group = make_group("Ledning")
    for page in pages[:-1]:
        PageViewRestriction.objects.create(page=page, restriction_type="groups").groups.add(group)
    drain()
    assert answer("anställd").total == 1


def test_more_kinds_of_readers_than_the_index_holds_are_logged(crowd, caplog):
    document, pages, _last = crowd
    for number, page in enumerate(pages):
        declare_audience(page, Audience.GROUPS, make_group(f"Grupp {number}"))
    with caplog.at_level(logging.WARNING, logger="intranet.files.source"):
        rebuild()
    assert f"document {document.pk} hangs on pages for {len(pages) + 1} kinds of readers" in caplog.text
    assert "plan" not in caplog.text


def test_pages_for_the_same_people_are_one_kind(crowd, caplog):
    _document, pages, _last = crowd
    for page in pages:
        declare_audience(page, Audience.EMPLOYEES)
    with caplog.at_level(logging.WARNING, logger="intranet.files.source"):
        rebuild()
    assert "kinds of readers" not in caplog.text
    drain()
    assert answer("röd").total == answer("anställd").total == 1
