from __future__ import annotations

import pytest
from django.http import QueryDict

from intranet.finding import request as asked
from intranet.finding.request import LAST_POSITION
from search.state import MOST_CHOICES, SearchState


def state(query: str) -> SearchState:
    return SearchState.of(QueryDict(query))


def test_everything_stands_in_the_address():
    address = (
        "q=sjuk+på&typ=rutin&typ=nyhet&filtyp=pdf&enhet=VOF&amne=it&tillstand=gäller&sortera=datum&sida=3"
    )
    found = state(address)
    assert found.text == "sjuk på"
    request = found.request()
    assert request.kinds == {"rutin", "nyhet"}
    assert request.files == {"pdf"}
    assert request.units == {"VOF"}
    assert request.subjects == {"it"}
    assert request.states == {"gäller"}
    assert (request.sort, request.page) == (asked.DATE, 3)
    assert SearchState.of(QueryDict(found.url.partition("?")[2])) == found


def test_what_is_as_usual_is_left_out_of_the_address():
    assert state("").url == "/sok/"
    assert state("q=semester&sida=1&sortera=x").url == "/sok/?q=semester"


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "٣", "9" * 400, "", "²"])
def test_a_page_that_makes_no_sense_is_the_first_or_the_last(number):
    page = state(f"sida={number}").page
    assert 1 <= page <= LAST_POSITION
    assert not state(f"sida={number}").request().beyond_reach


def test_no_more_choices_than_anybody_makes():
    found = state("&".join(f"typ={number}" for number in range(1000)))
    assert len(found.request().kinds) == MOST_CHOICES
    assert state("typ=&typ=a&typ=a").chosen == {asked.KIND: ("a",)}


def test_a_choice_can_be_taken_back():
    found = state("q=x&typ=a&typ=b&amne=it&sida=4")
    assert found.without(asked.KIND, "a").url == "/sok/?q=x&typ=b&amne=it"
    assert found.without(asked.SUBJECT, "it").url == "/sok/?q=x&typ=a&typ=b"
    assert found.unfiltered().url == "/sok/?q=x"
    assert found.sorted_by_date(True).url == "/sok/?q=x&typ=a&typ=b&amne=it&sortera=datum"
    assert found.on_page(2).url.endswith("sida=2")
