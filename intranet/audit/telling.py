"""An event's details as a line that an administrator can read."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from intranet.audit.models import Event

# Keys of `detail` that come from here and there in the code; what is not here is shown as it is.
WORDS = {
    "reason": "orsak",
    "way": "sätt",
    "rows": "rader",
    "filters": "urval",
    "format": "format",
    "groups": "grupper",
    "permissions": "behörigheter",
    "file": "fil",
}


def tell(event: Event) -> str:
    """ "ändrad: skyddade personuppgifter nej → ja"; empty if there are no details."""
    detail = dict(event.detail)
    change = detail.pop("change", "")
    before, fields = detail.pop("before", {}), detail.pop("fields", {})
    parts = [_change(event.object_kind, name, before, value) for name, value in fields.items()]
    parts += [f"{WORDS.get(key, key)} {_value(value)}" for key, value in detail.items()]
    line = ", ".join(parts)
    return f"{change}: {line}" if change and line else change or line


def thing(event: Event) -> str:
    """What it was about: its label if it has one, else its kind and id."""
    if event.object_label:
        return event.object_label
    if not event.object_kind:
        return ""
    try:
        kind = str(apps.get_model(event.object_kind)._meta.verbose_name)
    except LookupError:
        kind = event.object_kind
    return f"{kind} {event.object_id}"


def _change(model: str, name: str, before: dict[str, Any], value: Any) -> str:
    word = _field(model, name)
    return f"{word} {_value(before[name])} → {_value(value)}" if name in before else f"{word} {_value(value)}"


def _field(model: str, name: str) -> str:
    try:
        return str(apps.get_model(model)._meta.get_field(name).verbose_name)
    except (LookupError, FieldDoesNotExist):
        return name


def _value(value: Any) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return "ja" if value else "nej"
        case list():
            return ", ".join(map(_value, value))
        case dict():
            return ", ".join(f"{key} {_value(inner)}" for key, inner in value.items())
    return str(value)
