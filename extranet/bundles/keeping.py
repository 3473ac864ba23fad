"""What is not kept: what was made for one person, and bundles that hold what is no longer for all, or nobody needs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from extranet.bundles import files, limits
from extranet.bundles.ahead import forget
from extranet.bundles.models import Bundle, Made, Order
from extranet.placements.models import Placement
from extranet.secrecy.models import secret_placement
from intranet.finding.chunks import chunks

AFTER_MEETING = timedelta(days=7)
LEFT_BEHIND = timedelta(hours=1)
"""A file that no row names: its worker has died."""
CHUNK = 500


def sweep(now: datetime) -> int:
    """For the clock: remove all that; how many things that was."""
    return _orders(now) + _unfit() + _old(now) + _left_behind(now)


def _orders(now: datetime) -> int:
    kept_long = Order.objects.filter(state=Made.State.READY, since__lt=now - limits.KEPT)
    gone = 0
    for order in kept_long:
        Order.objects.filter(pk=order.pk).update(state=Made.State.GONE, file="")
        files.remove(order.file)
        gone += 1
    for order in Order.objects.filter(asked_at__lt=now - limits.REMEMBERED):
        order.delete()
        files.remove(order.file)
        gone += 1
    return gone


def _unfit() -> int:
    """Those with something that was withdrawn or marked since: their manifest is nobody's now."""
    papers = {bundle: _papers(bundle) for bundle in Bundle.objects.all()}
    keys = sorted(set().union(*papers.values()))
    now_closed: set[int] = set()
    for some in chunks(keys, CHUNK):
        closed = Placement.objects.filter(Q(withdrawn_at__isnull=False) | secret_placement(), pk__in=some)
        now_closed.update(closed.values_list("pk", flat=True))
    return forget(bundle for bundle, keys_of in papers.items() if keys_of & now_closed)


def _papers(bundle: Bundle) -> set[int]:
    return {pk for _item, _number, _titled, papers in bundle.made_of for pk in papers}


def _old(now: datetime) -> int:
    over = Q(meeting__starts__lt=now - AFTER_MEETING, asked_at__lt=now - AFTER_MEETING)
    failed = Q(state=Made.State.FAILED, since__lt=now - limits.REMEMBERED)
    return forget(Bundle.objects.filter(over | failed, orders=None))


def _left_behind(now: datetime) -> int:
    gone = 0
    for names in chunks(files.older_than((now - LEFT_BEHIND).timestamp()), CHUNK):
        kept = {
            *Bundle.objects.filter(file__in=names).values_list("file", flat=True),
            *Order.objects.filter(file__in=names).values_list("file", flat=True),
        }
        for name in names:
            if name not in kept:
                files.remove(name)
                gone += 1
    return gone
