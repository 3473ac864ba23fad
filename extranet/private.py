"""The base of every model of the extranet."""

from __future__ import annotations

from django.db import models


class PrivateModel(models.Model):
    """Stands in none of Wagtail's lists of what is used where: those know nothing of the extranet's rule.

    `__str__` names an object by its key or another neutral word, because logs and messages use it.
    """

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
