"""Up to which moment publications have been announced to the index."""

from __future__ import annotations

from django.db import models

from extranet.private import PrivateModel


class AnnouncedUpTo(PrivateModel):
    """One row. What was to be published, or made public, at a later moment is announced when that has come."""

    moment = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.moment.isoformat()
