"""What changes what the index should say of documents; each is announced in the transaction of the change.

A document's place in the index is that of its collection and of the pages it is attached to. When one of these
moves, the document is announced as moved: hidden at once, and found again when the index knows where it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Collection, Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from intranet.access.models import CollectionAudience, SectionAudience
from intranet.files import attachments, keeping
from intranet.files.documents import CustomDocument
from intranet.files.versions import DocumentVersion
from intranet.finding import outbox
from intranet.finding.documents import MOST_ALTERNATIVES
from intranet.organisation.models import Unit
from intranet.organisation.signals import unit_moved
from intranet.subjects.models import Subject

FAMILY = "document"
COLLECTION = "collection"
"""As `access.scope.collection_key` names it."""
PAGE = "page"
"""As `access.scope.page_key` names it."""


def announce(pks: Iterable[int], *, hidden: bool) -> None:
    """Have the index told of these anew; with `hidden` nobody finds them by what it says until then."""
    with transaction.atomic(), outbox.gathering():
        for pk in sorted(set(pks)):
            (outbox.moved if hidden else outbox.changed)(FAMILY, pk)


# The document itself


@receiver(pre_save, sender=CustomDocument)
def before_document(instance: CustomDocument, **kwargs: Any) -> None:
    _remember(instance, "collection_id", "withdrawn_at", "stands_alone")


@receiver(post_save, sender=CustomDocument)
def on_document(instance: CustomDocument, **kwargs: Any) -> None:
    before = _remembered(instance)
    if before.get("withdrawn_at") is None and instance.withdrawn_at is not None:
        outbox.withdrawn(FAMILY, instance.pk)
    now = {"collection_id": instance.collection_id, "stands_alone": instance.stands_alone}
    elsewhere = bool(before) and any(before[name] != value for name, value in now.items())
    (outbox.moved if elsewhere else outbox.changed)(FAMILY, instance.pk)


@receiver(post_delete, sender=CustomDocument)
def on_document_delete(instance: CustomDocument, **kwargs: Any) -> None:
    outbox.deleted(FAMILY, instance.pk)


@receiver(m2m_changed, sender=CustomDocument.units.through)
@receiver(m2m_changed, sender=CustomDocument.subjects.through)
def on_document_lists(instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if not reverse:
        outbox.changed(FAMILY, instance.pk)
    else:
        announce(pk_set if pk_set is not None else _pks(instance.documents.all()), hidden=False)


# Its file and the text in it


@receiver(post_save, sender=DocumentVersion)
def on_version(instance: DocumentVersion, created: bool, **kwargs: Any) -> None:
    """A file that was replaced may have been so for what it said: nobody finds the document by that any more."""
    (outbox.moved if created and instance.number > 1 else outbox.changed)(FAMILY, instance.document_id)


def text_was_read(version: DocumentVersion) -> None:
    """Called by who has written the text of a version."""
    outbox.changed(FAMILY, version.document_id)


@receiver(post_delete, sender=DocumentVersion)
def on_version_delete(instance: DocumentVersion, **kwargs: Any) -> None:
    keeping.remove_bytes(instance)


# The pages that it is attached to


@receiver(post_save)
def on_page(sender: type, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """What a page says is in its row when the whole of it is saved; a draft is saved as a revision."""
    if isinstance(instance, Page) and instance.live and not raw and update_fields is None:
        announce(attachments.bring_up_to_date(instance.specific), hidden=True)


@receiver(page_published)
def on_publish(instance: Page, **kwargs: Any) -> None:
    """One that was taken down and comes back says what it said, and its documents are to be found there again."""
    attachments.bring_up_to_date(instance)
    announce(attachments.of_pages([instance.pk]), hidden=False)


@receiver(page_unpublished)
def on_unpublish(instance: Page, **kwargs: Any) -> None:
    announce(attachments.of_pages([instance.pk]), hidden=True)


@receiver(post_page_move)
def on_move(instance: Page, **kwargs: Any) -> None:
    _announce_below(instance.pk)


@receiver(pre_delete)
def before_page_delete(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        announce(attachments.of_pages([instance.pk]), hidden=True)


@receiver(pre_save, sender=SectionAudience)
def before_section(instance: SectionAudience, **kwargs: Any) -> None:
    _remember(instance, "page_id")


@receiver([post_save, post_delete], sender=SectionAudience)
def on_section(instance: SectionAudience, **kwargs: Any) -> None:
    """A page that begins or ceases to be a section: another audience of the same one needs nothing."""
    before = _remembered(instance).get("page_id")
    if kwargs.get("created", True):
        _announce_below(instance.page_id)
    elif before != instance.page_id:
        _announce_below(before)
        _announce_below(instance.page_id)
    else:
        _announce_crowded(instance.page_id)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def on_restriction(instance: PageViewRestriction, **kwargs: Any) -> None:
    _announce_crowded(instance.page_id)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
@receiver(m2m_changed, sender=SectionAudience.groups.through)
def on_groups(instance: Any, action: str, **kwargs: Any) -> None:
    if action in ("post_add", "post_remove", "pre_clear") and hasattr(instance, "page_id"):
        _announce_crowded(instance.page_id)


def _announce_crowded(page_id: int | None) -> None:
    """The index asks for itself who may see which page. But of very many pages it holds only some, chosen by that."""
    path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first()
    if path:
        below = CustomDocument.objects.filter(attachments__page__path__startswith=path).values("pk")
        crowded = CustomDocument.objects.filter(pk__in=below).annotate(pages=Count("attachments"))
        announce(_pks(crowded.filter(pages__gt=MOST_ALTERNATIVES)), hidden=False)


# The collection that it lies in


@receiver(pre_save, sender=Collection)
def before_collection(instance: Collection, **kwargs: Any) -> None:
    _remember(instance, "path")


@receiver(post_save, sender=Collection)
def on_collection(instance: Collection, **kwargs: Any) -> None:
    if _remembered(instance).get("path", instance.path) != instance.path:
        _announce_in(instance.pk)


@receiver(pre_save, sender=CollectionAudience)
def before_collection_audience(instance: CollectionAudience, **kwargs: Any) -> None:
    _remember(instance, "collection_id")


@receiver([post_save, post_delete], sender=CollectionAudience)
def on_collection_audience(instance: CollectionAudience, **kwargs: Any) -> None:
    before = _remembered(instance).get("collection_id")
    if kwargs.get("created", True):
        _announce_in(instance.collection_id)
    elif before != instance.collection_id:
        _announce_in(before)
        _announce_in(instance.collection_id)


# What it is sorted under


@receiver(pre_save, sender=Unit)
def before_unit(instance: Unit, **kwargs: Any) -> None:
    # Under a name of its own: others remember the same unit.
    instance.__dict__["_code_before_documents"] = (
        Unit.objects.filter(pk=instance.pk).values_list("code", flat=True).first()
    )


@receiver(post_save, sender=Unit)
def on_unit(instance: Unit, **kwargs: Any) -> None:
    before = instance.__dict__.get("_code_before_documents")
    if before and before != instance.code:
        on_unit_move(instance)


@receiver(unit_moved)
def on_unit_move(instance: Unit, **kwargs: Any) -> None:
    path = Unit.objects.values_list("path", flat=True).get(pk=instance.pk)
    announce(_pks(CustomDocument.objects.filter(units__path__startswith=path)), hidden=False)


@receiver(pre_save, sender=Subject)
def before_subject(instance: Subject, **kwargs: Any) -> None:
    instance.__dict__["_slug_before_documents"] = (
        Subject.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    )


@receiver(post_save, sender=Subject)
def on_subject(instance: Subject, **kwargs: Any) -> None:
    before = instance.__dict__.get("_slug_before_documents")
    if before and before != instance.slug:
        announce(_pks(CustomDocument.objects.filter(subjects=instance)), hidden=False)


def _announce_below(page_id: int | None) -> None:
    """The documents attached to a page or to any below it: by the page's own name, which all of them have in the
    index for each such place. Those that hang on another page too are still found there."""
    if page_id is not None:
        outbox.moved(PAGE, page_id)


def attached_below(page: str) -> Iterable[str]:
    """Primary keys of the documents attached to a page or to any below it, as the database has them now."""
    path = Page.objects.filter(pk=int(page)).values_list("path", flat=True).first()
    if path:
        yield from map(str, _pks(CustomDocument.objects.filter(attachments__page__path__startswith=path)))


def _announce_in(collection_id: int | None) -> None:
    """The documents in a collection or in any below it: by its own name, which all of them have in the index."""
    if collection_id is not None:
        outbox.moved(COLLECTION, collection_id)


def _pks(documents: Any) -> list[int]:
    return list(documents.order_by().values_list("pk", flat=True).distinct())


def _remember(instance: Model, *fields: str) -> None:
    """Keep what the database has in these fields, for the receiver that comes after the saving."""
    stored = type(instance)._default_manager.filter(pk=instance.pk).values(*fields).first()
    instance.__dict__["_before_documents"] = stored or {}


def _remembered(instance: Model) -> dict[str, Any]:
    before: dict[str, Any] = instance.__dict__.get("_before_documents", {})
    return before


def watch_collections() -> None:
    """Wagtail tells nobody that a collection was moved to another."""
    if getattr(Collection.move, "announces_documents", False):
        return
    move = Collection.move

    def announcing(self: Collection, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            moved = move(self, *args, **kwargs)
            _announce_in(self.pk)
        return moved

    announcing.announces_documents = True  # type: ignore[attr-defined]
    Collection.move = announcing
