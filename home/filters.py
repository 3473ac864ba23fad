"""What the filtered lists have in common: units to choose among, what is for one of them, and what is chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import QueryDict

from intranet.access.viewer import Viewer
from intranet.organisation.models import Unit, lineage_paths

PAGE = "sida"  # the page's number in the address; another choice begins again at the first
MINE = "min"  # the reader's own unit, among the codes of units
RowsT = TypeVar("RowsT", bound=QuerySet[Any])


def unit_choices(units: Iterable[Unit]) -> list[tuple[str, str]]:
    """Code and name of each unit below a legal entity, indented as they lie in the tree."""
    return [(unit.code, "\u2003" * max(0, unit.depth - 2) + unit.name) for unit in units if unit.depth > 1]


def for_unit(rows: RowsT, code: str, units: Mapping[str, Unit], viewer: Viewer) -> RowsT:
    """Of rows that have `units`, those that are for the unit of that code, or the viewer's own.

    What is for everybody, or for a unit above, is for this unit too.
    """
    paths = viewer.unit_paths if code == MINE else lineage_paths(units[code].path)
    field: Any = rows.model._meta.get_field("units")
    row, through = field.m2m_field_name(), field.remote_field.through.objects
    mine = through.filter(unit__path__in=list(paths)).values(row)
    return rows.filter(Q(pk__in=mine) | ~Q(pk__in=through.values(row)))


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
