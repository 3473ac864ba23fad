"""Everybody who has to do with the bodies × every address of meetings and papers: what the rule gives, and no more."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from extranet.exceptions.models import Recusal
from extranet.mandates.models import Mandate
from home import roles
from intranet.audit.models import Event
from tests.extranet.make import make_member
from tests.factories import make_group
from tests.leaks import extranet_secrets as secret
from tests.leaks.asking import Answer, Look
from tests.leaks.corpus import Corpus
from tests.leaks.extranet_asking import ExtranetAsker
from tests.leaks.extranet_corpus import NOT_FRESH, PERSONAS
from tests.leaks.routes import VERDICTS
from tests.leaks.routes_bundles import ROUTES as BUNDLES
from tests.leaks.routes_delivery import ROUTES as DELIVERY
from tests.leaks.routes_desk_meetings import ROUTES as DESK_MEETINGS
from tests.leaks.routes_desk_papers import ROUTES as DESK_PAPERS
from tests.leaks.routes_desk_sending import ROUTES as DESK_SENDING
from tests.leaks.routes_extranet import ROUTES as READING
from tests.leaks.routes_extranet import Address
from tests.leaks.routes_extranet_attendance import ROUTES as ATTENDING
from tests.leaks.routes_feed import ROUTES as FEED
from tests.leaks.routes_notes import ROUTES as NOTES
from tests.leaks.routes_offline import ROUTES as KEEPING
from tests.leaks.test_matrix import OTHERWISE, Faults

pytestmark = pytest.mark.django_db

ROUTES = {
    **READING,
    **KEEPING,
    **BUNDLES,
    **NOTES,
    **FEED,
    **ATTENDING,
    **DELIVERY,
    **DESK_MEETINGS,
    **DESK_PAPERS,
    **DESK_SENDING,
}

MEMBER, FRESH = "x member", "x fresh member"
GONE = ("x mandate ended", "x mandate to start", "x grant expired", "x superuser")


@pytest.fixture(scope="package")
def asker(corpus: Corpus, django_db_blocker) -> ExtranetAsker:
    with django_db_blocker.unblock():
        return ExtranetAsker(corpus)


def of_bodies(answer: Answer | Look) -> frozenset[str]:
    return answer.found & secret.STEMS.keys()


def by_path(name: str, corpus: Corpus) -> dict[str, list[Address]]:
    found = defaultdict(list)
    for address in ROUTES[name](corpus.extranet):
        found[address.path].append(address)
    return found


@pytest.mark.parametrize("name", ROUTES)
def test_what_comes_out(name, asker: ExtranetAsker, corpus: Corpus):
    faults, came_out = Faults(), set()
    for path, addresses in by_path(name, corpus).items():
        for persona in PERSONAS:
            answer = asker.look(persona, path)
            due = frozenset().union(*(address.due(persona) for address in addresses))
            may = frozenset().union(*(address.may(persona) for address in addresses))
            surplus, lacking = of_bodies(answer) - due - may, due - of_bodies(answer)
            came_out |= of_bodies(answer)
            if surplus or lacking or answer.status == 500:
                told = f"leaks {sorted(surplus)}, lacks {sorted(lacking)}"
                faults.add(persona, f"{path}: {answer.status}, {told}")
    assert not faults.met, f"\n{faults}"
    gives = frozenset().union(
        *(address.gives for addresses in by_path(name, corpus).values() for address in addresses)
    )
    assert gives <= came_out, f"nobody who is entitled got {sorted(gives - came_out)}"


@pytest.mark.parametrize("name", ROUTES)
def test_what_may_not_be_known_answers_like_what_is_missing(name, asker: ExtranetAsker, corpus: Corpus):
    faults = Faults()
    for path, addresses in by_path(name, corpus).items():
        for persona in PERSONAS:
            (twin,) = {address.twin for address in addresses}
            if not twin or any(address.admits(persona) for address in addresses):
                continue
            if asker.look(persona, path).said != asker.look(persona, twin).said:
                faults.add(persona, path)
    assert not faults.met, f"\n{faults}"


ONE_OF_EACH = (MEMBER, "x recused member", "x member of another body", "x staff representative", *GONE)


@pytest.mark.parametrize("way", OTHERWISE)
def test_no_other_way_of_asking_gets_more(way, asker: ExtranetAsker, corpus: Corpus):
    """What a GET does not give, no other method, range or condition gives."""
    method, headers = OTHERWISE[way]
    faults = Faults()
    for name in ("paper_file", "paper", "agenda_item", "meeting", "bundle", "bundle_file"):
        for path, addresses in by_path(name, corpus).items():
            for persona in ONE_OF_EACH:
                answer = asker.ask(persona, path, method, **headers)
                due = frozenset().union(*(a.due(persona) | a.may(persona) for a in addresses))
                if of_bodies(answer) - due:
                    faults.add(persona, f"{way} {path}: {answer.status}")
                if not any(address.admits(persona) for address in addresses):
                    twin = addresses[0].twin
                    if answer.said(path) != asker.ask(persona, twin, method, **headers).said(twin):
                        faults.add(persona, f"{way} {path}: {answer.status}, not like {twin}")
    assert not faults.met, f"\n{faults}"


# Searching for papers is tried in test_search_extranet.
SITE = (
    "wagtail_serve",
    "people",
    "person",
    "notices",
    "jobs",
    "profile",
    "runs",
)


@pytest.mark.parametrize("name", SITE)
def test_the_rest_of_the_site_tells_nothing_of_the_bodies(name, asker: ExtranetAsker, corpus: Corpus):
    for path in {visit.path for visit in VERDICTS[name].visits(corpus) if visit.data is None}:
        for persona in (MEMBER, "x secretary", "x superuser in break-glass"):
            assert not of_bodies(asker.ask(persona, path, echo=path.rpartition("=")[2])), (persona, path)


def test_whom_the_step_up_alone_lacks_is_led_there_and_told_nothing(asker: ExtranetAsker, corpus: Corpus):
    path = reverse("paper_file", args=[corpus.extranet.papers[secret.SECRET_FILE].pk])
    assert NOT_FRESH == MEMBER
    for method, headers in (("GET", {}), ("HEAD", {}), ("GET", {"range": "bytes=0-5"})):
        answer = asker.ask(MEMBER, path, method, **headers)
        assert answer.status == 302
        assert answer.header("location").startswith(reverse("step_up"))
        assert not of_bodies(answer)
    assert asker.ask(FRESH, path).status == 200
    # Posting is no way to it, and another's freshness is not theirs.
    assert asker.ask(MEMBER, path, "POST").status == 405


def test_a_step_up_grows_old(asker: ExtranetAsker, corpus: Corpus, settings):
    path = reverse("paper_file", args=[corpus.extranet.papers[secret.SECRET_FILE].pk])
    assert asker.ask(FRESH, path).status == 200
    settings.STEP_UP_MINUTES = 0
    assert asker.ask(FRESH, path).status == 302


def member_addresses(corpus: Corpus) -> list[str]:
    bodies = corpus.extranet
    return [
        reverse("meeting", args=[bodies.meeting.pk]),
        reverse("agenda_item", args=[bodies.items[secret.ITEM].pk]),
        reverse("paper", args=[bodies.papers[secret.PAPER].pk]),
        reverse("paper_file", args=[bodies.papers[secret.PAPER].pk]),
    ]


def test_a_mandate_that_ends_while_they_are_signed_in(asker: ExtranetAsker, corpus: Corpus):
    for path in member_addresses(corpus):
        assert of_bodies(asker.ask(FRESH, path)), path
    yesterday = timezone.localdate() - timedelta(days=1)
    Mandate.objects.filter(person=corpus.extranet.people[FRESH]).update(end=yesterday)
    for path in member_addresses(corpus):
        answer = asker.ask(FRESH, path)
        assert (answer.status, of_bodies(answer)) == (404, frozenset()), path


def test_a_recusal_acts_at_once_also_on_a_copy_at_hand(asker: ExtranetAsker, corpus: Corpus):
    bodies = corpus.extranet
    path = reverse("paper_file", args=[bodies.papers[secret.PAPER].pk])
    etag = asker.ask(FRESH, path).header("etag")
    assert asker.ask(FRESH, path, **{"if-none-match": etag}).status == 304
    Recusal.objects.create(person=bodies.people[FRESH], item=bodies.items[secret.ITEM])
    for headers in ({}, {"if-none-match": etag}, {"range": "bytes=0-3"}):
        assert asker.ask(FRESH, path, **headers).status == 404


def test_a_withdrawal_closes_every_way_at_once(asker: ExtranetAsker, corpus: Corpus):
    placed = corpus.extranet.papers[secret.ANNEX]
    type(placed).objects.filter(pk=placed.pk).update(withdrawn_at=timezone.now(), withdrawn_why="Fel")
    for name, addresses in ROUTES.items():
        for path in {address.path for address in addresses(corpus.extranet)}:
            for persona in (FRESH, "x secretary", "x auditor", "x superuser in break-glass"):
                assert secret.ANNEX not in of_bodies(asker.ask(persona, path)), (persona, name, path)
    assert secret.ANNEX in of_bodies(asker.ask("x registrator", reverse("paper_file", args=[placed.pk])))


def test_no_secret_paper_is_kept_by_a_browser_or_a_proxy(asker: ExtranetAsker, corpus: Corpus):
    for key, path in (
        (key, reverse("paper_file", args=[placed.pk])) for key, placed in corpus.extranet.papers.items()
    ):
        for method in ("GET", "HEAD"):
            answer = asker.ask("x secretary", path, method)
            if answer.status != 200:
                continue
            kept = "no-store" if key == secret.SECRET_FILE else "no-cache"
            assert answer.header("cache-control") == f"private, {kept}", key
            assert bool(answer.header("etag")) == (key != secret.SECRET_FILE)
            assert answer.header("x-content-type-options") == "nosniff"
            assert key != secret.SECRET_FILE or secret.SECRET_NAME not in answer.found


def test_the_numbers_on_an_agenda_tell_nothing_of_what_is_left_out(asker: ExtranetAsker, corpus: Corpus):
    items = corpus.extranet.meeting.items
    for number, item in enumerate(items.order_by("order", "pk"), 1):
        items.filter(pk=item.pk).update(number=number, paragraph=700 + number)
    path = reverse("meeting", args=[corpus.extranet.meeting.pk])
    assert "§ 705" in asker.ask("x secretary", path).text
    for persona in ("x staff representative", "x grant in force", "x author"):
        assert "§" not in asker.ask(persona, path).text, persona


def test_nobody_is_told_what_others_have_opened(asker: ExtranetAsker, corpus: Corpus):
    """The secretary's pages say the same before and after a member has read a paper; that member's own do not."""
    bodies = corpus.extranet
    pages = [reverse("meetings"), reverse("meeting", args=[bodies.meeting.pk])]
    readers = (FRESH, "x secretary")
    before = {(who, path): asker.ask(who, path).said(path)[3] for who in readers for path in pages}
    client = asker.clients[FRESH]
    b"".join(client.get(reverse("paper_file", args=[bodies.papers[secret.PAPER].pk])).streaming_content)
    after = {(who, path): asker.ask(who, path).said(path)[3] for who in readers for path in pages}
    assert {who for (who, path) in before if before[who, path] != after[who, path]} == {FRESH}


def test_who_sits_there_leaves_out_whom_the_reader_may_not_see(asker: ExtranetAsker, corpus: Corpus):
    body = corpus.extranet.body
    hidden = make_member(body, username="undangomd.namn")
    type(hidden).objects.filter(pk=hidden.pk).update(protected=True)
    path = reverse("body", args=[body.slug])
    assert "x serving" in asker.ask(MEMBER, path).text.replace("  ", " ").lower()
    assert "undangomd" not in asker.ask(MEMBER, path).text
    corpus.extranet.people[MEMBER].groups.add(make_group(roles.PROTECTED_HANDLERS))
    assert "undangomd" in asker.ask(MEMBER, path).text


def test_what_is_logged_of_readings_names_nothing(corpus: Corpus, asker: ExtranetAsker):
    """The client itself, so that what is written is there to be read."""
    client = asker.clients["x auditor"]
    before = Event.objects.count()
    for name in ("meeting", "agenda_item", "paper", "paper_file"):
        for path in by_path(name, corpus):
            response = client.get(path)
            if response.streaming:
                b"".join(response.streaming_content)
    events = list(Event.objects.order_by("-pk").values())[: Event.objects.count() - before]
    assert len(events) > 10
    assert {event["kind"] for event in events} == {Event.Kind.PAPER_READ}
    assert not any(stem in str(events).lower() for stem in secret.STEMS.values())
