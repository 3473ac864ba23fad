"""Pages as their columns lie in the tables: what the index asks of a page needs no more, and nothing is made of it.

Making a page as Wagtail does (its form children, its signals, its tracker of changes) takes longer than
reading and indexing its text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from inspect import getattr_static
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import ExpressionWrapper, F, JSONField
from wagtail.fields import StreamField, StreamValue
from wagtail.models import Page, PageQuerySet

from intranet.pages.models import BasePage

# What the page's class says of itself; run on the columns, so it may ask for no more than them.
ASKED = ("kind", "search_lead", "search_parts")
# Of what every page has; of what its class adds, all columns but those that point elsewhere.
COMMON = ("pk", "path", "title", "search_description", "last_published_at", "expire_at")


class StoredPage:
    """One page's columns under the names of its fields, with what its class says of itself to the index.

    Each class of pages has its own below this one. Asked for a field that is not among its columns it raises
    AttributeError.
    """

    model: ClassVar[type[BasePage]]
    columns: ClassVar[tuple[str, ...]]
    streams: ClassVar[tuple[tuple[str, StreamField], ...]]

    pk: int
    path: str
    title: str
    last_published_at: datetime | None
    expire_at: datetime | None
    kind: str
    search_lead: str
    search_parts: Callable[[], list[tuple[str, str, str]]]
    # Of knowledge and news only.
    keywords: str
    forms: StreamValue
    review_by: date | None
    published_at: datetime

    def __init__(self, values: Iterable[Any]) -> None:
        self.__dict__.update(zip(self.columns, values, strict=True))
        for name, stream in self.streams:
            self.__dict__[name] = stream.to_python(self.__dict__[name])

    @classmethod
    def expressions(cls) -> Iterator[Any]:
        """The columns as the database is asked for them: streams as the JSON that they are."""
        streams = dict(cls.streams)
        for name in cls.columns:
            # A stream field would make a JSON field anew for every value.
            yield ExpressionWrapper(F(name), JSONField()) if name in streams else name


def stored_pages(pages: PageQuerySet) -> list[StoredPage]:
    """The pages in their order, each as one of its own class; a query and one for each class."""
    types = dict(pages.values_list("pk", "content_type_id"))
    of_type: dict[int, list[int]] = defaultdict(list)
    for pk, content_type in types.items():
        of_type[content_type].append(pk)
    found: dict[int, StoredPage] = {}
    for content_type, pks in of_type.items():
        made = _stored(ContentType.objects.get_for_id(content_type).model_class())
        rows = made.model._base_manager.filter(pk__in=pks).values_list(*made.expressions())
        found.update((row[0], made(row)) for row in rows)
    return [found[pk] for pk in types if pk in found]


@cache
def _stored(model: type[BasePage]) -> type[StoredPage]:
    own: Sequence[Any] = [field for field in model._meta.concrete_fields if field.model is not Page]
    made = {
        "model": model,
        "columns": (*COMMON, *(field.name for field in own if not field.is_relation)),
        "streams": tuple((field.name, field) for field in own if isinstance(field, StreamField)),
        **{name: getattr_static(model, name) for name in ASKED},
    }
    return type(f"Stored{model.__name__}", (StoredPage,), made)
