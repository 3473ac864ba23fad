"""Deleting in the admin only what nothing else points at.

A unit that a routine is for, or a subject that a page has, would otherwise vanish from it without a word; and
an empty list of units means everybody.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from treebeard.mp_tree import MP_Node
from wagtail.admin import messages
from wagtail.admin.views import generic


def is_used(thing: Model) -> bool:
    """Whether any row of any other table points at it, or it has a tree below it that would go with it."""
    if isinstance(thing, MP_Node) and not thing.is_leaf():
        return True
    for field in thing._meta.get_fields(include_hidden=True):
        if not field.auto_created or field.concrete or not field.is_relation:
            continue
        if field.related_model._meta.auto_created is type(thing):  # type: ignore[union-attr]
            continue  # its own lists of others, which go with it
        pointing = field.related_model._base_manager.filter(**{field.field.name: thing.pk})  # type: ignore[union-attr]
        if pointing.exists():
            return True
    return False


class CarefulDeleteView(generic.DeleteView):
    why_not = "Den används och kan därför inte tas bort."

    def is_used(self) -> bool:
        return is_used(self.object)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.user_has_permission("delete") and self.is_used():
            messages.error(request, self.why_not)
            return redirect(self.edit_url_name, self.object.pk)
        return super().dispatch(request, *args, **kwargs)


class RetiringDeleteView(CarefulDeleteView):
    why_not = "Den används och kan därför inte tas bort. Avmarkera ”Finns kvar” i stället."
