"""A document's own page and its text: the address stays, and what is shown is what the reader may know."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from home import roles
from home.models import DocumentIndexPage
from intranet.access.models import Audience
from intranet.files import text as texts
from intranet.files.models import CustomDocument, DocumentVersion, Passage
from intranet.subjects.models import Subject
from tests.factories import (
    PASSWORD,
    declare_audience,
    make_function,
    make_group,
    make_home,
    make_page,
    make_person,
    make_unit,
)
from tests.intranet import file_samples as samples
from tests.intranet.test_files_rule import a_document, a_page
from tests.intranet.test_files_search import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    make_home()
    roles.ensure_roles()
    make_person("amina.lund", make_unit("Norr"))
    make_person("sara.nyberg", groups=(roles.EDITORS,))

    def as_(username: str):
        client.logout()
        assert client.login(username=username, password=PASSWORD)
        return client

    return as_


def shown(client, document: CustomDocument) -> str:
    answer = client.get(f"/dokument/{document.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_what_it_is_who_answers_and_where_it_is_used(sign_in):
    owner = make_person("egon.agare", phone="0491-555 10 01")
    document = a_document(
        "Plan",
        summary="Vad vi gör när det brinner.",
        owner_function=make_function("rutinagare", holder=owner),
        review_by=timezone.localdate() - timezone.timedelta(days=1),
    )
    document.subjects.add(Subject.objects.create(slug="kris", name="Krisberedskap"))
    document.units.add(make_unit("Söder"))
    read(document, "Ett", "Två")
    a_page("oppen-sida", document)
    closed = a_page("hemlig-sida", document)
    declare_audience(closed, Audience.GROUPS, make_group("Ledning"))
    page = shown(sign_in("amina.lund"), document)
    for words in (
        "Vad vi gör när det brinner.",
        "PDF",
        "2 sidor",
        "Krisberedskap",
        "Söder",
        "0491-555 10 01",
    ):
        assert words in page
    assert "Egon Agare" in page
    assert "skulle ha setts över" in page
    assert "oppen-sida" in page
    assert "hemlig-sida" not in page
    assert document.url in page
    assert "Läs texten här" in page


def test_versions_are_told_to_all_and_opened_by_editors(sign_in):
    document = a_document("Plan")
    document.file = ContentFile(b"%PDF-1.4 nytt", name="ny.pdf")
    document.changed_by, document.change_note = make_person("anna.inskickare"), "Nya nummer på sida 3"
    document.save()
    old = f"/dokument/{document.pk}/version/1/"
    page = shown(sign_in("amina.lund"), document)
    assert "Version 2" in page
    assert "Version 1" in page
    assert "Nya nummer på sida 3" in page
    assert "Anna Inskickare" in page
    assert old not in page
    assert sign_in("amina.lund").get(old).status_code == 404
    editor = sign_in("sara.nyberg")
    assert old in shown(editor, document)
    assert b"Plan" in editor.get(old).getvalue()


def test_a_protected_person_who_put_it_in_is_not_named(sign_in):
    hidden = make_person("hemlig.person", protected=True)
    document = a_document("Plan", uploaded_by_user=hidden)
    page = shown(sign_in("amina.lund"), document)
    assert "av en medarbetare" in page
    assert "Hemlig" not in page


def test_the_state_of_the_text_is_said_in_words(sign_in):
    document = a_document("Plan")
    reader = sign_in("amina.lund")
    assert "läses snart in" in shown(reader, document)
    DocumentVersion.objects.update(text_state="unreadable", text_problem="encrypted")
    page = shown(reader, document)
    assert "Texten kunde inte läsas: filen är låst med lösenord" in page
    assert "Läs texten här" not in page
    empty = reader.get(reverse("document_text", args=[document.pk])).content.decode()
    assert "Det finns ingen text att visa" in empty


@pytest.mark.parametrize(
    ("problem", "said", "offered"),
    [
        ("encrypted", "Du behöver lösenordet för att läsa den.", "Hämta PDF-filen ändå"),
        ("damaged", "Filen är skadad och går kanske inte att öppna.", "Hämta PDF-filen ändå"),
        ("missing", "Filen saknas på servern.", ""),
    ],
)
def test_a_file_known_to_be_broken_is_not_offered_as_if_it_were_whole(sign_in, problem, said, offered):
    document = a_document("Plan")
    reader = sign_in("amina.lund")
    assert "Öppna PDF-filen" in shown(reader, document)
    DocumentVersion.objects.update(text_state="unreadable", text_problem=problem)
    page = shown(reader, document)
    assert said in page
    assert "Läs dokumentet" not in page
    assert "Öppna PDF-filen" not in page
    assert "Fråga ägaren" not in page  # nobody is named
    assert offered in page
    assert (document.url in page) == bool(offered)


@pytest.mark.parametrize(
    ("name", "said"),
    [("a.txt", "Hämta textfilen"), ("a.docx", "Hämta Word-filen"), ("a.odt", "Hämta OpenDocument-filen")],
)
def test_a_button_says_what_it_fetches(sign_in, name, said):
    content = {"a.txt": b"Text.", "a.docx": samples.word([("", "Hej")]), "a.odt": samples.odt("")}[name]
    document = a_document("Plan", file=ContentFile(content, name=name))
    assert said in shown(sign_in("amina.lund"), document)


def test_the_way_back_leads_to_the_list_and_a_subject_to_its_documents(sign_in):
    document = a_document("Plan")
    document.subjects.add(Subject.objects.create(slug="kris", name="Krisberedskap"))
    read(document, "Ett", "Två")
    reader = sign_in("amina.lund")
    page = shown(reader, document)
    assert "Krisberedskap" in page
    assert "amne=kris" not in page  # there is no list
    shelf = make_page(DocumentIndexPage(title="Dokument", slug="dokument-och-planer"))
    page = shown(reader, document)
    assert '<a href="/dokument-och-planer/?amne=kris">Krisberedskap</a>' in page
    text = reader.get(reverse("document_text", args=[document.pk])).content.decode()
    for html in (page, text):
        way = html.partition('class="breadcrumbs"')[2].partition("</nav>")[0]
        assert 'href="/dokument-och-planer/"' in way
        assert "Plan" in way
    # A list that the reader may not know of is not named.
    declare_audience(shelf, Audience.GROUPS, make_group("Ledning"))
    assert "dokument-och-planer" not in shown(reader, document)


def test_a_withdrawn_file_without_an_owner_sends_nobody_to_one(sign_in):
    reader = sign_in("amina.lund")
    assert "Be ägaren" not in shown(reader, a_document("Gammal", withdrawn_at=timezone.now()))
    owned = a_document("Ägd", withdrawn_at=timezone.now(), owner_function=make_function("rutinagare"))
    assert "Be ägaren" in shown(reader, owned)


def test_the_places_of_a_file_can_be_gone_to_from_the_top(sign_in):
    document = a_document("Plan")
    read(document, *[f"Ord{number} " * 400 for number in range(1, 31)])
    reader = sign_in("amina.lund")
    address = reverse("document_text", args=[document.pk])
    html = reader.get(address).content.decode()
    for number in (1, 12, 30):
        assert f'<a href="?plats=sida-{number}#sida-{number}">Sida {number}</a>' in html
    assert 'id="sida-30"' in reader.get(f"{address}?plats=sida-30").content.decode()
    alone = a_document("Ensam")
    read(alone, "Allt på en sida.")
    assert "jumps" not in reader.get(reverse("document_text", args=[alone.pk])).content.decode()


def test_of_very_many_places_only_some_are_named():
    make_home()
    document = a_document("Plan")
    read(document, *["Ord " * 100] * (3 * texts.MOST_JUMPS))
    version = document.versions.get()
    found = texts.jumps(version, texts.pages_of(version))
    assert 1 < len(found) <= texts.MOST_JUMPS
    assert found[0] == {"place": "sida-1", "label": "Sida 1"}


def test_the_sections_of_a_file_are_named_by_their_headings_once():
    make_home()
    document = a_document("Plan")
    labels = ("Ansvar", "Ansvar", "Rutin")
    read(document, "Ansvar\nEtt.", "Två.", "Rutin\nTre.", kind=Passage.Kind.HEADING, labels=labels)
    version = document.versions.get()
    found = texts.jumps(version, texts.pages_of(version))
    assert [jump["label"] for jump in found] == ["Ansvar", "Rutin"]


def test_who_may_not_open_it_gets_what_is_missing(sign_in):
    closed = Collection.get_first_root_node().add_child(name="Stängd")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    document = a_document("Hemlig", collection=closed)
    reader = sign_in("amina.lund")
    missing = reader.get("/dokument/999999/")
    for path in ("", "text/", "fil/", "version/1/", "plan.pdf"):
        answer = reader.get(f"/dokument/{document.pk}/{path}")
        assert answer.status_code == 404
        assert answer.content == missing.content


def test_withdrawn_and_replaced_by_what_the_reader_may_not_know(sign_in):
    closed = Collection.get_first_root_node().add_child(name="Stängd")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    document = a_document(
        "Gammal",
        withdrawn_at=timezone.now(),
        withdrawn_why="Gäller inte.",
        replaced_by=a_document("Hemlig ny", collection=closed),
    )
    page = shown(sign_in("amina.lund"), document)
    assert "Gäller inte." in page
    assert "Hemlig ny" not in page
    assert "Läs i stället" not in page
    assert document.url not in page


def test_a_long_text_is_cut_into_pages_and_a_place_leads_to_the_right_one(sign_in):
    document = a_document("Plan")
    read(document, *[f"Ord{number} " * 400 for number in range(1, 31)])
    version = document.versions.get()
    pages = texts.pages_of(version)
    assert pages.num_pages > 3
    assert next(span[0] for span in pages.object_list) == 1
    reader = sign_in("amina.lund")
    address = reverse("document_text", args=[document.pk])
    for number in (1, 12, 30):
        answer = reader.get(f"{address}?plats=sida-{number}")
        text = answer.content.decode()
        assert f'id="sida-{number}"' in text
        assert f"Ord{number} " in text
        assert len(text) < 60_000
    assert "Ord1 " in reader.get(f"{address}?plats=sida-999").content.decode()
    assert "Ord30 " in reader.get(f"{address}?sida=999").content.decode()
    for odd in ("plats=x", "plats=sida-" + "9" * 40, "sida=abc", "sida=-1"):
        assert reader.get(f"{address}?{odd}").status_code == 200


def test_lines_of_paper_become_paragraphs():
    page = Passage(
        kind=Passage.Kind.PAGE,
        text=(
            "Dricksvatten\n"
            "Om kranvattnet inte går att dricka ställer vatten och avlopp ut\n"
            "tankar som räcker till tjugo platser.\n"
            "• Äldreboenden får vatten först.\n"
            "• Förskolor får vatten sedan, och det gäller alla tider på dygnet."
        ),
    )
    assert list(texts._paragraphs(page)) == [
        "Dricksvatten",
        "Om kranvattnet inte går att dricka ställer vatten och avlopp ut tankar som räcker till tjugo platser.",
        "• Äldreboenden får vatten först.",
        "• Förskolor får vatten sedan, och det gäller alla tider på dygnet.",
    ]


def test_links_in_texts_go_by_number_and_lead_to_the_newest_file(sign_in):
    document = a_document("Plan")
    reader = sign_in("amina.lund")
    link = f"/dokument/{document.pk}/fil/"
    assert reader.get(link)["Location"] == document.url
    document.file = ContentFile(b"%PDF-1.4 nytt", name="annat.pdf")
    document.save()
    answer = reader.get(link, follow=True)
    assert answer.redirect_chain[-1][0].endswith("annat.pdf")
    assert answer.getvalue() == b"%PDF-1.4 nytt"
