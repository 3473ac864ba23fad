"""The one queue: tell people of something, or take it back. In the transaction of whoever calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from intranet.notices.kinds import Kind, kind_of
from intranet.notices.models import Notice


def put(
    kind: str,
    people: Iterable[int],
    obj: Model,
    *,
    due: datetime | None = None,
    key: str = "",
    by: int | None = None,
) -> int:
    """Tell people, by primary key, of an object, now or from `due` (aware) on; returns how many were not told before.

    Once for each (person, kind, object, key): to put again does nothing, not even to what has been read. `key`
    tells occasions apart ("2026-11-22"); it is stored and names no secret. `by` is who did it, by primary key:
    named in the inbox to those who may see them. Raises LookupError for a kind that is
    not registered, TypeError for an object of another model.
    """
    known, content_type = _about(kind, obj)
    wanted = dict.fromkeys(people)
    same = Notice.objects.filter(kind=known.code, content_type=content_type, object_id=obj.pk, key=key)
    told = set(same.filter(person__in=wanted).values_list("person_id", flat=True))
    now = timezone.now()
    return write(
        [
            Notice(
                person_id=person,
                kind=known.code,
                content_type=content_type,
                object_id=obj.pk,
                key=key,
                by_id=by,
                created=now,
                due=max(due or now, now),
            )
            for person in wanted
            if person not in told
        ]
    )


def write(new: Sequence[Notice]) -> int:
    """Write notices of one kind that were made in the same moment; returns how many were written.

    Somebody else may be writing the same: then theirs stands, and is not counted.
    """
    if not new:
        return 0
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    objects = {notice.object_id for notice in new}
    written = Notice.objects.filter(kind=new[0].kind, object_id__in=objects, created=new[0].created)
    return written.count()


def withdraw(kind: str, obj: Model, people: Iterable[int] | None = None, *, key: str | None = None) -> int:
    """Take back what is no longer so, read or not: from everybody, or from these people; returns how many.

    With `key` only that occasion. Raises as `put`.
    """
    known, content_type = _about(kind, obj)
    notices = Notice.objects.filter(kind=known.code, content_type=content_type, object_id=obj.pk)
    if people is not None:
        notices = notices.filter(person__in=list(people))
    if key is not None:
        notices = notices.filter(key=key)
    return notices.delete()[0]


def _about(kind: str, obj: Model) -> tuple[Kind, ContentType]:
    known = kind_of(kind)
    model = known.model_class
    if not isinstance(obj, model):
        raise TypeError(f"notices of kind {kind} are about {known.model}, not {obj._meta.label}")
    return known, ContentType.objects.get_for_model(model, for_concrete_model=False)
