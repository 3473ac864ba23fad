"""Documents: what they were, what they say, where they are used and what replaced them, to each persona."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from home.models import StandardPage
from intranet.files import reading
from intranet.files.models import CustomDocument, DocumentVersion, Passage
from intranet.finding import draining, engine, rebuilding
from search.engines.embedded import EmbeddedEngine
from tests.leaks import secrets
from tests.leaks.asking import Asker
from tests.leaks.corpus import Corpus
from tests.leaks.personas import EDITORS_OF_FILES, EVERYBODY, PROTECTED, WITH_ROLE
from tests.leaks.secrets import CIRCLE, DOCUMENT, ELECTED_DOCUMENT, PERSON, READERS, of

pytestmark = pytest.mark.django_db


def planted(corpus: Corpus, key: str) -> CustomDocument:
    return CustomDocument.objects.get(pk=corpus.planted.documents[key].pk)


def read_text(document: CustomDocument, text: str) -> None:
    version = document.versions.order_by("-number").first()
    assert version is not None
    Passage.objects.create(version=version, position=1, kind=Passage.Kind.PAGE, text=text)
    version.text_state = DocumentVersion.Text.READ
    version.save()


@pytest.fixture
def searching(tmp_path):
    before = engine._engine
    engine.plug_in(EmbeddedEngine(tmp_path / "index"))
    yield
    engine.plug_in(before)


def test_what_a_document_was_is_for_those_who_edit_it(asker: Asker, corpus: Corpus):
    document = planted(corpus, DOCUMENT)
    document.file = ContentFile(b"%PDF-1.4 nothing to see", name="ny.pdf")
    document.save()
    old = reverse("document_version", args=[document.pk, 1])
    for persona in EVERYBODY:
        reader, editor = persona in READERS[DOCUMENT], persona in EDITORS_OF_FILES
        for method, headers in (("GET", {}), ("HEAD", {}), ("GET", {"range": "bytes=0-3"})):
            answer = asker.ask(persona, old, method, **headers)
            assert (answer.status in (200, 206)) == (reader and editor), (persona, method)
        for address in (document.url, f"/dokument/{document.pk}/{of(DOCUMENT, 'fil')}.txt"):
            answer = asker.ask(persona, address)
            assert (answer.status == 200) == reader, persona
            assert of(DOCUMENT, "bytes").encode() not in answer.body
    known = asker.ask("superuser", old).header("etag")
    for persona in ("member", "employee"):
        for match in (known, "*"):
            assert asker.ask(persona, old, **{"if-none-match": match}).status == 404


def test_the_text_of_a_file_is_for_its_readers(asker: Asker, corpus: Corpus, searching):
    """The planted documents hang on open pages: whoever may have the file finds it by what it says."""
    for key in (DOCUMENT, ELECTED_DOCUMENT):
        read_text(planted(corpus, key), f"Här står {of(key, 'sidtext')} om havsutsikten.")
    rebuilding.rebuild()
    draining.drain()
    for persona in EVERYBODY:
        may = {key for key in (DOCUMENT, ELECTED_DOCUMENT) if persona in READERS[key]}
        for key in (DOCUMENT, ELECTED_DOCUMENT):
            answer = asker.ask(persona, reverse("document_text", args=[planted(corpus, key).pk]))
            assert (of(key, "sidtext") in answer.text) == (key in may), (persona, key)
        if persona not in WITH_ROLE:
            continue
        answer = asker.ask(persona, "/sok/?q=havsutsikten")
        told = {key for key in (DOCUMENT, ELECTED_DOCUMENT) if of(key, "sidtext") in answer.text}
        # The hubs are for employees; of the others only those who may know one of them.
        assert told <= may, persona
        assert answer.context["total"] == len(told), persona
        for key in (DOCUMENT, ELECTED_DOCUMENT):
            answer = asker.ask(persona, f"/sok/?q={of(key, 'sidtext')}", echo=of(key, "sidtext"))
            assert answer.context["total"] == (key in told), (persona, key)
    assert asker.ask("member", "/sok/?q=havsutsikten").context["total"] == 1


def test_a_copy_that_is_made_for_reading_is_its_owners_and_goes(corpus: Corpus, monkeypatch):
    """Where files are stored elsewhere, the process that reads one gets a copy."""
    version = planted(corpus, DOCUMENT).versions.get()

    def no_path(self: FieldFile) -> str:
        raise NotImplementedError

    monkeypatch.setattr(FieldFile, "path", property(no_path))
    with reading._on_disk(version) as copy:
        assert copy.read_bytes() == of(DOCUMENT, "bytes").encode()
        assert copy.stat().st_mode & 0o077 == 0
    assert not copy.exists()


def test_a_document_is_found_where_its_page_is_known(asker: Asker, corpus: Corpus, searching):
    """An open file on a page of the circle: it opens for all who have its address; the circle alone is told of it."""
    CustomDocument.objects.filter(pk=corpus.open_document.pk).update(title="Vågbrytare")
    document = CustomDocument.objects.get(pk=corpus.open_document.pk)
    document.attachments.all().delete()
    ring = Page.objects.get(pk=corpus.planted.tops[CIRCLE].pk)
    document.attachments.create(page=ring)
    rebuilding.rebuild()
    draining.drain()
    for persona in EVERYBODY:
        inside = persona in READERS[CIRCLE]
        assert (asker.ask(persona, document.url).status == 200) == (persona in WITH_ROLE), persona
        if persona in WITH_ROLE:
            answer = asker.ask(persona, "/sok/?q=vågbrytare")
            assert answer.context["total"] == inside, persona
            offered = asker.ask(persona, "/sok/forslag?q=vågbry").body.decode()
            assert ("Vågbrytare" in offered or "V\\u00e5gbrytare" in offered) == inside, persona


def test_a_withdrawn_document_has_a_page_and_no_file_for_readers(asker: Asker, corpus: Corpus):
    document = planted(corpus, DOCUMENT)
    document.withdrawn_at, document.withdrawn_why = timezone.now(), "Ersatt."
    document.save()
    page = reverse("document", args=[document.pk])
    for persona in EVERYBODY:
        reader, editor = persona in READERS[DOCUMENT], persona in EDITORS_OF_FILES
        for address in (document.url, reverse("document_by_id", args=[document.pk])):
            for method in ("GET", "HEAD"):
                answer = asker.ask(persona, address, method)
                assert of(DOCUMENT, "bytes").encode() not in answer.body or editor
                assert (answer.header("location") == page) == (
                    reader and not (editor and address == document.url)
                ), (persona, address)
                assert "no-store" in answer.header("cache-control") or answer.header("location") != page
        assert (asker.ask(persona, page).status == 200) == reader


def test_a_documents_page_names_nothing_that_its_reader_may_not_know(asker: Asker, corpus: Corpus):
    document = CustomDocument.objects.get(pk=corpus.open_document.pk)
    document.withdrawn_at, document.withdrawn_why = timezone.now(), "Ersatt."
    document.replaced_by = planted(corpus, DOCUMENT)
    document.save()
    document.attachments.create(page=Page.objects.get(pk=corpus.planted.tops[CIRCLE].pk))
    DocumentVersion.objects.filter(document=document).update(created_by=corpus.people[PROTECTED])
    assert isinstance(corpus.pages["hub page"], StandardPage)
    frame = {persona: asker.ask(persona, "/genvagar/").found for persona in WITH_ROLE}
    for persona in WITH_ROLE:
        answer = asker.ask(persona, reverse("document", args=[document.pk]))
        assert answer.status == 200, persona
        due = secrets.allowed((CIRCLE, DOCUMENT, PERSON), persona)
        found = answer.found - (frame[persona] - {CIRCLE, DOCUMENT, PERSON})
        assert found - {PERSON} <= due - {PERSON} | frame[persona], (persona, answer.words(found - due))
        assert (DOCUMENT in answer.found) == (persona in READERS[DOCUMENT]), persona
        assert (CIRCLE in answer.found) == (persona in READERS[CIRCLE]), persona
        if persona != PROTECTED:
            assert (PERSON in answer.found) == (persona == "handler"), persona
