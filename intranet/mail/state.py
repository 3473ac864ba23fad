"""How it stands with mail, for `/ready`: numbers alone."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Count, Min, Q
from django.utils import timezone

from intranet.jobs.readiness import State, backlog
from intranet.mail.models import Outgoing, Undelivered


def state() -> State:
    """What waits of all apps, and since when its time has come; `unreached` addresses do no harm to the rest.

    A message that was refused has its next try ahead of it. What is overdue has not been tried at all: nobody
    sends, or the mail server does not answer.
    """
    now, waiting, oldest = timezone.now(), 0, None
    for model in (each for each in apps.get_models() if issubclass(each, Outgoing)):
        rows = model._default_manager.order_by()
        numbers = rows.aggregate(count=Count("pk"), due=Min("next_try", filter=Q(next_try__lte=now)))
        waiting += numbers["count"]
        oldest = min(filter(None, (oldest, numbers["due"])), default=None)
    found = backlog(waiting, oldest, "messages")
    return State(found.problem, {**found.facts, "unreached": Undelivered.objects.count()})
