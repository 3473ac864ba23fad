"""How documents look to a reader: their state on a page, the kind in the same words, the text without repetitions."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from home import roles
from intranet.access.models import Audience, CollectionAudience
from intranet.files import text
from intranet.files.kinds import KINDS, label_by_name
from intranet.files.models import CustomDocument, Passage
from intranet.files.templatetags.files_admin import breakable
from intranet.finding.rebuilding import rebuild
from tests.factories import PASSWORD, make_group, make_home, make_person
from tests.intranet import file_samples as samples
from tests.intranet.test_files_rule import a_document, a_page
from tests.intranet.test_files_search import read

pytestmark = [pytest.mark.django_db]


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


def shown(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# On a page


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"valid_from": date(2019, 1, 1), "valid_to": date(2020, 1, 1)}, "Har gällt"),
        ({"review_by": date(2020, 1, 1)}, "Ses över"),
        ({"valid_from": date(2999, 1, 1)}, "Börjar gälla senare"),
        ({"review_by": date(2999, 1, 1)}, "Gäller"),
        ({"valid_to": date(2020, 1, 1)}, "Har gällt"),
        ({"valid_to": date(2999, 3, 3)}, "Gäller till och med 3 mars 2999"),
        ({"valid_from": date(2019, 1, 1), "valid_to": date(2999, 3, 3)}, "Gäller till och med 3 mars 2999"),
        ({"withdrawn_at": timezone.now()}, "Upphävt"),
    ],
)
def test_a_document_on_a_page_says_its_state_and_leads_to_its_own_page(sign_in, dates, said):
    document = a_document("Plan", file=ContentFile(samples.word_xml("<w:p/>"), name="plan.docx"), **dates)
    page = a_page("sida", document)
    html = sign_in("anställd").get(page.url).content.decode()
    row = re.search(r'<p class="pointer">.*?</p>', html, re.DOTALL).group()
    assert re.search(rf'class="chip[^"]*">{said}</span>', row)
    assert f'href="{document.get_absolute_url()}"' in row
    # The name of a withdrawn one leads there itself: two links to one place would be one too many.
    is_there = said != "Upphävt"
    assert row.count("<a ") == (2 if is_there else 1)
    assert ("Om dokumentet : Plan" in shown(row)) == is_there
    assert ("Word ·" in row) == is_there
    assert (f'href="{document.url}"' in row) == is_there


def test_a_document_without_dates_has_no_state_to_tell(sign_in):
    page = a_page("sida", a_document("Plan"))
    row = re.search(
        r'<p class="pointer">.*?</p>', sign_in("anställd").get(page.url).content.decode(), re.DOTALL
    )
    assert "chip" not in row.group()


@pytest.mark.parametrize(
    ("name", "label"),
    [("a.docx", "Word"), ("a.XLSX", "Excel"), ("a.pdf", "PDF"), ("a.odt", "OpenDocument"), ("a", "Fil")],
)
def test_the_kind_has_the_same_name_by_name_and_by_content(name, label):
    assert label_by_name(name) == label
    for kind in KINDS.values():
        if kind.endings[0] == name.lower().rpartition(".")[2]:
            assert str(kind.label) == label or kind.code == "last"


# Withdrawn


def test_a_withdrawn_document_has_no_green_chip_and_a_heading_that_is_true(sign_in):
    document = a_document("Plan", withdrawn_at=timezone.now())
    about = document.get_absolute_url()
    editor = sign_in("maria.holm").get(about).content.decode()
    assert "Bara redaktörer kan öppna filen" in editor
    assert "Öppna PDF-filen" in shown(editor)
    assert "chip--ok" not in editor
    reader = sign_in("anställd").get(about).content.decode()
    assert "Filen går inte att öppna längre" in reader
    assert "Öppna PDF" not in shown(reader)
    assert "chip--ok" not in reader


# The text


def test_a_heading_stands_once_and_is_not_repeated_where_a_section_goes_on():
    make_home()
    document = a_document("Plan")
    read(
        document,
        "Ansvar\nChefen ansvarar.",
        "Mer om ansvar.",
        "Rutin\nSå gör du.",
        kind=Passage.Kind.HEADING,
        labels=("Ansvar", "Ansvar", "Rutin"),
    )
    first, second, third = text.passages(document.versions.get(), 1, 3)
    assert (first["heading"], first["paragraphs"]) == ("Ansvar", ["Chefen ansvarar."])
    assert (second["heading"], second["paragraphs"]) == ("", ["Mer om ansvar."])
    assert (third["heading"], third["paragraphs"]) == ("Rutin", ["Så gör du."])
    # Where a page of the text begins in the middle of a section, the reader is told which.
    (alone,) = text.passages(document.versions.get(), 2, 2)
    assert alone["heading"] == "Ansvar"


@pytest.mark.parametrize("make", ["docx", "odt"])
def test_what_is_read_out_of_a_file_has_its_heading_once(told, make):
    make_home()
    if make == "odt":
        content = samples.odt("<text:h>Ansvar</text:h><text:p>Chefen ansvarar.</text:p>")
    else:
        content = samples.word_xml(
            '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Ansvar</w:t></w:r></w:p>'
            "<w:p><w:r><w:t>Chefen ansvarar.</w:t></w:r></w:p>"
        )
    found, _ = told(content, f"a.{make}")
    document = a_document("Plan")
    version = document.versions.get()
    for position, kind, label, words in found:
        Passage.objects.create(version=version, position=position, kind=kind, label=label, text=words)
    (only,) = text.passages(version, 1, 1)
    assert (only["heading"], only["paragraphs"]) == ("Ansvar", ["Chefen ansvarar."])


def test_the_cells_of_a_row_can_be_told_apart(told):
    found, _ = told(samples.book({"Konton": [["Konto", "Namn"], [1930, "Bank"]]}), "a.xlsx")
    assert found[0][3].split("\n") == ["Konto · Namn", "1930 · Bank"]


def pages(count: int, foot: str = "Kompassköpings kommun Sida {} av 9", head: str = "Beredskapsplan"):
    return [
        f"{head}\nKapitel {number // 2}\nVi övar {number} gånger om året.\n"
        f"Alla deltar i grupp {number}.\nSlut på {number * 3}.\n{foot.format(number)}"
        for number in range(1, count + 1)
    ]


def test_what_stands_at_the_edge_of_every_page_is_left_out_where_it_is_read():
    make_home()
    document = a_document("Plan")
    read(document, *pages(9))
    shown_ = text.passages(document.versions.get(), 1, 9)
    words = " ".join(paragraph for passage in shown_ for paragraph in passage["paragraphs"])
    assert "Kompassköpings" not in words
    assert "Beredskapsplan" not in words
    assert words.count("Vi övar") == 9
    assert words.count("Alla deltar i grupp 7") == 1
    assert [passage["heading"] for passage in shown_][:2] == ["Sida 1", "Sida 2"]
    # It is searched all the same.
    assert Passage.objects.filter(text__contains="Kompassköpings").count() == 9


def short_pages(count: int):
    """As of a plan with a few lines on each page."""
    return [
        f"Kapitel om ämne {chr(64 + number)}\nVi övar på det.\n{'Och mer om det.' if number % 2 else 'Det räcker så.'}"
        f"\nKrisberedskapsplan för Kompassköping · {number}"
        for number in range(1, count + 1)
    ]


def test_the_foot_of_short_pages_is_left_out_too_and_no_other_word():
    make_home()
    document = a_document("Plan")
    texts = [*short_pages(9), "Slut.\nKrisberedskapsplan för Kompassköping · 10"]
    read(document, *texts)
    found = text.passages(document.versions.get(), 1, 10)
    words = " ".join(paragraph for passage in found for paragraph in passage["paragraphs"]).split()
    body = " ".join(each.rpartition("\n")[0] for each in texts).split()
    assert words == body


def test_a_hit_quotes_no_foot_that_stands_on_every_page(plugged, sign_in):
    document = a_document("Plan", stands_alone=True)
    texts = short_pages(9)
    texts[6] = texts[6].replace("Vi övar på det.", "Här står kompassros en gång.")
    read(document, *texts)
    rebuild()
    client = sign_in("anställd")
    html = shown(client.get("/sok/", {"q": "kompassros"}).content.decode())
    assert "Här står kompassros en gång." in html
    assert "Krisberedskapsplan" not in html
    # What stands in nothing but the foot is found all the same.
    assert "Plan" in shown(client.get("/sok/", {"q": "Krisberedskapsplan"}).content.decode())


@pytest.mark.parametrize(
    "texts",
    [
        pages(3),  # too few to know
        ["Ja.\nSlut."] * 9,  # all that there is on them
        [
            *pages(3),
            *pages(6, foot="Annan rad {}", head="Annat huvud")[3:],
            "Sist\nen\nhelt\nannan\nsida\nhär",
        ],
    ],
    ids=["few", "short", "not on nearly all"],
)
def test_what_may_be_the_text_is_left_in(texts):
    make_home()
    document = a_document("Plan")
    read(document, *texts)
    found = text.passages(document.versions.get(), 1, len(texts))
    words = " ".join(paragraph for passage in found for paragraph in passage["paragraphs"])
    assert " ".join(words.split()) == " ".join(" ".join(texts).split())


# A hit


def test_a_hit_in_a_pdf_leads_to_its_text_at_the_page_too(plugged, sign_in):
    document = a_document("Plan", stands_alone=True)
    read(document, *["Text om arbetet."] * 11, "Här står kompassros en gång.")
    rebuild()
    client = sign_in("anställd")
    html = client.get("/sok/", {"q": "kompassros"}).content.decode()
    address = f"/dokument/{document.pk}/text/?plats=sida-12#sida-12"
    assert f'href="{address}"' in html
    assert "Läs texten här" in html
    assert 'id="sida-12"' in client.get(address.partition("#")[0]).content.decode()


# In the admin


def test_a_file_that_is_there_already_is_told_of_and_linked(sign_in):
    first = a_document("Delegationsordning", file=ContentFile(b"%PDF-1.4 samma", name="a.pdf"))
    client = sign_in("maria.holm")
    html = client.post(
        reverse("wagtaildocs:add"),
        {"title": "Ny", "file": SimpleUploadedFile("b.pdf", b"%PDF-1.4 samma")},
        follow=True,
    ).content.decode()
    assert CustomDocument.objects.filter(title="Ny").exists()
    assert "”Ny”: Samma fil finns redan. Ta bort den nya" in html
    assert reverse("wagtaildocs:edit", args=[first.pk]) in html
    other = client.post(
        reverse("wagtaildocs:add"),
        {"title": "Annan", "file": SimpleUploadedFile("c.pdf", b"%PDF-1.4 annan")},
        follow=True,
    ).content.decode()
    assert "finns redan" not in other


def put_in(client, name: str, content: bytes) -> str:
    """The row of a file that is put in among several, as the browser gets it."""
    answer = client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": name, "files[]": SimpleUploadedFile(name, content)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()
    assert answer["success"], answer
    return answer["form"]


def test_each_of_many_says_in_its_own_row_that_it_is_there_already(sign_in):
    old = a_document("Delegationsordning", file=ContentFile(b"%PDF-1.4 samma", name="a.pdf"))
    client = sign_in("maria.holm")
    row = put_in(client, "b.pdf", b"%PDF-1.4 samma")
    assert "Samma fil finns redan. Ta bort den nya" in row
    assert reverse("wagtaildocs:edit", args=[old.pk]) in row
    assert "Delegationsordning" in row
    # The same once more in one batch.
    new = put_in(client, "vinterplan.pdf", b"%PDF-1.4 vinter")
    assert "finns redan" not in new
    again = put_in(client, "vinterplan-kopia.pdf", b"%PDF-1.4 vinter")
    assert "finns redan" in again
    assert reverse("wagtaildocs:edit", args=[CustomDocument.objects.get(title="vinterplan.pdf").pk]) in again
    # And nowhere else.
    assert "finns redan" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_row_of_a_twin_that_the_editor_may_not_see_says_nothing_of_it(sign_in):
    closed = Collection.get_first_root_node().add_child(name="Stängd")
    CollectionAudience.objects.create(collection=closed, audience=Audience.GROUPS).groups.add(
        make_group("Andra")
    )
    a_document("Hemlig", collection=closed, file=ContentFile(b"%PDF-1.4 samma", name="a.pdf"))
    row = put_in(sign_in("maria.holm"), "b.pdf", b"%PDF-1.4 samma")
    assert "Hemlig" not in row
    assert "finns redan" not in row


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "gammal.doc",
            samples.old_office("WordDocument"),
            "filen är sparad i ett äldre format. Spara den som Word",
        ),
        (
            "last.docx",
            samples.old_office("EncryptedPackage"),
            "filen är låst med lösenord. Spara den utan lösenord",
        ),
        ("bild.png", samples.picture("PNG"), "det finns ingen text att läsa"),
    ],
)
def test_what_shows_of_a_file_at_once_is_said_in_its_row(sign_in, name, content, said):
    client = sign_in("maria.holm")
    row = put_in(client, name, content)
    assert said in row
    assert "help-warning" in row
    assert "läses nu" not in row
    title = {"title": "Ensam", "file": SimpleUploadedFile(name, content + b" ")}
    assert said in client.post(reverse("wagtaildocs:add"), title, follow=True).content.decode()


def test_what_only_the_reading_finds_is_not_called_good_before(sign_in):
    row = put_in(sign_in("maria.holm"), "plan.pdf", b"%PDF-1.4 avhuggen")
    assert "Texten i den läses nu." in row
    assert reverse("wagtaildocs:index") in row
    assert "help-warning" not in row
    html = sign_in("maria.holm").get(reverse("wagtaildocs:add_multiple")).content.decode()
    assert "status-msg success" not in html


def test_the_hint_names_every_kind_that_is_taken(sign_in):
    html = sign_in("maria.holm").get(reverse("wagtaildocs:add_multiple")).content.decode()
    for kind in KINDS.values():
        named = {str(kind.label), *(f".{ending}" for ending in kind.endings)}
        assert kind.code in ("bild", "last", "text") or any(word in html for word in named), kind
    assert ".doc, .xls, .ppt" in html


def test_a_twin_that_the_editor_may_not_see_is_not_told_of(sign_in):
    closed = Collection.get_first_root_node().add_child(name="Stängd")
    CollectionAudience.objects.create(collection=closed, audience=Audience.GROUPS).groups.add(
        make_group("Andra")
    )
    a_document("Hemlig", collection=closed, file=ContentFile(b"%PDF-1.4 samma", name="a.pdf"))
    html = (
        sign_in("maria.holm")
        .post(
            reverse("wagtaildocs:add"),
            {"title": "Ny", "file": SimpleUploadedFile("b.pdf", b"%PDF-1.4 samma")},
            follow=True,
        )
        .content.decode()
    )
    assert "finns redan" not in html
    assert "Hemlig" not in html


def test_a_files_name_breaks_where_its_words_end(sign_in):
    assert breakable("plan_for-2026.pdf") == "plan_<wbr>for-<wbr>2026.<wbr>pdf"
    assert breakable("<b>.pdf") == "&lt;b&gt;.<wbr>pdf"
    a_document("Plan", file=ContentFile(b"%PDF-1.4", name="plan_for_snorojning.pdf"))
    html = sign_in("maria.holm").get(reverse("wagtaildocs:index")).content.decode()
    assert "plan_<wbr>for_<wbr>snorojning.<wbr>pdf" in html
