"""Protected persons in the security log: for others than their named handlers, a number instead of a user name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from intranet.audit.models import Event


@dataclass(frozen=True)
class Mask:
    """User names to replace, by the person's id; empty for who may read them."""

    usernames: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of_protected(cls) -> Mask:
        people = get_user_model()
        rows = people._default_manager.filter(protected=True)
        return cls(dict(rows.values_list("pk", people.USERNAME_FIELD)))

    def text(self, told: str) -> str:
        for pk, username in self.usernames.items():
            told = told.replace(username, f"skyddad person {pk}")
        return told

    def event(self, event: Event) -> Event:
        """The same event, to be shown and not saved."""
        event.actor_name = self.text(event.actor_name)
        event.object_label = self.text(event.object_label)
        event.detail = self._value(event.detail)
        return event

    def _value(self, value: Any) -> Any:
        """Details name people by whole values (holder, stand-in); part of a word is somebody else's."""
        match value:
            case str():
                return self.text(value) if value in self.usernames.values() else value
            case list():
                return [self._value(inner) for inner in value]
            case dict():
                return {key: self._value(inner) for key, inner in value.items()}
        return value

    def unnamed(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """Those that name none of them: a filter by name would tell which ones do."""
        ids = list(self.usernames)
        about = Q(object_label__in=list(self.usernames.values()))
        return events.exclude(actor_id__in=ids).exclude(about) if ids else events
