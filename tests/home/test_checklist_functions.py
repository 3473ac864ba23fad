"""The function that a checklist's item names is one that exists."""

from __future__ import annotations

import pytest
from wagtail.blocks import StreamBlockValidationError

from home.models import ChecklistPage
from tests.factories import make_function

pytestmark = pytest.mark.django_db


def stream(function: str):
    block = ChecklistPage._meta.get_field("sections").stream_block
    items = [{"text": "Beställ dator", "function": function}, {"text": "Ring"}]
    return block, block.to_python([{"type": "section", "value": {"title": "Före", "items": items}}])


def test_a_code_that_no_kind_of_function_has_is_refused():
    make_function("chef")
    block, written = stream("chfe")
    with pytest.raises(StreamBlockValidationError) as refused:
        block.clean(written)
    assert "chfe" in str(refused.value.as_json_data())


def test_a_kind_added_later_can_be_chosen_and_its_code_is_kept():
    make_function("fordonsansvarig")
    block, written = stream("fordonsansvarig")
    cleaned = block.clean(written)
    assert cleaned[0].value["items"][0]["function"] == "fordonsansvarig"
    assert ("fordonsansvarig", "Fordonsansvarig") in list(
        block.child_blocks["section"].child_blocks["items"].child_block.child_blocks["function"].field.choices
    )


def test_reading_items_asks_nothing_of_the_list_of_functions(django_assert_num_queries):
    with django_assert_num_queries(0):
        _, written = stream("chef")
        assert written[0].value["items"][0]["function"] == "chef"
