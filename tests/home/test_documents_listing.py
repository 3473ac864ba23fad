"""The readers' list of documents: what the rule lets them find, filtered, counted, a page at a time."""

from __future__ import annotations

import re
from datetime import date
from itertools import product

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection

from home.models import DocumentIndexPage, StandardPage
from intranet.access.models import Audience, CollectionAudience
from intranet.files import validity
from intranet.files.models import CustomDocument, DocumentVersion
from intranet.finding import states
from intranet.subjects.models import Subject
from tests.factories import (
    declare_audience,
    make_function,
    make_group,
    make_home,
    make_page,
    make_person,
    make_unit,
)
from tests.intranet.test_files_rule import a_document, a_page

pytestmark = [pytest.mark.django_db, pytest.mark.database]
days = timezone.timedelta


@pytest.fixture
def index():
    make_home()
    return make_page(DocumentIndexPage(title="Dokument", slug="dokument", intro="<p>Planer och mallar.</p>"))


@pytest.fixture
def reader(client, index):
    client.force_login(make_person("amina.lund", make_unit("Norr", code="NORR")))
    return client


def titles(client, **asked) -> list[str]:
    answer = client.get("/dokument/", asked)
    assert answer.status_code == 200
    return [item["title"] for item in answer.context["items"]]


def test_it_holds_what_the_reader_may_find_wherever_it_lies(reader, index):
    a_document("Ensam", stands_alone=True)
    a_document("Lös")
    a_document("Upphävd", stands_alone=True, withdrawn_at=timezone.now())
    a_page("oppen", a_document("På en sida"))
    closed = a_page("stangd", a_document("På en stängd sida"))
    group = make_group("Ledning")
    declare_audience(closed, Audience.GROUPS, group)
    theirs = Collection.get_first_root_node().add_child(name="Ledningens")
    declared = CollectionAudience.objects.create(collection=theirs, audience=Audience.GROUPS)
    declared.groups.add(group)
    a_document("I en stängd samling", stands_alone=True, collection=theirs)

    assert titles(reader) == ["Ensam", "På en sida"]
    assert reader.get("/dokument/").context["total"] == 2

    reader.force_login(make_person("lena.ledning", groups=("Ledning",)))
    assert titles(reader) == ["Ensam", "I en stängd samling", "På en sida", "På en stängd sida"]


def test_a_row_says_state_kind_owner_units_and_subjects(reader):
    day = timezone.localdate() + days(12)
    owner = make_function("sakerhetschef", title="Säkerhetschefen")
    document = a_document(
        "Plan", stands_alone=True, summary="Vad vi gör.", owner_function=owner, valid_to=day
    )
    document.units.add(*(make_unit(name) for name in ("Söder", "Väster", "Öster", "Öarna")))
    document.subjects.add(Subject.objects.create(slug="kris", name="Krisberedskap"))
    document.versions.update(media_type="application/pdf", places=14)

    html = reader.get("/dokument/").content.decode()
    row = re.search(r'<ul class="rows.*?</ul>', html, re.DOTALL).group()
    text = " ".join(re.sub(r"<[^>]+>", " ", row).split())
    for words in (
        "Upphör om 12 dagar",
        "PDF · 14 sidor",
        "Vad vi gör.",
        "Krisberedskap",
        "ägare Säkerhetschefen",
    ):
        assert words in text
    assert "fler enheter" in text
    assert f'href="/dokument/{document.pk}/"' in row
    assert "1 dokument" in html


def chips(client) -> dict[str, str]:
    return {item["title"]: item["state"]["label"] for item in client.get("/dokument/").context["items"]}


def test_what_has_not_begun_says_nothing_of_its_end_and_what_is_late_for_review_does(reader):
    today = timezone.localdate()
    a_document("Kommande", stands_alone=True, valid_from=today + days(5), valid_to=today + days(10))
    late = {"stands_alone": True, "review_by": today - days(1)}
    ending = a_document("Ses över och slutar", **late, valid_to=today + days(3))
    a_document("Ses över i dag", **late, valid_to=today)
    a_document("Ses över alltid", **late)
    a_document("Ses över länge", **late, valid_to=date(2999, 3, 3))
    assert chips(reader) == {
        "Kommande": "Börjar gälla senare",
        "Ses över och slutar": "Ses över, upphör om 3 dagar",
        "Ses över i dag": "Ses över, gäller till och med i dag",
        "Ses över alltid": "Ses över",
        "Ses över länge": "Ses över, gäller till och med 3 mars 2999",
    }
    assert "Ses över, upphör om 3 dagar" in reader.get(f"/dokument/{ending.pk}/").content.decode()


@pytest.mark.parametrize(
    "words",
    ["riskbedömningar", "Riskbedömningen", "RISKBEDÖMNING", "riskbedomning", "mallar risk", "bedömningarna,"],
)
def test_words_are_found_in_the_form_that_the_reader_writes_them(reader, words):
    a_document("Mall för riskbedömning", stands_alone=True)
    a_document("Lönepolicy", stands_alone=True)
    assert titles(reader, q=words) == ["Mall för riskbedömning"]


@pytest.mark.parametrize("words", ["[", "(a", "a|b", "\\", "*", ".", "^", "$", "{2}", "a\u0301"])
def test_signs_are_looked_for_as_they_are(reader, words):
    a_document("Lönepolicy", stands_alone=True)
    a_document(f"Med tecknet {words} i", stands_alone=True)
    assert titles(reader, q=words) == [f"Med tecknet {words} i"]


def test_each_filter_narrows_and_can_be_taken_back(reader):
    north, south = make_unit("Nord", code="N"), make_unit("Syd", code="S")
    kris = Subject.objects.create(slug="kris", name="Krisberedskap")
    plan = a_document("Krisplan", stands_alone=True)
    plan.units.add(north)
    plan.subjects.add(kris)
    lists = a_document(
        "Telefonlista", stands_alone=True, summary="Ring vid KRIS.", file=ContentFile(b"text", name="a.txt")
    )
    lists.units.add(south)
    a_document("Gammal", stands_alone=True, valid_to=timezone.localdate() - days(1))
    a_document("Kommande", stands_alone=True, valid_from=timezone.localdate() + days(1))

    assert titles(reader) == ["Kommande", "Krisplan", "Telefonlista"]
    assert titles(reader, q="kris") == ["Krisplan", "Telefonlista"]
    assert titles(reader, q="kris plan") == ["Krisplan"]
    assert titles(reader, slag="text") == ["Telefonlista"]
    assert titles(reader, slag="pdf") == ["Kommande", "Krisplan"]
    assert titles(reader, slag="annan") == []
    assert titles(reader, amne="kris") == ["Krisplan"]
    assert titles(reader, enhet="N") == ["Kommande", "Krisplan"]
    assert titles(reader, enhet="min") == ["Kommande"]
    assert titles(reader, tillstand="har-gällt") == ["Gammal"]
    assert titles(reader, tillstand="kommande") == ["Kommande"]

    context = reader.get("/dokument/", {"q": "kris", "slag": "pdf", "sida": "1"}).context
    assert [each["label"] for each in context["chosen"]] == ["kris", "PDF"]
    assert [len(reader.get(f"/dokument/{each['url']}").context["items"]) for each in context["chosen"]] == [
        2,
        2,
    ]


def test_what_does_not_exist_is_told_and_narrows_nothing(reader):
    a_document("Plan", stands_alone=True)
    answer = reader.get("/dokument/", {"slag": "trasigt", "enhet": "BORTA", "sida": "nio"})
    assert answer.context["total"] == 1
    assert set(answer.context["filter_form"].errors) == {"slag", "enhet"}


def test_the_newest_first_if_asked_for(reader):
    for number, title in enumerate(("Alfa", "Beta")):
        document = a_document(title, stands_alone=True)
        document.versions.update(created_at=timezone.now() - days(10 - number))
    assert titles(reader, sortera="datum") == ["Beta", "Alfa"]


@pytest.mark.database
def test_what_has_no_version_comes_last_of_the_newest(reader):
    a_document("Utan fil", stands_alone=True).versions.all().delete()
    a_document("Plan", stands_alone=True)
    assert titles(reader, sortera="datum") == ["Plan", "Utan fil"]


def test_an_empty_list_and_an_empty_answer_say_what_to_do(reader):
    assert "Här finns inga dokument ännu" in reader.get("/dokument/").content.decode()
    a_document("Plan", stands_alone=True)
    html = reader.get("/dokument/", {"q": "snö & is"}).content.decode()
    assert "Inget dokument passar in på det du valt" in html
    assert 'href="/sok/?q=sn%C3%B6+%26+is&amp;typ=dokument"' in html
    assert "Visa alla dokument" in html


def test_pages_hold_each_document_once_and_keep_the_filter(reader):
    for number in range(45):
        a_document(f"Plan {number:02}", stands_alone=True)
    a_document("Karta", stands_alone=True)
    seen = [title for number in (1, 2, 3) for title in titles(reader, q="plan", sida=number)]
    assert seen == [f"Plan {number:02}" for number in range(45)]
    assert "q=plan&amp;sida=2" in reader.get("/dokument/", {"q": "plan"}).content.decode()


def test_pages_below_it_are_its_themes_for_whom_they_are(reader, index):
    make_page(StandardPage(title="Beredskap", slug="beredskap"), index)
    closed = make_page(StandardPage(title="Hemligt", slug="hemligt"), index)
    declare_audience(closed, Audience.GROUPS, make_group("Ledning"))
    make_page(StandardPage(title="Utkast", slug="utkast", live=False), index)
    context = reader.get("/dokument/").context
    assert context["themes"] == [{"title": "Beredskap", "url": "/dokument/beredskap/"}]


def test_the_number_of_queries_is_the_same_for_one_and_for_many(reader):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert reader.get("/dokument/").status_code == 200
        return len(queries)

    def add(number: int) -> None:
        document = a_document(f"Plan {number}", stands_alone=True, owner_function=make_function(f"f{number}"))
        document.units.add(make_unit(f"Enhet {number}"))
        document.subjects.add(Subject.objects.create(slug=f"a{number}", name=f"Ämne {number}"))

    add(0)
    asked()
    one = asked()
    for number in range(1, 12):
        add(number)
    assert asked() == one
    assert one <= 15 + 4  # session, user, and Wagtail's own way to the page


@pytest.mark.database
def test_the_states_of_a_query_are_those_of_one_document():
    today = date(2026, 11, 22)
    near = (None, today - days(1), today, today + days(1))
    made = [
        CustomDocument(title="Plan", valid_from=start, valid_to=end, review_by=review)
        for start, end, review in product(near, near, near)
    ]
    CustomDocument.objects.bulk_create(made)
    for state in states.STATES:
        found = set(
            CustomDocument.objects.filter(validity.in_state(state, today)).values_list("pk", flat=True)
        )
        assert found == {document.pk for document in made if states.state_of(document, today) == state}, state
        outside = set(
            CustomDocument.objects.exclude(validity.in_state(state, today)).values_list("pk", flat=True)
        )
        assert outside == {document.pk for document in made} - found


@pytest.mark.database
def test_what_has_no_known_kind_is_found_as_another(reader):
    a_document("Plan", stands_alone=True)
    other = a_document("Ritning", stands_alone=True)
    DocumentVersion.objects.filter(document=other).update(media_type="application/x-ritning")
    assert titles(reader, slag="annan") == ["Ritning"]
