"""What stands of a kind: all its notices compared at once with those that should stand, and the difference written.

For what a daily job finds anew each time, where one question for each object would take longer than the night.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from intranet.jobs.batches import in_batches
from intranet.notices import queue
from intranet.notices.kinds import kind_of
from intranet.notices.models import Notice

TOGETHER = 200
"""Objects whose notices are written with one statement or a few."""


class Standing(NamedTuple):
    """Who is to have been told of which object (by primary keys), and under which key."""

    object_id: int
    person: int
    key: str = ""


def make_stand(kind: str, wanted: Iterable[Standing]) -> int:
    """Tell what is not told yet, and take back all else that was told of this kind; returns how many were told.

    What stands already is left as it is, read or not. One question is asked, however many there are. The
    difference is written in batches, each in a transaction of its own, an object's old and new notices in the
    same one: call it outside of a transaction, and again if it was ended in the middle. Raises LookupError for
    a kind that is not registered.
    """
    known = kind_of(kind)
    told = dict(_told(known.code))
    wanted = set(wanted)
    changes: dict[int, _Change] = {}
    for standing in sorted(wanted - told.keys()):
        changes.setdefault(standing.object_id, _Change([], [])).new.append(standing)
    for standing in told.keys() - wanted:
        changes.setdefault(standing.object_id, _Change([], [])).old.append(told[standing])
    about = ContentType.objects.get_for_model(known.model_class, for_concrete_model=False)

    def write(some: Sequence[_Change]) -> int:
        old = [pk for change in some for pk in change.old]
        if old:
            Notice.objects.filter(pk__in=old).delete()
        now = timezone.now()
        return queue.write(
            [
                Notice(
                    person_id=standing.person,
                    kind=known.code,
                    content_type=about,
                    object_id=standing.object_id,
                    key=standing.key,
                    created=now,
                    due=now,
                )
                for change in some
                for standing in change.new
            ]
        )

    return in_batches([changes[pk] for pk in sorted(changes)], write, TOGETHER)


class _Change(NamedTuple):
    """Of one object: whom to tell, and which notices to take back."""

    new: list[Standing]
    old: list[int]


def _told(code: str) -> Iterable[tuple[Standing, int]]:
    rows = Notice.objects.filter(kind=code).order_by().values_list("object_id", "person_id", "key", "pk")
    return ((Standing(*row[:3]), row[3]) for row in rows.iterator(chunk_size=2000))
