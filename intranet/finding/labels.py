"""What facet values are called. The index holds codes; whoever owns them registers their names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.utils.translation import gettext as _

from intranet.finding import request, sources, states
from intranet.finding.documents import EVERY_UNIT
from intranet.organisation.models import Unit

Namer = Callable[[Collection[str]], Mapping[str, str]]


def unit_names(codes: Collection[str]) -> dict[str, str]:
    """One query. A legal entity is named only beside another: alone it is what everything belongs to."""
    names = {EVERY_UNIT: _("Alla förvaltningar")} if EVERY_UNIT in codes else {}
    wanted = set(codes) - {EVERY_UNIT}
    if not wanted:
        return names
    rows = list(Unit.objects.filter(code__in=wanted).order_by().values_list("code", "name", "kind"))
    entities = sum(kind == Unit.Kind.ORGANISATION for _code, _name, kind in rows)
    names.update((code, name) for code, name, kind in rows if kind != Unit.Kind.ORGANISATION or entities > 1)
    return names


def kind_names(kinds: Collection[str]) -> dict[str, str]:
    known = sources.kind_names()
    return {kind: str(known[kind]) for kind in kinds if kind in known}


def state_names(names: Collection[str]) -> dict[str, str]:
    return {name: str(states.NAMES[name]) for name in names if name in states.NAMES}


_namers: dict[str, Namer] = {
    request.KIND: kind_names,
    request.UNIT: unit_names,
    request.STATE: state_names,
}


def register(facet: str, namer: Namer) -> None:
    """`namer(codes)` gives the names of those that exist; at most one query."""
    _namers[facet] = namer


def names(facet: str, values: Collection[str]) -> Mapping[str, str]:
    """The names of these values; what has none any more is left out, and so is not shown."""
    namer = _namers.get(facet)
    if namer is None:
        return {value: value for value in values}
    return namer(values) if values else {}
