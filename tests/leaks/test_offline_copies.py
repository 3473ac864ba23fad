"""Everybody who has to do with the bodies keeps the meeting on a device: what gets there, and what stays there."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from extranet.bodies.models import Body
from extranet.exceptions.models import Recusal
from extranet.offline.models import Device
from tests.leaks import extranet_secrets as secret
from tests.leaks import secrets
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_asking import prove
from tests.leaks.extranet_corpus import NOT_FRESH, PERSONAS
from tests.leaks.routes_offline import LOGGED

pytestmark = pytest.mark.django_db

CONTACT = "/sammantraden/enheter/kontakt/"
TITLES = {
    *(secret.PLACE, secret.ITEM, secret.PAPER, secret.SECRET_NEUTRAL, secret.ANNEX, secret.STAFF),
    *(secret.RECUSED_ITEM, secret.PUBLIC_PAPER),
}
"""No title of what is secret, even for who may read it: a page on a device asks for no step-up."""
FILES = {
    *(secret.PAPER, secret.SECRET_FILE, secret.ANNEX, secret.STAFF, secret.RECUSED_ITEM),
    secret.PUBLIC_PAPER,
}
"""Not what is replaced, withdrawn, or waits to be published."""


def due(keys: set[str], persona: str) -> frozenset[str]:
    if persona in LOGGED:
        return frozenset()
    found = {key for key in keys if persona in secret.READERS[key]}
    if secret.RECUSED_ITEM in keys - found and persona in secret.READERS[secret.RECUSED_NEUTRAL]:
        found.add(secret.RECUSED_NEUTRAL)
    return frozenset(found)


def of_bodies(said: str | bytes) -> frozenset[str]:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return secrets.found_in(text.lower()) & secret.STEMS.keys()


def at_device(corpus: Corpus, persona: str) -> Client:
    client = Client()
    client.force_login(corpus.extranet.people[persona])
    if persona != NOT_FRESH:
        prove(client)
    return client


def keep(client: Client, corpus: Corpus):
    return client.post(reverse("offline_keep", args=[corpus.extranet.meeting.pk]))


def come_out(client: Client, corpus: Corpus) -> frozenset[str]:
    """The bytes of every paper that a device gets."""
    found: frozenset[str] = frozenset()
    for placement in corpus.extranet.papers.values():
        address = reverse("offline_part", args=[corpus.extranet.meeting.pk, placement.pk, 0])
        found |= of_bodies(client.get(address).content)
    return found


@pytest.fixture
def all_may_be_kept(corpus):
    Body.objects.update(offline=Body.Offline.ALL, watermark=Body.Watermark.NONE)


@pytest.mark.usefixtures("all_may_be_kept")
def test_what_gets_to_a_device(corpus: Corpus):
    faults, titles, files = [], set(), set()
    for persona in PERSONAS:
        client = at_device(corpus, persona)
        answer = keep(client, corpus)
        named, read = of_bodies(answer.content), come_out(client, corpus)
        files |= read
        titles |= named
        if named != due(TITLES, persona):
            faults.append((persona, "titles", sorted(named ^ due(TITLES, persona))))
        # The neutral title of a recusal is on the page, not in a file.
        if read != due(FILES, persona) - {secret.RECUSED_NEUTRAL}:
            faults.append((persona, "files", sorted(read ^ due(FILES, persona))))
        if not named:
            assert answer.status_code == 404, persona
    assert not faults, "\n".join(map(str, faults))
    assert titles == TITLES | {secret.RECUSED_NEUTRAL}
    assert files == FILES


def test_nothing_secret_where_the_body_does_not_let_it(corpus: Corpus):
    Body.objects.update(offline=Body.Offline.OPEN, watermark=Body.Watermark.NONE)
    for persona in ("x fresh member", "x secretary"):
        client = at_device(corpus, persona)
        keep(client, corpus)
        assert come_out(client, corpus) == due(FILES - {secret.SECRET_FILE}, persona)


@pytest.mark.usefixtures("all_may_be_kept")
def test_a_device_of_somebody_elses_gives_nothing(corpus: Corpus):
    theirs = at_device(corpus, "x fresh member")
    keep(theirs, corpus)
    key = theirs.cookies["device"].value
    for persona in PERSONAS:
        if persona == "x fresh member":
            continue
        client = at_device(corpus, persona)
        client.cookies["device"] = key
        assert come_out(client, corpus) == frozenset(), persona
        said = client.get(CONTACT)
        # Who has no role in the municipality at all has their own account here and nothing else.
        assert said.status_code == 404 or said.json() == {"known": False, "revoked": False}, persona
        address = reverse("offline_revoke", args=[Device.objects.get().pk])
        missing = client.get(reverse("offline_revoke", args=[999999]))
        assert client.get(address).content == missing.content, persona


@pytest.mark.usefixtures("all_may_be_kept")
def test_what_is_lost_is_named_at_no_contact(corpus: Corpus):
    person, bodies = corpus.extranet.people["x fresh member"], corpus.extranet
    client = at_device(corpus, "x fresh member")
    keep(client, corpus)
    (before,) = client.get(CONTACT).json()["copies"]
    assert of_bodies(json.dumps(before)) == due(TITLES, "x fresh member")
    Recusal.objects.create(person=person, item=bodies.items[secret.ITEM], why="Släkt")
    withdrawn = bodies.papers[secret.PUBLIC_PAPER]
    type(withdrawn).objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now(), withdrawn_why="Fel")
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    (after,) = client.get(CONTACT).json()["copies"]
    gone = {secret.PAPER, secret.PUBLIC_PAPER}
    # The item with the recusal keeps its neutral title, which has the same stem.
    assert of_bodies(json.dumps(after)) == due(TITLES - gone, "x fresh member")
    assert {each["placement"] for each in after["dropped"]} == {
        bodies.papers[key].pk for key in (secret.PAPER, secret.PUBLIC_PAPER, secret.SECRET_FILE)
    }
    assert come_out(client, corpus) == due(FILES - gone - {secret.SECRET_FILE}, "x fresh member")
    person.mandates.update(end=timezone.localdate() - timedelta(days=1))
    answer = client.get(CONTACT)
    assert of_bodies(answer.content) == frozenset()
    assert come_out(client, corpus) == frozenset()
