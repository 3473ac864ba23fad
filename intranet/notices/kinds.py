"""What people are told about: each app registers its kinds of notices in `AppConfig.ready`.

A notice names an object by id alone. Whether the reader may see it, and what it is called, is asked of its
kind each time that it is counted, shown or mailed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete

from intranet.access.viewer import Viewer


@dataclass(frozen=True)
class Line:
    """What is shown of an object: `url` is an address of this site, `detail` says what is to be done, and when."""

    title: str
    url: str
    detail: str = ""


Key = tuple[str, int]
"""A kind's code and an object's primary key."""


def _everybody(_viewer: Viewer) -> bool:
    return True


@dataclass(frozen=True)
class Kind:
    code: str
    """At most 60 characters, stored with each notice: never changed."""
    label: Any
    """A lazy text in the plural, for filter and settings: "Genomgångar som du har tilldelats"."""
    model: str
    """What it is about, as "app.Model"."""
    rule: Callable[[Viewer, Any], Any]
    """`rule(viewer, queryset)`: the rule's own queryset function for the model, such as `access.pages.visible_to`.

    It is used inside the query that counts and pages, so that what the viewer may no longer see is not counted
    and leaves no hole. What is shown must not be more than it admits.
    """
    visible: Callable[[Viewer, Collection[int]], Mapping[int, Line]] | None = None
    """Those among these primary keys that the viewer may see now, with what to show; one query, or a few."""
    found: Callable[[Viewer, Mapping[str, Collection[int]]], Mapping[Key, Any]] | None = None
    """In place of `visible`, with `line`, where all that is shown can be had with one question for several kinds:
    those objects that the viewer may see now. Kinds that share it are asked for together, once for the header of
    a page that somebody with something unread opens, and not again for what stands on it."""
    line: Callable[[Viewer, Any], Line] | None = None
    """What to show of an object that was found."""
    urgent: bool = False
    """Mailed within minutes to those who have mail for it, instead of once a day."""
    title_in_mail: bool = True
    """False for what is secret: the mail then says of which kind it is and leads there."""
    detail_in_mail: bool = False
    """Where the title is not mailed: what is to be done may be, since it names nothing ("3 punkter, före fredag")."""
    bundled: timedelta | None = None
    """At most one mail in this time to a person about all kinds that have it. It says of which kind there is
    something new and how much, and leads to the inbox: neither which, nor when each came."""
    in_editor: bool = False
    """It is about work in the editor: to read the page on the site is not to have seen to it."""
    covered_by: tuple[str, ...] = ()
    """Kinds about the same object that say as much and more: to whoever has been told of one of them, this one is
    neither shown nor mailed while that stands. Who puts both takes that one back when it is no longer so."""
    concerns: Callable[[Viewer], bool] = _everybody
    """Whether a viewer should be offered to choose mail for it."""

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)

    def lines(self, viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
        """What to show of those among these primary keys that the viewer may see now."""
        if self.visible:
            return self.visible(viewer, pks)
        if not self.found or not self.line:
            return {}
        return {pk: self.line(viewer, one) for (_, pk), one in self.found(viewer, {self.code: pks}).items()}

    def admitted(self, viewer: Viewer, pks: Collection[int]) -> set[int]:
        """Those among these primary keys that the rule admits."""
        objects = self.model_class._default_manager.filter(pk__in=pks)
        return set(self.rule(viewer, objects).order_by().values_list("pk", flat=True))


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Notices about an object that is deleted go with it.

    Raises ValueError for a code that will not fit, and for a kind that does not say what is shown in one way.
    """
    if not 0 < len(kind.code) <= 60:
        raise ValueError(f"a kind's code has 1 to 60 characters: {kind.code!r}")
    if bool(kind.visible) == bool(kind.found and kind.line):
        raise ValueError(f"{kind.code} needs either visible, or found and line")
    _kinds[kind.code] = kind
    post_delete.connect(_object_deleted, sender=kind.model, dispatch_uid=f"notices.{kind.model}")


def kind_of(code: str) -> Kind:
    """Raises LookupError for a kind that nobody has registered."""
    return _kinds[code]


def kinds() -> list[Kind]:
    """All that are registered, in the order of their registration."""
    return list(_kinds.values())


def _object_deleted(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    from intranet.notices.models import Notice

    codes = [kind.code for kind in kinds() if kind.model_class is sender]
    Notice.objects.filter(kind__in=codes, object_id=instance.pk).delete()
