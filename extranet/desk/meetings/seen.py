"""Two people at the desk at once lose nothing: a form says what it was made from, and saves upon nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intranet.access import people
from intranet.access.viewer import Viewer
from intranet.people.models import Person

SEEN = "sag"
"""The field of a form that carries what it was made from."""


def fingerprint(row: Model, fields: Iterable[str]) -> str:
    """What these fields hold, so that it can be told whether they hold it still."""
    return digest([getattr(row, row._meta.get_field(field).attname) for field in fields])  # type: ignore[union-attr]


def digest(values: Any) -> str:
    told = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def who_changed(viewer: Viewer, row: Any) -> str:
    """Who has changed it last, and when: the name of somebody whom the viewer may see."""
    by: Person | None = row.changed_by
    name = str(by) if by is not None and people.is_visible_to(viewer, by) else _("Någon annan")
    if row.changed_at is None:
        return name
    return _("%(name)s (%(time)s)") % {
        "name": name,
        "time": date_format(timezone.localtime(row.changed_at), "j F H.i"),
    }
