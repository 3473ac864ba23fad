from __future__ import annotations

import pytest

from intranet.finding.chunks import chunks
from intranet.finding.request import SearchRequest


@pytest.mark.parametrize(
    "wrong", [{"page": 0}, {"page_size": 0}, {"page_size": 101}, {"sort": "x"}, {"facets": ("x",)}]
)
def test_a_wrong_request_is_refused(wrong):
    with pytest.raises(ValueError, match=r"page|facet"):
        SearchRequest(**wrong)


def test_a_request_allows_nothing_unless_told():
    assert SearchRequest().scope.held == frozenset()


def test_reach():
    assert SearchRequest(page=1000).offset == 9990
    assert not SearchRequest(page=1000).beyond_reach
    assert SearchRequest(page=1001).beyond_reach


def test_chunks_read_no_further_than_they_give():
    numbers = iter(range(5))
    pieces = chunks(numbers, 2)
    assert next(pieces) == (0, 1)
    assert next(numbers) == 2
    assert list(pieces) == [(3, 4)]
