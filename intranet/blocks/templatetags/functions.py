"""Who holds a function today, for the blocks that name one."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from intranet.people.models import Function
from intranet.people.responsibility import Responsible

register = template.Library()


@register.filter
def held_in(
    function: Function | None, responsibles: Mapping[int, Responsible] | str | None
) -> Responsible | None:
    """The answer among those that the page has looked up, so that no block asks the database by itself."""
    return responsibles.get(function.pk) if function and isinstance(responsibles, Mapping) else None
