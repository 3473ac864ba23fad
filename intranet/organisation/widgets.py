"""Choosing several units in a form."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple

INDENT = "\u2003"


class UnitCheckboxes(CheckboxSelectMultiple):
    """One box a unit, in the order of the organisation, each below the unit that it belongs to."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "unit-choice", **(attrs or {})})

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        unit = getattr(value, "instance", None)
        if unit is not None:
            gone = "" if unit.active else " (finns inte kvar)"
            label = f"{INDENT * (unit.depth - 1)}{unit.name}{gone}"
        return super().create_option(name, value, label, *args, **kwargs)
