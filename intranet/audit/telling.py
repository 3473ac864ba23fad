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
    "answers": "mejlserverns svar",
    # Fields that Django and Wagtail name in English.
    "group": "grupp",
    "page": "sida",
    "collection": "samling",
    "permission": "behörighet",
    "restriction_type": "begränsning",
    "is_superuser": "superanvändare",
    "is_staff": "personal",
    "is_active": "får logga in",
    "name": "namn",
}


def tell(event: Event) -> str:
    """ "ändrad: skyddade personuppgifter nej → ja"; empty if there are no details."""
    detail = dict(event.detail)
    change = detail.pop("change", "")
    before, fields = detail.pop("before", {}), detail.pop("fields", {})
    named = _in_order(event.object_kind, fields)
    parts = [_change(event.object_kind, name, before, value) for name, value in named]
    parts += [f"{WORDS.get(key, key)} {_value(value)}" for key, value in detail.items()]
    line = ", ".join(parts)
    return f"{change}: {line}" if change and line else change or line


def _in_order(model: str, fields: dict[str, Any]) -> list[tuple[str, Any]]:
    """The fields as the model has them: PostgreSQL keeps the keys of JSON in an order of its own."""
    try:
        order = [field.name for field in apps.get_model(model)._meta.get_fields()]
    except (LookupError, ValueError):  # a kind that is gone, or none
        order = []
    return sorted(fields.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))


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
    try:
        field = apps.get_model(model)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        field = None
    word = WORDS.get(name) or str(getattr(field, "verbose_name", name))
    choices = dict(getattr(field, "flatchoices", ()))
    is_, was = (_value(choices.get(v, v)) for v in (value, before.get(name)))
    return f"{word} {was} → {is_}" if name in before else f"{word} {is_}"


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
