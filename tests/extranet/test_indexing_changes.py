"""What changes acts at once in the search, before the index knows of it, on both engines."""

from __future__ import annotations

import pytest
from django.utils import timezone

from extranet.exceptions.models import Recusal
from extranet.indexing import moments
from extranet.indexing.documents import KIND, documents
from extranet.meetings.models import AgendaItem
from extranet.papers.models import Paper
from extranet.placements.models import Placement
from extranet.texts import tasks
from intranet.finding import sources
from intranet.finding.draining import drain
from intranet.finding.models import OutboxEntry
from intranet.finding.rebuilding import rebuild
from tests.extranet.make import (
    make_body,
    make_item,
    make_meeting,
    make_member,
    make_version,
    mark_secret,
    place,
)
from tests.extranet.searching import DAY, HOUR, TITLE, WORD, answer, at, entitled, found, offered, written
from tests.intranet import file_samples as samples

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_an_unpublished_paper_is_not_in_the_index(plugged, item, member, body):
    place(item, written(WORD), published=False)
    place(make_item(item.meeting, published=False), written(WORD))
    place(item, written(WORD), withdrawn_at=timezone.now(), withdrawn_why="Fel fil")
    rebuild()
    assert list(documents(list(Placement.objects.values_list("pk", flat=True)), timezone.now())) == []
    for person in (member, make_member(body, "sekreterare")):
        assert found(person, "") == set()


def test_a_withdrawn_paper_is_gone_at_once(searching, placement, member):
    placement.withdrawn_at, placement.withdrawn_why = timezone.now(), "Fel fil"
    placement.save()
    for _ in range(2):
        assert found(member, WORD) == set()
        assert found(member, "") == set()
        assert offered(member, "planbes") == set()
        drain()
    assert list(documents([placement.pk], timezone.now())) == []


def test_a_paper_that_is_published_is_found(searching, item, member):
    later = place(item, written("gransskog"), published=False)
    drain()
    assert found(member, "gransskog") == set()
    later.published_at = timezone.now()
    later.save()
    drain()
    assert found(member, "gransskog") == {later.pk}


def test_a_publication_that_is_taken_back_is_gone_at_once(searching, placement, item, member):
    placement.published_at = timezone.now() + DAY
    placement.save()
    for _ in range(2):
        assert found(member, WORD) == set()
        drain()


def test_an_item_that_is_taken_back_takes_its_papers_along(searching, placement, item, member):
    item.published_at = None
    item.save()
    for _ in range(2):
        assert found(member, WORD) == set()
        drain()


@pytest.mark.parametrize("what", ["placement", "item"])
def test_what_is_published_at_a_coming_moment_is_found_when_that_has_come(plugged, body, member, what):
    moment = timezone.now() + DAY
    item = make_item(make_meeting(body), **({"published_at": moment} if what == "item" else {}))
    coming = place(item, written(WORD), **({"published_at": moment} if what == "placement" else {}))
    rebuild()
    moments.announce_what_has_come(timezone.now())
    drain()
    assert found(member, WORD) == set()
    with at(moment + HOUR):
        assert found(member, WORD) == set()
        assert moments.announce_what_has_come(timezone.now()) == 1
        drain()
        assert found(member, WORD) == {coming.pk}


def test_a_clock_that_stood_still_loses_nothing_and_announces_nothing_for_ever(item):
    now = timezone.now()
    place(item, written(WORD), published_at=now + HOUR)
    moments.announce_what_has_come(now)
    OutboxEntry.objects.all().delete()
    assert moments.announce_what_has_come(now + 3 * DAY) == 1
    assert OutboxEntry.objects.get().change == "changed"
    assert moments.announce_what_has_come(now + 3 * DAY + HOUR) == 0


def test_what_becomes_public_at_a_coming_moment_is_the_recuseds_then(plugged, item, member):
    moment = timezone.now() + DAY
    public = place(item, written(WORD), public_at=moment)
    rebuild()
    Recusal.objects.create(person=member, item=item)
    assert found(member, WORD) == set()
    with at(moment + HOUR):
        moments.announce_what_has_come(timezone.now())
        drain()
        assert found(member, WORD) == {public.pk}


def test_what_is_public_no_more_is_the_recuseds_no_more_at_once(plugged, item, member):
    public = place(item, written(WORD), public_at=timezone.now() - HOUR)
    rebuild()
    Recusal.objects.create(person=member, item=item)
    public.public_at = None
    public.save()
    for _ in range(2):
        assert found(member, WORD) == set()
        drain()


def test_an_item_of_another_kind_is_anothers_at_once(searching, placement, item):
    person = entitled(placement, "kinds")
    assert found(person, WORD) == {placement.pk}
    item.kind = AgendaItem.Kind.EMPLOYER
    item.save()
    for _ in range(2):
        assert found(person, WORD) == set()
        drain()
    person.mandates.get().kinds.create(kind="arbetsgivarfraga")
    assert found(person, WORD) == {placement.pk}


def test_a_paper_that_is_moved_is_found_where_it_lies(searching, placement, member):
    other = make_body("Kulturnämnden")
    placement.item = make_item(make_meeting(other))
    placement.save()
    reader = make_member(other)
    for expected in (set(), {placement.pk}):
        assert found(member, WORD) == set()
        assert found(reader, WORD) == expected
        drain()


@pytest.mark.parametrize("what", ["paper", "item"])
def test_a_title_that_was_changed_is_found_no_more_by_what_it_said(searching, placement, member, what):
    old, changed = (TITLE, placement.version.paper) if what == "paper" else ("Kvarnängen", placement.item)
    changed.title = "Något annat"
    changed.save()
    if what == "item":
        Paper.objects.update(title="Skrivelse")
        placement.version.paper.refresh_from_db()
    for _ in range(2):
        assert found(member, old) == set()
        drain()
    assert found(member, "Något annat") == {placement.pk}


def test_a_text_that_has_been_read_is_found(plugged, item, member):
    placement = place(item, make_version(text=samples.pdf(["Försättsblad", f"Vid {WORD}et"])))
    rebuild()
    OutboxEntry.objects.all().delete()
    assert found(member, WORD) == set()
    assert tasks.read_papers.func() == 1
    drain()
    (hit,) = answer(member, WORD).found
    assert hit.url == f"/sammantraden/handling/{placement.pk}/fil/#page=2"


def test_a_replaced_paper_says_so_to_who_may_see_what_replaced_it(searching, placement, item, member, body):
    newer = place(item, written("Ny text"), replaces=placement)
    drain()
    assert "ersatt" in answer(member, WORD).found[0].card.detail
    mark_secret(placement=newer)
    drain()
    substitute = make_member(body, "ersattare")
    assert "ersatt" not in answer(substitute, TITLE).found[0].card.detail


def test_the_outbox_names_no_title(item):
    placement = place(item, written(WORD, title="Läkarintyg"))
    mark_secret(placement=placement)
    told = " ".join(f"{e.family} {e.object_pk} {e.change} {e}" for e in OutboxEntry.objects.all())
    assert told
    for words in (WORD, "Läkarintyg", "Kvarnängen"):
        assert words not in told


def test_its_kind_has_a_name(papers_apart):
    assert str(sources.kind_names()[KIND]) == "Handlingar"
