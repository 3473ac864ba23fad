"""What the filtered lists have in common: units to choose among, and what is chosen with a way to take it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.forms import Form
from django.http import QueryDict

from intranet.organisation.models import Unit

PAGE = "sida"  # the page's number in the address; another choice begins again at the first


def unit_choices(units: Iterable[Unit]) -> list[tuple[str, str]]:
    """Code and name of each unit below a legal entity, indented as they lie in the tree."""
    return [(unit.code, "\u2003" * max(0, unit.depth - 2) + unit.name) for unit in units if unit.depth > 1]


def chosen(form: Form, query: QueryDict, but: Collection[str] = ()) -> list[dict[str, str]]:
    """What is chosen in a form that has been cleaned, each (label, url) with the address left without it.

    `but` are fields that narrow nothing, such as the order.
    """
    found = []
    for name, value in form.cleaned_data.items():
        if not value or name in but:
            continue
        labels = dict(getattr(form.fields[name], "choices", ()))
        rest = query.copy()
        for gone in (name, PAGE):
            rest.pop(gone, None)
        found.append({"label": str(labels.get(value, value)).strip(), "url": "?" + rest.urlencode()})
    return found
