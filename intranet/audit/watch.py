"""Following changes of rights: who may what, where, and since when.

An app names the models and fields that decide over rights in its own `audited` module; the log's app imports
those at start. Changes that send no signals (`bulk_create`, `QuerySet.update`) must be recorded by whoever
makes them: an import logs itself once instead of each of its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from allauth.core import context
from django.db.models import Field, ForeignKey, Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from intranet.audit.models import Event
from intranet.audit.record import record

ADDED, CHANGED, REMOVED = "tillagd", "ändrad", "borttagen"
_BEFORE = "_audited_before"

Label = Callable[[Any], str]


def watch(
    model: type[Model],
    fields: Iterable[str],
    label: Label,
    *,
    new_if: Iterable[str] | None = None,
    naming: Mapping[str, Callable[[Any], str]] | None = None,
) -> None:
    """Record when an object of `model` comes, goes, or changes in one of `fields`.

    `label` must be neutral: a code, a user name, never a title that may be secret. With `new_if` a new
    object is recorded only if one of those fields differs from its default (a person is no right; their
    being a superuser is). `naming` turns the key that a foreign key holds into a name that can be read; it
    must be as neutral as the label.
    """
    names = tuple(fields)
    telling = None if new_if is None else {name: _field(model, name).get_default() for name in new_if}
    key = f"audit.{model._meta.label_lower}"

    def readable(values: dict[str, Any]) -> dict[str, Any]:
        return {name: _readable(value, (naming or {}).get(name)) for name, value in values.items()}

    def before(sender: type[Model], instance: Model, raw: bool, update_fields: Any, **kwargs: Any) -> None:
        if raw or instance.pk is None or (update_fields is not None and not {*names} & {*update_fields}):
            setattr(instance, _BEFORE, None)
            return
        found = sender._base_manager.filter(pk=instance.pk).values(*names).first()
        setattr(instance, _BEFORE, found)

    def after(
        sender: type[Model], instance: Model, created: bool, raw: bool, update_fields: Any, **kwargs: Any
    ) -> None:
        if raw:
            return
        old = instance.__dict__.pop(_BEFORE, None)
        new = _values(instance, names)
        if created:
            if telling is None or any(new[name] != default for name, default in telling.items()):
                _record(ADDED, instance, label, fields=readable(new))
        elif old is not None:
            changed = {name: value for name, value in new.items() if old[name] != value}
            if update_fields is not None:
                changed = {name: value for name, value in changed.items() if name in update_fields}
            if changed:
                was = {name: old[name] for name in changed}
                _record(CHANGED, instance, label, before=readable(was), fields=readable(changed))

    def gone(sender: type[Model], instance: Model, **kwargs: Any) -> None:
        _record(REMOVED, instance, label, fields=readable(_values(instance, names)))

    pre_save.connect(before, sender=model, weak=False, dispatch_uid=f"{key}.before")
    post_save.connect(after, sender=model, weak=False, dispatch_uid=f"{key}.after")
    post_delete.connect(gone, sender=model, weak=False, dispatch_uid=f"{key}.gone")


def watch_members(through: type[Model], label: Label, member: Label, name: str) -> None:
    """Record what is added to and taken from a many-to-many relation, whichever side it is changed from.

    `label` names the object that owns the relation, `member` what it holds; `name` is the relation's.
    """

    def changed(
        sender: type[Model], instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any
    ) -> None:
        phase, _, verb = action.partition("_")
        # What a clear takes away can only be asked before it.
        if (phase == "pre") != (verb == "clear"):
            return
        change = ADDED if verb == "add" else REMOVED
        if verb == "clear":
            others = _related(sender, instance, model, reverse)
        else:
            others = model._default_manager.filter(pk__in=pk_set or ())
        found = list(others)
        if not found:
            return
        if reverse:
            for other in found:
                _record(change, other, label, **{name: [member(instance)]})
        else:
            _record(change, instance, label, **{name: sorted(member(other) for other in found)})

    m2m_changed.connect(
        changed, sender=through, weak=False, dispatch_uid=f"audit.{through._meta.label_lower}"
    )


def _related(through: type[Model], instance: Model, model: type[Model], reverse: bool) -> Iterable[Any]:
    """The objects at the other end, read from the table between."""
    ends = [field for field in through._meta.get_fields() if isinstance(field, ForeignKey)]
    mine, theirs = (
        next(end for end in ends if end.related_model is side or issubclass(side, end.related_model))
        for side in (type(instance), model)
    )
    pks = through._default_manager.filter(**{mine.name: instance.pk}).values(theirs.attname)
    return model._default_manager.filter(pk__in=pks)


def _record(change: str, instance: Model, label: Label, **detail: Any) -> None:
    request = context.request
    record(
        Event.Kind.RIGHTS_CHANGED,
        request=request,
        obj=instance,
        label=label(instance),
        change=change,
        **detail,
    )


def _values(instance: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: _field(type(instance), name).value_from_object(instance) for name in names}


def _field(model: type[Model], name: str) -> Field:
    """A column of the model's own; relations that others have to it are not watched."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is no field of {model._meta.label}")
    return field


def _readable(value: Any, name: Callable[[Any], str] | None) -> Any:
    """What JSON can hold: keys by name, dates and amounts as text."""
    if value is None:
        return None
    if name is not None:
        return name(value)
    if isinstance(value, str | bool | int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
