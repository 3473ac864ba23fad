"""The security log follows every second factor that comes or goes, whoever does it and from wherever."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.db.models.signals import post_delete, post_save

from intranet.audit.models import Event
from intranet.audit.record import record


def connect() -> None:
    """Called once, when the apps are ready."""
    post_save.connect(saved, sender=Authenticator, dispatch_uid="signon.factor_saved")
    post_delete.connect(deleted, sender=Authenticator, dispatch_uid="signon.factor_deleted")


def saved(instance: Authenticator, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Only the making: each use saves the row too."""
    if created and not raw:
        _tell(Event.Kind.FACTOR_ADDED, instance)


def deleted(instance: Authenticator, **kwargs: Any) -> None:
    _tell(Event.Kind.FACTOR_REMOVED, instance)


def _tell(kind: Event.Kind, factor: Authenticator) -> None:
    """Of whom and of what kind; nothing of what is in it."""
    person = factor.user
    record(
        kind,
        request=context.request,
        obj=person,
        label=person.get_username(),
        factor=factor.type,
    )
