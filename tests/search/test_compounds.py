from __future__ import annotations

import pytest

from search.analysis.compounds import parts, segments
from search.analysis.stems import stem


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("sjukanmälan", "sjuk anmälan"),
        ("semesterdagarna", "semester dagarna"),
        ("lönebesked", "löne besked"),
        ("arbetsskada", "arbets skada"),
        ("gatubelysning", "gatu belysning"),
        ("skolgård", "skol gård"),
        ("förskolebarn", "förskole barn"),
        ("läkarintyg", "läkar intyg"),
        ("informationssäkerhetspolicy", "informationssäkerhets policy"),
        ("sjukanmälningsblankett", "sjuk anmälnings blankett"),
        ("tjänsteresa", "tjänste resa"),
    ],
)
def test_splits_at_the_joints(word, written):
    assert " ".join(segments(word)) == written


@pytest.mark.parametrize(
    "word",
    [
        "förskola",
        "hemtjänst",
        "förordning",
        "utbildning",
        "beställning",
        "människa",
        "ordförande",
        "rutin",
        "",
        "kö",
    ],
)
def test_leaves_whole_what_readers_take_for_one_word(word):
    assert segments(word) == ()


def test_trusts_a_telling_end_beside_a_word_it_does_not_know():
    assert segments("zebraansökan") == ("zebra", "ansökan")
    assert segments("semesterzebra") == ("semester", "zebra")
    assert segments("zzzrutin") == ()


def test_parts_are_stems_without_their_joints():
    assert parts("arbetsskador") == (stem("arbete"), stem("skada"))
    assert parts("skolan") == ()


def test_long_words_take_no_time_to_speak_of():
    assert segments("a" * 50) == ()
    assert len(segments("sjuk" * 12)) in (0, 12)
