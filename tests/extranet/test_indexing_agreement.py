"""What is found, counted and suggested is what the rule lets be seen, in whatever constellation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extranet.access import placements
from extranet.access.rights import rights_of
from extranet.indexing.documents import in_the_index
from extranet.papers.models import Paper
from intranet.access.viewer import viewer_of
from intranet.finding import engine, sources
from intranet.finding.engine import Batch
from intranet.finding.models import OutboxEntry
from tests.extranet.searching import found
from tests.extranet.test_access_agreement import MANY, Corpus, drawn

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def index(corpus: Corpus) -> None:
    """An index of these alone. Every paper has the same word in its title and its neutral title."""
    Paper.objects.update(title="Gemensamt", neutral_title="Gemensamt")
    with engine.current().rebuild() as aside:
        aside.write(Batch(documents=tuple(sources.source_of("paper").iterate())))
        aside.swap()
    OutboxEntry.objects.all().delete()


@pytest.fixture
def lots(papers_apart, plugged):
    return plugged


@pytest.mark.slow
@given(seed=st.integers(0, 10**6))
@settings(parent=MANY, max_examples=6)
def test_what_is_found_is_what_the_rule_lets_be_seen(lots, seed):
    """By the facets, too, which nobody checks again: the engine alone has to be right."""
    with drawn(seed) as corpus:
        index(corpus)
        for person in corpus.people:
            rights = rights_of(viewer_of(person), corpus.now)
            seen = placements.visible_to(rights, in_the_index(corpus.now))
            assert found(person, "gemensamt") == set(seen.values_list("pk", flat=True)), seed


def test_the_lots_hold_what_they_are_to_try(lots):
    """Lots in which nobody finds anything would hold nothing."""
    hits = 0
    for seed in range(3):
        with drawn(seed) as corpus:
            index(corpus)
            hits += sum(len(found(person, "gemensamt")) for person in corpus.people)
    assert hits > 3
