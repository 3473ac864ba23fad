"""Bundles: what each of the people of the bodies gets in a ZIP and in a combined PDF, read as its reader would."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from extranet.bundles import making
from extranet.bundles.models import Bundle, Order
from extranet.exceptions.models import Grant, Recusal
from extranet.placements.models import Placement
from tests.leaks import extranet_secrets as secret
from tests.leaks.bundle_order import OWNER
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_asking import ExtranetAsker
from tests.leaks.extranet_corpus import PERSONAS
from tests.leaks.routes_bundles import IN_THE_ZIP

pytestmark = pytest.mark.django_db

WITHOUT_SECRETS = IN_THE_ZIP - {secret.SECRET_FILE}
WAITING = frozenset({secret.UNPUBLISHED, secret.COMING_VERSION})
"""What who prepares it has in theirs."""
BOOK = WAITING | {
    secret.PLACE,
    secret.ITEM,
    secret.PAPER,
    secret.SECRET_NEUTRAL,
    secret.ANNEX,
    secret.STAFF,
    secret.RECUSED_NEUTRAL,
    secret.RECUSED_ITEM,
    secret.PUBLIC_PAPER,
}
"""What stands in a combined PDF of the meeting: titles, or neutral ones, and names of papers."""


@pytest.fixture
def asker(corpus: Corpus) -> ExtranetAsker:
    return ExtranetAsker(corpus)


def held(keys: frozenset[str], persona: str) -> set[str]:
    return {key for key in keys if persona in secret.READERS[key]}


def found_in(said: str) -> set[str]:
    return {key for key, stem in secret.STEMS.items() if stem in said.lower()}


def made(asker: ExtranetAsker, corpus: Corpus, persona: str, **wanted: str) -> bytes | None:
    """Asked for, made and fetched; None for whom there is nothing."""
    path = reverse("bundle", args=[corpus.extranet.meeting.pk])
    client = asker.clients[persona]
    answer = client.post(path, {"allt": "1", "form": "pdf", **wanted})
    if answer.status_code == 200 and answer.streaming:
        return b"".join(answer.streaming_content)
    if answer.status_code != 302:
        return None
    while making.make_next(timezone.now()):
        pass
    order = Order.objects.latest("pk")
    return b"".join(client.get(reverse("bundle_file", args=[order.pk])).streaming_content)


@pytest.mark.parametrize("with_secrets", [False, True])
def test_a_zip_holds_and_names_what_its_reader_may_open(asker, corpus, with_secrets):
    """Its files are stored as they are, so that they can be looked through."""
    files = IN_THE_ZIP if with_secrets else WITHOUT_SECRETS
    got: set[str] = set()
    for persona in PERSONAS:
        data = made(asker, corpus, persona, form="zip", **({"sekretess": "on"} if with_secrets else {}))
        found = found_in(data.decode("latin-1")) if data else set()
        assert found == held(files | WAITING, persona), persona
        got |= found
    assert got >= files


def test_a_combined_pdf_says_what_its_reader_may_read(asker, corpus):
    """Its pages, bookmarks, links and metadata."""
    seen: set[str] = set()
    for persona in PERSONAS:
        data = made(asker, corpus, persona)
        found = found_in(all_of(data)) if data else set()
        assert found <= held(BOOK, persona), persona
        if data:
            # A title that a reader has stands there instead of the neutral one.
            instead = {secret.RECUSED_NEUTRAL} if persona in secret.READERS[secret.RECUSED_ITEM] else set()
            assert found >= held(BOOK - WAITING, persona) - instead, persona
        seen |= found
    assert seen >= WITHOUT_SECRETS
    whole = all_of(made(asker, corpus, OWNER, sekretess="on"))
    assert {secret.SECRET_NAME, secret.SECRET_TITLE} <= found_in(whole)


def all_of(data: bytes) -> str:
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        titles = [str(thing.Title) for thing in pdf.objects if "/Title" in keys_of(thing)]
        streams = [
            thing.read_bytes().decode("latin-1")
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/XML"
        ]
        return "\n".join((pages, *titles, *streams, *(repr(thing) for thing in pdf.objects)))


def keys_of(thing: pikepdf.Object) -> set[str]:
    return set(thing.keys()) if isinstance(thing, pikepdf.Dictionary) else set()


LOSSES = {
    "a recusal": lambda bodies: Recusal.objects.create(
        person=bodies.people[OWNER], item=bodies.items[secret.ITEM]
    ),
    "a withdrawal": lambda bodies: Placement.objects.filter(pk=bodies.papers[secret.PAPER].pk).update(
        withdrawn_at=timezone.now(), withdrawn_why="Fel"
    ),
    "an expiry": lambda bodies: bodies.people[OWNER].mandates.update(
        end=timezone.localdate() - timedelta(days=1)
    ),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_what_is_lost_closes_a_bundle_that_is_there(asker, corpus, loss):
    """One for the owner alone, and one that was built for all."""
    bodies, client = corpus.extranet, asker.clients[OWNER]
    assert made(asker, corpus, OWNER)
    latest = Order.objects.latest("pk")
    assert latest.bundle is not None
    paths = [reverse("bundle_file", args=[pk]) for pk in (bodies.order, latest.pk)]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    LOSSES[loss](bodies)
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == (404 if loss == "an expiry" else 302)
        assert not answer.streaming


def test_a_grant_that_expires_closes_what_it_gave(asker, corpus):
    persona = "x grant in force"
    assert made(asker, corpus, persona)
    order = Order.objects.latest("pk")
    Grant.objects.filter(person=corpus.extranet.people[persona]).update(
        starts=timezone.now() - timedelta(days=2), expires=timezone.now() - timedelta(seconds=1)
    )
    assert asker.clients[persona].get(reverse("bundle_file", args=[order.pk])).status_code == 404


def test_a_worker_makes_what_whoever_asked_may_open_and_no_more(asker, corpus):
    """An order whose row says more than its asker may have is not made; nor one for all that names a secret paper."""
    bodies = corpus.extranet
    owners = Order.objects.get(pk=bodies.order)
    for persona in ("x substitute", "x recused member", "x mandate ended", "x superuser"):
        forged = Order.objects.create(
            person=bodies.people[persona],
            meeting=bodies.meeting,
            form="zip",
            fresh=True,
            manifest=owners.manifest,
        )
        assert making.make_next(timezone.now())
        forged.refresh_from_db()
        assert (forged.state, forged.problem, forged.file) == ("failed", "changed", ""), persona
    item, paper = bodies.items[secret.SECRET_TITLE], bodies.papers[secret.SECRET_FILE]
    made_of = [[item.pk, None, True, [paper.pk]]]
    Bundle.objects.create(meeting=bodies.meeting, manifest="0" * 64, made_of=made_of)
    assert making.make_next(timezone.now())
    assert not Bundle.objects.filter(manifest="0" * 64).exists()
