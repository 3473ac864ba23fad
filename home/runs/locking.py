"""Holding a whole run still, for what changes more than one of its rows."""

from __future__ import annotations

from home.runs.models import Run, RunItem


def locked(pk: int) -> Run:
    """A run with all its items locked until the transaction ends. Raises Run.DoesNotExist.

    The items first: that is the order in which a tick takes its item and, by its event, the run. The other way
    round they would wait for each other for ever.
    """
    list(RunItem.objects.select_for_update().filter(run=pk).order_by("pk").values_list("pk", flat=True))
    return Run.objects.select_for_update(no_key=True).get(pk=pk)
