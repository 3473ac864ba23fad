"""A bundle that one of the people of the bodies has asked for, with the secret papers that they may read."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from extranet.access.rights import rights_of
from extranet.bundles import making
from extranet.bundles.contents import gather
from extranet.bundles.models import Made, Order
from extranet.meetings.models import Meeting
from intranet.access.viewer import viewer_of
from intranet.people.models import Person

OWNER = "x fresh member"


def plant_order(owner: Person, meeting: Meeting) -> int:
    """A ZIP, made and there for as long as the tests last; its key."""
    now = timezone.now()
    contents = gather(rights_of(viewer_of(owner), now, fresh=True), meeting, secret=True)
    order = Order.objects.create(
        person=owner,
        meeting=meeting,
        form=Order.Form.ZIP,
        fresh=True,
        manifest=contents.manifest,
        asked_at=now,
    )
    while making.make_next(timezone.now()):
        pass
    Order.objects.filter(pk=order.pk, state=Made.State.READY).update(since=now + timedelta(days=1))
    return order.pk
