"""Writing to the security log."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest

from intranet.audit.models import Event

NAMES_ONLY = ("password", "person_number", "code", "token")


def record(
    kind: Event.Kind,
    *,
    request: HttpRequest | None = None,
    actor: Any = None,
    obj: Model | None = None,
    label: str = "",
    **detail: Any,
) -> Event:
    """Append one event. `actor` defaults to the request's signed-in person.

    Raises ValueError if a detail's name says that it holds a secret.
    """
    for name in detail:
        if name in NAMES_ONLY:
            raise ValueError(f"{name} must not be logged")
    if actor is None and request is not None:
        actor = getattr(request, "user", None)
    known = actor is not None and getattr(actor, "pk", None) is not None
    return Event.objects.create(
        kind=kind,
        actor_id=actor.pk if known else None,
        actor_name=actor.get_username() if known else "",
        object_kind=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=label[:200],
        address=client_address(request),
        detail=detail,
    )


def client_address(request: HttpRequest | None) -> str | None:
    """The client's address as the log-on's rate limits see it, so that both speak of the same."""
    if request is None:
        return None
    from allauth.account.adapter import get_adapter

    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # none is known, e.g. behind a socket; the event matters more
        return None
