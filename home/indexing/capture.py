"""What changes what the index should say; each is announced in the transaction of the change."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from home.knowledge.base import KnowledgePage
from home.news.models import NewsPage
from intranet.access.models import SectionAudience
from intranet.finding import outbox
from intranet.organisation.models import Unit
from intranet.people.models import Employment, Person
from intranet.people.signals import people_changed

PAGE, PERSON = "page", "person"


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


@receiver([post_save, post_delete], sender=SectionAudience)
def on_section(instance: SectionAudience, **kwargs: Any) -> None:
    """A page that begins or ceases to be a section of its own: all below it belong elsewhere now.

    Another audience for the same section needs nothing: the index says where a page is, not for whom.
    """
    if kwargs.get("created", True):
        outbox.moved(PAGE, instance.page_id)


@receiver(pre_save, sender=Person)
def before_person(instance: Person, **kwargs: Any) -> None:
    before = (
        Person.objects.filter(pk=instance.pk).values_list("protected", flat=True).first()
        if instance.pk
        else None
    )
    instance._protection_changed = before is not None and before != instance.protected  # type: ignore[attr-defined]  # noqa: SLF001  # ours, on its way to `on_person`


@receiver(post_save, sender=Person)
def on_person(instance: Person, update_fields: Any = None, **kwargs: Any) -> None:
    if update_fields and set(update_fields) == {"last_login"}:
        return
    if getattr(instance, "_protection_changed", False):
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


@receiver(post_save, sender=Unit)
def on_unit(instance: Unit, created: bool = False, **kwargs: Any) -> None:
    """A unit that was renamed or moved changes what its people and its pages are found under."""
    if created:
        return
    below = Q(units__path__startswith=instance.path)
    for model in (KnowledgePage, NewsPage):
        for pk in model.objects.filter(below, live=True).distinct().values_list("pk", flat=True):
            outbox.changed(PAGE, pk)
    employed = Employment.objects.filter(unit__path__startswith=instance.path)
    for pk in employed.order_by().values_list("person_id", flat=True).distinct():
        outbox.changed(PERSON, pk)
