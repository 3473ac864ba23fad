"""What is in a bundle is what the rule opens, for whoever asks, in whatever constellation."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extranet.access import items, placements
from extranet.access.rights import NOBODY, Rights
from extranet.bundles.contents import gather, gather_again
from extranet.placements.models import Placement
from extranet.secrecy.models import is_secret, is_secret_item
from tests.extranet.test_access_agreement import drawn, everybody

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SOME = settings(
    max_examples=6,  # each with nine readers of four meetings
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(seed=st.integers(0, 10**6), fresh=st.booleans(), secret=st.booleans())
@SOME
def test_a_bundle_holds_what_the_rule_opens(seed, fresh, secret):
    with drawn(seed) as corpus:
        _replace_some(corpus)
        every = list(Placement.objects.select_related("item__meeting__body", "version__paper__matter"))
        for rights in everybody(corpus, fresh):
            for meeting in corpus.meetings:
                contents = gather(rights, meeting, secret=secret)
                held = {piece.placement.pk for piece in contents.pieces}
                assert held == _due(rights, meeting, every, secret and fresh), seed
                listed = [chapter.item.pk for chapter in contents.chapters]
                assert set(listed) == {
                    item.pk
                    for item in corpus.items
                    if item.meeting_id == meeting.pk and items.is_known_to(rights, item)
                }
                for chapter in contents.chapters:
                    titled = items.is_visible_to(rights, chapter.item)
                    hides = is_secret_item(chapter.item) and not (secret and fresh)
                    assert chapter.titled == (titled and not hides), seed


@given(seed=st.integers(0, 10**6))
@SOME
def test_what_is_built_for_all_is_built_the_same_without_a_reader(seed):
    with drawn(seed) as corpus:
        _replace_some(corpus)
        for rights in everybody(corpus, fresh=True):
            for meeting in corpus.meetings:
                contents = gather(rights, meeting)
                again = gather_again(meeting, contents.made_of, Rights(NOBODY, rights.at))
                assert not any(is_secret(piece.placement) for piece in again.pieces)
                assert all(placements.PUBLISHED.holds(rights, piece.placement) for piece in again.pieces)
                if contents.is_for_all:
                    assert again.manifest == contents.manifest, seed


def test_the_lots_hold_bundles_of_both_kinds():
    for_all = for_one = 0
    for seed in range(2):
        with drawn(seed) as corpus:
            for rights in everybody(corpus, fresh=True):
                for meeting in corpus.meetings:
                    contents = gather(rights, meeting, secret=True)
                    for_all += bool(contents.pieces) and contents.is_for_all
                    for_one += bool(contents.pieces) and not contents.is_for_all
    assert for_all > 2
    assert for_one > 2


def _due(rights, meeting, every, with_secret) -> set[int]:
    """By the rule's other form, one at a time."""
    replaced = {
        placement.replaces_id
        for placement in every
        if placement.replaces_id
        and placement.withdrawn_at is None
        and placements.PUBLISHED.holds(rights, placement)
        and placements.is_visible_to(rights, placement)
    }
    return {
        placement.pk
        for placement in every
        if placement.item.meeting_id == meeting.pk
        and placement.withdrawn_at is None
        and placement.pk not in replaced
        and placements.is_open_to(rights, placement)
        and items.is_known_to(rights, placement.item)
        and (with_secret or not is_secret(placement))
    }


def _replace_some(corpus) -> None:
    for old in corpus.lot.sample(corpus.placements, 4):
        new = corpus.placement()
        Placement.objects.filter(pk=new.pk).update(replaces=old.pk, item=old.item_id)
