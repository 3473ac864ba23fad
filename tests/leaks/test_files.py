"""Files: what browsers and proxies may keep, rights that end while a copy is at hand, versions that are gone."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection

from intranet.files.models import CustomDocument
from tests.leaks import secrets
from tests.leaks.asking import Asker
from tests.leaks.corpus import OPEN_DOCUMENT, Corpus
from tests.leaks.personas import EVERYBODY, WITH_ROLE
from tests.leaks.secrets import DOCUMENT, PICTURE

pytestmark = pytest.mark.django_db


def addresses(corpus: Corpus) -> dict[str, str]:
    picture = corpus.planted.pictures[PICTURE]
    return {
        "document": corpus.planted.documents[DOCUMENT].url,
        "original": f"/media/{picture.file.name}",
        "rendition": f"/media/{picture.get_rendition(secrets.RENDITION).file.name}",
    }


def may_be_shared(cache_control: str) -> bool:
    words = {word.strip().partition("=")[0] for word in cache_control.lower().split(",")}
    return "public" in words or not ({"private", "no-store"} & words)


def test_no_shared_cache_may_keep_a_file_and_ones_own_must_ask(asker: Asker, corpus: Corpus):
    for what, path in {**addresses(corpus), "open": corpus.open_document.url}.items():
        for method in ("GET", "HEAD"):
            answer = asker.ask("member", path, method)
            assert answer.status == 200, what
            control = answer.header("cache-control")
            assert not may_be_shared(control), (what, control)
            assert "no-cache" in control or "no-store" in control, (what, control)
            assert answer.header("x-content-type-options") == "nosniff"


def test_a_copy_at_hand_is_no_right_to_the_file(asker: Asker, corpus: Corpus):
    """The version that one's browser knows is confirmed only while one may have it."""
    member = corpus.people["member"]
    known = {path: asker.ask("member", path).header("etag") for path in addresses(corpus).values()}
    for path, etag in known.items():
        if etag:
            assert asker.ask("member", path, **{"if-none-match": etag}).status == 304
    member.groups.clear()
    for path, etag in known.items():
        for headers in ({}, {"if-none-match": etag or "*"}, {"range": "bytes=0-3"}):
            assert asker.ask("member", path, **headers).status == 404, (path, headers)


def test_a_file_that_is_moved_is_closed_at_once(asker: Asker, corpus: Corpus):
    document = CustomDocument.objects.get(pk=corpus.open_document.pk)
    for persona in EVERYBODY:
        assert (asker.ask(persona, document.url).status == 200) == (persona in WITH_ROLE), persona
    document.collection = Collection.objects.get(name="Under kretsens")
    document.save()
    for persona in EVERYBODY:
        answer = asker.ask(persona, document.url)
        assert (answer.status == 200) == (persona in secrets.CIRCLE_FILES), persona
        assert (b"for all" in answer.body) == (persona in secrets.CIRCLE_FILES), persona


def test_a_version_that_was_replaced_is_gone(asker: Asker, corpus: Corpus):
    document = CustomDocument.objects.get(pk=corpus.planted.documents[DOCUMENT].pk)
    before, stored = document.url, document.file.name
    document.file = ContentFile(b"another", name="ny.txt")
    document.save()
    for persona in ("member", "superuser", "employee"):
        assert asker.ask(persona, f"/media/{stored}").status == 404, persona
        # An old link leads to the file that is there now.
        answer = asker.ask(persona, before)
        assert answer.status == (404 if persona == "employee" else 200), persona
        assert (answer.body == b"another") == (answer.status == 200)
    picture = corpus.planted.pictures[PICTURE]
    stored = picture.file.name
    picture.renditions.all().delete()
    type(picture).objects.filter(pk=picture.pk).update(file="original_images/annan.png")
    assert asker.ask("member", f"/media/{stored}").status == 404
    assert asker.ask("superuser", f"/media/{stored}").status == 404


def test_the_proxy_is_told_of_a_file_only_after_the_rule_has_said_yes(asker: Asker, corpus: Corpus, settings):
    settings.SENDFILE = "nginx"
    for key, path in ((DOCUMENT, addresses(corpus)["document"]), (PICTURE, addresses(corpus)["rendition"])):
        for persona in EVERYBODY:
            answer = asker.ask(persona, path)
            told = answer.header("x-accel-redirect")
            assert bool(told) == (persona in secrets.READERS[key]), (persona, path)
            assert key not in secrets.found_in(answer.body.decode())


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/documents/",
        "/media/original_images/",
        "/media/original_images/../original_images/{picture}",
        "/media//original_images/{picture}",
        "/media/%2e%2e/original_images/{picture}",
        "/media/./original_images/{picture}",
        "/media/original_images/{picture}/",
        "/media/ORIGINAL_IMAGES/{picture}",
        "/_protected/original_images/{picture}",
        "/static/../media/original_images/{picture}",
        "/dokument/../media/original_images/{picture}",
    ],
)
def test_no_spelling_of_an_address_gets_round_the_rule(path, asker: Asker, corpus: Corpus):
    name = corpus.planted.pictures[PICTURE].file.name.rpartition("/")[2]
    for persona in ("anonymous", "stranger", "employee", "elected"):
        answer = asker.ask(persona, path.format(picture=name), echo=name)
        assert answer.status in (301, 302, 400, 404), (persona, answer.status)
        assert PICTURE not in secrets.found_in(answer.body.decode("utf-8", "replace")), persona


def test_an_open_attachment_is_there_for_the_reader(asker: Asker, corpus: Corpus):
    """The same block that says nothing of a closed file shows an open one; so does the contact an open person."""
    for key in ("hub", "hub handbook", "hub news", "hub page"):
        answer = asker.ask("employee", corpus.pages[key].url)
        assert OPEN_DOCUMENT in answer.text, key
    assert "egon" in asker.ask("employee", corpus.pages["hub"].url).text
