"""Holding a run still while it is changed: what is changed are the rows as they stand then, not as they were read.

Items first, then the run, is the order for everybody: the other way round two would wait for each other for ever.
Whoever holds the run's row knows whether it is finished until they have written.
"""

from __future__ import annotations

from home.runs.models import Run, RunItem


def locked(pk: int) -> Run:
    """A run with all its items locked until the transaction ends. Raises Run.DoesNotExist."""
    list(RunItem.objects.select_for_update().filter(run=pk).order_by("pk").values_list("pk", flat=True))
    return _run(pk)


def locked_item(pk: int) -> RunItem:
    """An item and its run (`item.run`) locked until the transaction ends. Raises RunItem.DoesNotExist."""
    item = RunItem.objects.select_for_update().get(pk=pk)
    try:
        item.run = _run(item.run_id)
    except Run.DoesNotExist as error:
        raise RunItem.DoesNotExist from error
    return item


def _run(pk: int) -> Run:
    return Run.objects.select_for_update(no_key=True).get(pk=pk)
