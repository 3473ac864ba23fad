"""Receipts of what has been opened, and visits. They say what is new to somebody; nobody else is shown them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from extranet.placements.models import Placement
from extranet.private import PrivateModel
from intranet.people.visits import BaseVisit


class ReadReceipt(PrivateModel):
    """That somebody has opened a paper where it is placed (läskvitto)."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="receipts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    first_opened = models.DateTimeField()
    last_opened = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["person", "placement"], name="one_receipt_of_a_paper")
        ]

    def __str__(self) -> str:
        return f"läskvitto {self.pk}"


class ReaderVisit(BaseVisit, PrivateModel):
    """When somebody was last among the meetings."""

    class Meta:
        default_permissions = ()
