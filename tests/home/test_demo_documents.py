"""The demo's documents are real files: each is what it says it is, and its text can be read."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pypdf import PdfReader

from home import roles
from home.demo.documents import loading
from home.demo.documents.making import make
from home.demo.documents.source import read
from home.models import StandardPage
from intranet.access import files as access
from intranet.access.viewer import viewer_of
from intranet.files import reading
from intranet.files.models import CustomDocument, DocumentVersion, Passage
from intranet.files.types import DOCX, ODT, PDF, PPTX, TXT, XLSX
from intranet.jobs.progress import Untold
from tests.factories import make_home, make_person

pytestmark = pytest.mark.django_db

ON_PAGE_TWELVE = {
    "krisberedskapsplan": "nödvattentankar",
    "krisplan-skola": "återsamlingsplats",
    "maltidshandbok": "allergenmatris",
    "arkivredovisning": "mikrofilm",
}


@pytest.fixture
def loaded():
    make_home()
    roles.ensure_roles()
    make_person(loading.EDITOR, groups=(roles.EDITORS,))
    loading.load_documents(Untold())


def test_thirty_documents_of_every_kind_are_put_in_once(loaded):
    counted = CustomDocument.objects.count()
    versions = DocumentVersion.objects.count()
    loading.load_documents(Untold())
    assert (CustomDocument.objects.count(), DocumentVersion.objects.count()) == (counted, versions)
    assert counted >= 30
    kinds = set(DocumentVersion.objects.values_list("media_type", flat=True))
    assert kinds == {PDF, DOCX, XLSX, PPTX, ODT, TXT}
    assert DocumentVersion.objects.filter(document__title="Anvisningar för it-säkerhet").count() == 2


def test_they_stand_on_pages_and_alone_and_one_was_withdrawn_for_another(loaded):
    old = CustomDocument.objects.get(title__contains="2019")
    assert old.is_withdrawn
    assert old.replaced_by.title == "Anvisningar för it-säkerhet"
    assert StandardPage.objects.filter(slug__in=loading.PAGES, live=True).count() == len(loading.PAGES)
    viewer = viewer_of(make_person("amina.lund"))
    found = access.found_by(viewer, CustomDocument.objects.all())
    assert found.filter(stands_alone=True).exists()
    assert found.filter(stands_alone=False).exists()
    due = CustomDocument.objects.filter(review_by__lt=timezone.localdate(), withdrawn_at=None)
    assert due.exists()


def test_their_text_is_read_with_a_word_on_page_twelve_alone(loaded):
    while reading.read_next():
        pass
    states = dict(DocumentVersion.objects.values_list("document__title", "text_state"))
    assert states["Avtalsbilaga om städning"] == "unreadable"
    assert states["Utrymningsplan för stadshuset, inskannad"] == "none"
    unread = {title for title, state in states.items() if state != "read"}
    assert unread == {"Avtalsbilaga om städning", "Utrymningsplan för stadshuset, inskannad"}
    for name, word in ON_PAGE_TWELVE.items():
        title = read(loading.FOLDER / f"{name}.md").facts["title"]
        where = Passage.objects.filter(version__document__title=title, text__icontains=word)
        assert list(where.values_list("kind", "position")) == [("page", 12)], name
    assert Passage.objects.filter(
        kind="sheet", label="Investeringar", text__contains="Överföringsledning"
    ).exists()
    assert Passage.objects.filter(kind="slide", text__contains="skyddsombudet").exists() or (
        Passage.objects.filter(kind="slide", text__contains="Skyddsombudet").exists()
    )
    assert Passage.objects.filter(kind="heading", label="Egen bil").exists()


def test_the_pdfs_say_their_language_and_title(tmp_path):
    source = read(loading.FOLDER / "krisberedskapsplan.md")
    file = tmp_path / "plan.pdf"
    file.write_bytes(make(source))
    made = PdfReader(file)
    assert made.metadata is not None
    assert made.metadata.title == source.facts["title"]
    assert made.trailer["/Root"]["/Lang"] == "sv"
    assert len(made.pages) == 14
