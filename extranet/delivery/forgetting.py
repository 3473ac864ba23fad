"""No address is kept longer than the post needs it: once a day those that nobody may use any more are taken away."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from extranet.delivery.models import DeliveryChoice
from extranet.mandates.models import Mandate

LEFT = timedelta(days=30)
"""How long after somebody's last mandate their choice is kept: a seat is often taken up anew."""


def forget(_last: date | None, today: date) -> int:
    """Addresses of who is protected now, and all that is kept of who has left; how many rows that was."""
    with transaction.atomic():
        seated = Mandate.objects.filter(Q(end__isnull=True) | Q(end__gte=today - LEFT))
        gone, _kinds = DeliveryChoice.objects.exclude(person__in=seated.values("person")).delete()
        hidden = DeliveryChoice.objects.filter(person__protected=True).exclude(
            care_of="", street="", postal_code="", town=""
        )
        return gone + hidden.update(care_of="", street="", postal_code="", town="")
