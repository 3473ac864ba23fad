"""What is aimed at units is raised for their people, and never hidden from others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from intranet.access.viewer import Viewer


def raised(viewer: Viewer, pks: Iterable[int], aims: Iterable[tuple[int, str]]) -> list[int]:
    """The same things in the same order, but what is aimed at other units than the viewer's comes last.

    `aims` says for which units a thing is: its primary key and a unit's tree path. A thing without any is for
    everybody.
    """
    units, own = units_of(aims), viewer.unit_paths
    return sorted(pks, key=lambda pk: pk in units and not (units[pk] & own))


def units_of(aims: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    """Tree paths of the units that each thing is for."""
    units = defaultdict(set)
    for pk, path in aims:
        units[pk].add(path)
    return dict(units)
