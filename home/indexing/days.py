"""What the index should say of people changes with the days, too, though nobody writes anything."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from home.indexing.capture import PERSON
from intranet.finding import outbox
from intranet.people.models import Employment, Person


def announce_people(last: date, today: date) -> int:
    """Announce whoever has come or gone, or begun or ended an employment, after `last`; returns how many.

    `today` included. A last day is still a day at work: that it has been is due the day after.
    """
    people = _pks(Person, "pk", "active_from", "active_to", last, today)
    people |= _pks(Employment, "person_id", "start", "end", last, today)
    with transaction.atomic(), outbox.gathering():
        for pk in people:
            outbox.changed(PERSON, pk)
    return len(people)


def _pks(
    model: type[Person] | type[Employment], field: str, start: str, end: str, last: date, today: date
) -> set[int]:
    begun = Q(**{f"{start}__gt": last, f"{start}__lte": today})
    ended = Q(**{f"{end}__gte": last, f"{end}__lt": today})
    return set(model._default_manager.filter(begun | ended).values_list(field, flat=True))
