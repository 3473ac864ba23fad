"""What changes what the index should say of papers; each is announced in the transaction of the change.

What only some may find any more, or under other words, is announced as moved: nobody finds it until the index says
how it is now. Who may see what is never announced: mandates, grants and recusals are asked for with each question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

from extranet.indexing.documents import in_the_index
from extranet.indexing.names import FAMILY, ITEM, MEETING
from extranet.meetings.models import AgendaItem, Meeting
from extranet.papers.models import Matter, Paper
from extranet.placements.models import Placement
from extranet.secrecy.models import Secrecy, is_secret
from extranet.texts.signals import text_changed
from intranet.finding import outbox

PLACED = ("item_id", "version_id", "published_at", "public_at", "withdrawn_at")
ITEM_ITSELF = ("meeting_id", "kind", "published_at", "title", "neutral_title")


def announce(placements: Iterable[int], *, hidden: bool) -> None:
    """Have the index told of these anew; with `hidden` nobody finds them by what it says until then.

    For whoever writes many placements without saving each: inside the transaction of that.
    """
    with transaction.atomic(), outbox.gathering():
        for pk in sorted(set(placements)):
            (outbox.moved if hidden else outbox.changed)(FAMILY, pk)


@receiver(pre_save, sender=Placement)
def before_placement(instance: Placement, **kwargs: Any) -> None:
    _remember(instance, *PLACED)


@receiver(post_save, sender=Placement)
def on_placement(instance: Placement, raw: bool = False, **kwargs: Any) -> None:
    before = _remembered(instance)
    if before and all(before[name] == getattr(instance, name) for name in PLACED):
        outbox.changed(FAMILY, instance.pk)
        return
    if instance.withdrawn_at is not None:
        outbox.withdrawn(FAMILY, instance.pk)
    elif before and not _only_opens(before, instance):
        outbox.moved(FAMILY, instance.pk)
    else:
        outbox.changed(FAMILY, instance.pk)
    if not raw and is_secret(instance):
        # What is secret on an item makes its title so, which stands with the others on it.
        for item in {instance.item_id, before.get("item_id", instance.item_id)}:
            outbox.moved(ITEM, item)


def _only_opens(before: dict[str, Any], instance: Placement) -> bool:
    """Whether nobody who found it before the saving finds it less after it, or finds less of it."""
    same = before["item_id"] == instance.item_id and before["version_id"] == instance.version_id
    now = timezone.now()
    was_public = before["public_at"] is not None and before["public_at"] <= now
    is_public = instance.public_at is not None and instance.public_at <= now
    was_out = before["published_at"] is not None and before["published_at"] <= now
    is_out = instance.published_at is not None and instance.published_at <= now
    # One that becomes public loses the item's title, by which somebody recused would find it.
    return same and is_public == was_public and (is_out or not was_out)


@receiver(post_delete, sender=Placement)
def on_placement_delete(instance: Placement, **kwargs: Any) -> None:
    outbox.deleted(FAMILY, instance.pk)


@receiver(post_save, sender=Secrecy)
def on_secrecy(instance: Secrecy, **kwargs: Any) -> None:
    """Put or lifted: of every item that the version lies on, since its text is gone wherever it lies."""
    version = instance.version_id or instance.placement.version_id  # type: ignore[union-attr]
    lying = Placement.objects.filter(version=version).order_by().values_list("item_id", flat=True)
    with transaction.atomic(), outbox.gathering():
        for item in set(lying):
            outbox.moved(ITEM, item)


@receiver(text_changed)
def on_text(versions: Collection[int], **kwargs: Any) -> None:
    announce(_on(Q(version__in=versions)), hidden=False)


@receiver(pre_save, sender=AgendaItem)
def before_item(instance: AgendaItem, **kwargs: Any) -> None:
    _remember(instance, *ITEM_ITSELF)


@receiver(post_save, sender=AgendaItem)
def on_item(instance: AgendaItem, **kwargs: Any) -> None:
    """Its kind and its meeting say for whom it is; its titles are words that its papers are found by."""
    before = _remembered(instance)
    if before and any(before[name] != getattr(instance, name) for name in ITEM_ITSELF):
        outbox.moved(ITEM, instance.pk)


@receiver(pre_save, sender=Meeting)
def before_meeting(instance: Meeting, **kwargs: Any) -> None:
    _remember(instance, "body_id", "starts")


@receiver(post_save, sender=Meeting)
def on_meeting(instance: Meeting, **kwargs: Any) -> None:
    before = _remembered(instance)
    if not before:
        return
    if before["body_id"] != instance.body_id:
        outbox.moved(MEETING, instance.pk)
    elif before["starts"] != instance.starts:
        announce(_on(Q(item__meeting=instance)), hidden=False)


@receiver(pre_save, sender=Paper)
def before_paper(instance: Paper, **kwargs: Any) -> None:
    _remember(instance, "title", "neutral_title", "matter_id")


@receiver(post_save, sender=Paper)
def on_paper(instance: Paper, **kwargs: Any) -> None:
    """A title that was changed may have been so for what it said."""
    before = _remembered(instance)
    if any(value != getattr(instance, name) for name, value in before.items()):
        announce(_on(Q(version__paper=instance)), hidden=True)


@receiver(pre_save, sender=Matter)
def before_matter(instance: Matter, **kwargs: Any) -> None:
    _remember(instance, "registry_number")


@receiver(post_save, sender=Matter)
def on_matter(instance: Matter, **kwargs: Any) -> None:
    if _remembered(instance).get("registry_number", instance.registry_number) != instance.registry_number:
        announce(_on(Q(version__paper__matter=instance)), hidden=False)


def on_items(item: str) -> Iterable[str]:
    """Primary keys of the placements on an item, as the database has them now."""
    return map(str, _on(Q(item=int(item))))


def at_meetings(meeting: str) -> Iterable[str]:
    """The same of all items of a meeting."""
    return map(str, _on(Q(item__meeting=int(meeting))))


def _on(which: Q) -> list[int]:
    """What the index may hold of these: what is not published has nothing to be told of."""
    found = in_the_index(timezone.now()).filter(which)
    return list(found.order_by().values_list("pk", flat=True))


def _remember(instance: Model, *fields: str) -> None:
    """Keep what the database has in these fields, for the receiver that comes after the saving."""
    stored = type(instance)._default_manager.filter(pk=instance.pk).values(*fields).first()
    instance.__dict__["_before_indexing"] = stored or {}


def _remembered(instance: Model) -> dict[str, Any]:
    """What `_remember` kept; empty for what is new."""
    before: dict[str, Any] = instance.__dict__.get("_before_indexing", {})
    return before
