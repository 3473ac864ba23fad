"""What changes what the index should say; each is announced in the transaction of the change."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from home.knowledge.base import KnowledgePage
from home.news.models import NewsPage
from intranet.access.models import SectionAudience
from intranet.finding import outbox
from intranet.organisation.models import Unit, Workplace
from intranet.organisation.signals import unit_moved, workplaces_changed
from intranet.people.models import Employment, Person
from intranet.people.signals import people_changed
from intranet.subjects.models import Subject

PAGE, PERSON, UNIT = "page", "person", "unit"
UNIT_ITSELF = ("kind", "description", "active")  # what the index has of a unit but for its name and code


@receiver(page_published)
def on_publish(instance: Page, **kwargs: Any) -> None:
    outbox.changed(PAGE, instance.pk)


@receiver(page_unpublished)
def on_unpublish(instance: Page, **kwargs: Any) -> None:
    outbox.withdrawn(PAGE, instance.pk)


@receiver(post_page_move)
def on_move(instance: Page, **kwargs: Any) -> None:
    outbox.moved(PAGE, instance.pk)


@receiver(post_delete)
def on_page_delete(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        outbox.deleted(PAGE, instance.pk)


@receiver(pre_save, sender=SectionAudience)
def before_section(instance: SectionAudience, **kwargs: Any) -> None:
    _remember(instance, "page_id")


@receiver([post_save, post_delete], sender=SectionAudience)
def on_section(instance: SectionAudience, **kwargs: Any) -> None:
    """A page that begins or ceases to be a section of its own: all below it belong elsewhere now.

    Another audience for the same section needs nothing: the index says where a page is, not for whom.
    A declaration that was given another page is the end of one section and the beginning of another.
    """
    before = _remembered(instance).get("page_id")
    if kwargs.get("created", True):
        outbox.moved(PAGE, instance.page_id)
    elif before != instance.page_id:
        outbox.moved(PAGE, before)
        outbox.moved(PAGE, instance.page_id)


@receiver(pre_save, sender=Person)
def before_person(instance: Person, **kwargs: Any) -> None:
    _remember(instance, "protected")


@receiver(post_save, sender=Person)
def on_person(instance: Person, update_fields: Any = None, **kwargs: Any) -> None:
    if update_fields and set(update_fields) == {"last_login"}:
        return
    if _remembered(instance).get("protected", instance.protected) != instance.protected:
        # Hidden at once, found again by those who may when the index knows the new audience.
        outbox.moved(PERSON, instance.pk)
    outbox.changed(PERSON, instance.pk)


@receiver(post_delete, sender=Person)
def on_person_delete(instance: Person, **kwargs: Any) -> None:
    outbox.deleted(PERSON, instance.pk)


@receiver(people_changed)
def on_people(pks: set[int], protection_changed: set[int], **kwargs: Any) -> None:
    """An import writes many at once, and tells of them inside its transaction."""
    with outbox.gathering():
        for pk in protection_changed:
            outbox.moved(PERSON, pk)
        for pk in pks:
            outbox.changed(PERSON, pk)


@receiver([post_save, post_delete], sender=Employment)
def on_employment(instance: Employment, **kwargs: Any) -> None:
    outbox.changed(PERSON, instance.person_id)


@receiver(pre_save, sender=Unit)
def before_unit(instance: Unit, **kwargs: Any) -> None:
    _remember(instance, "name", "code", *UNIT_ITSELF)


@receiver(post_save, sender=Unit)
def on_unit(instance: Unit, **kwargs: Any) -> None:
    """Of a unit the index has the code, for all that is below it, and the name, for its people and units."""
    before = _remembered(instance)
    if before and any(before[name] != getattr(instance, name) for name in ("name", "code")):
        _announce_below(instance)
    if not before or any(before[name] != getattr(instance, name) for name in UNIT_ITSELF):
        (outbox.changed if instance.active else outbox.withdrawn)(UNIT, instance.pk)


@receiver(post_delete, sender=Unit)
def on_unit_delete(instance: Unit, **kwargs: Any) -> None:
    outbox.deleted(UNIT, instance.pk)


@receiver(unit_moved)
def on_unit_move(instance: Unit, **kwargs: Any) -> None:
    """What is below it is found under other units now."""
    _announce_below(instance)


@receiver(pre_save, sender=Workplace)
def before_workplace(instance: Workplace, **kwargs: Any) -> None:
    _remember(instance, "unit_id")


@receiver([post_save, post_delete], sender=Workplace)
def on_workplace(instance: Workplace, **kwargs: Any) -> None:
    """It stands with its unit; one that was given another unit is gone from the first."""
    for unit in {instance.unit_id, _remembered(instance).get("unit_id", instance.unit_id)}:
        outbox.changed(UNIT, unit)


@receiver(workplaces_changed)
def on_workplaces(units: set[int], **kwargs: Any) -> None:
    with outbox.gathering():
        for pk in units:
            outbox.changed(UNIT, pk)


def _announce_below(unit: Unit) -> None:
    """A unit, those below it, and the pages and people of all of them, in one insert."""
    path = Unit.objects.values_list("path", flat=True).get(pk=unit.pk)
    # Nested in the transaction of the change, wherever there is one.
    with transaction.atomic(), outbox.gathering():
        for pk in Unit.objects.filter(path__startswith=path).values_list("pk", flat=True):
            outbox.changed(UNIT, pk)
        for model in (KnowledgePage, NewsPage):
            pages = model.objects.filter(units__path__startswith=path, live=True)
            for pk in pages.order_by().values_list("pk", flat=True).distinct():
                outbox.changed(PAGE, pk)
        employed = Employment.objects.filter(unit__path__startswith=path)
        for pk in employed.order_by().values_list("person_id", flat=True).distinct():
            outbox.changed(PERSON, pk)


@receiver(pre_save, sender=Subject)
def before_subject(instance: Subject, **kwargs: Any) -> None:
    _remember(instance, "slug")


@receiver(post_save, sender=Subject)
def on_subject(instance: Subject, **kwargs: Any) -> None:
    """The index has the code of a subject; its name is looked up when it is shown."""
    if _remembered(instance).get("slug", instance.slug) == instance.slug:
        return
    with transaction.atomic(), outbox.gathering():
        pages = KnowledgePage.objects.filter(subjects=instance, live=True)
        for pk in pages.order_by().values_list("pk", flat=True):
            outbox.changed(PAGE, pk)


def _remember(instance: Model, *fields: str) -> None:
    """Keep what the database has in these fields, for the receiver that comes after the saving."""
    stored = type(instance)._default_manager.filter(pk=instance.pk).values(*fields).first()
    instance.__dict__["_before"] = stored or {}


def _remembered(instance: Model) -> dict[str, Any]:
    """What `_remember` kept; empty for what is new."""
    before: dict[str, Any] = instance.__dict__.get("_before", {})
    return before
