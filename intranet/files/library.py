"""The library: where a file lies that nobody has said anything else of.

A page is for employees unless a section says otherwise, and a collection for everybody with a role. A file that
went into the root collection by itself would so be open to more than the page that it was meant for, and the
page could not be published. So what comes in goes where employees are, unless the editor chooses.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Collection

from intranet.access.models import Audience, CollectionAudience
from intranet.access.readership import Readership, of_collection

NAME = "Dokument för anställda"
"""What it is called when the site is made; it may be renamed."""

EMPLOYEES = Readership(audience=Audience.EMPLOYEES)


def for_employees(among: QuerySet[Collection] | None = None) -> Collection | None:
    """The oldest collection that is for all employees and nobody else; None if there is none."""
    declared = CollectionAudience.objects.filter(audience=Audience.EMPLOYEES).select_related("collection")
    if among is not None:
        declared = declared.filter(collection__in=among.order_by().values("pk"))
    for each in declared.order_by("collection"):
        if of_collection(each.collection) == EMPLOYEES:
            return each.collection
    return None


def default_collection(among: QuerySet[Collection]) -> Collection | None:
    """Which of these an upload form has chosen from the beginning: the library's, and the root only if it is alone."""
    found = for_employees(among)
    if found is not None:
        return found
    return among.filter(depth__gt=1).order_by("depth", "path").first() or among.first()


class BeginsInTheLibrary:
    """A form of files: what is new lies where employees are, unless somebody says otherwise."""

    fields: Any
    initial: Any
    instance: Any
    collections: Any
    cleaned_data: Any
    _default: Collection | None = None

    def begin_in_the_library(self) -> None:
        if "collection" in self.fields and self.instance.pk is None:
            self.fields["collection"].required = False
            self._default = default_collection(self.collections)
            self.initial["collection"] = self._default.pk if self._default else None

    def clean_collection(self) -> Any:
        return self.cleaned_data["collection"] or self._default
