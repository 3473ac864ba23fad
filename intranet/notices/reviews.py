"""Telling an owner that something is to be looked through: a month before, on the day, and then each month.

Texts and documents have owners and a day of review; each says here what is to be looked through and by which
rule it opens, and is told of on the same days, in the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intranet.access.viewer import Viewer
from intranet.notices import kinds
from intranet.notices.kinds import Kind, Line
from intranet.notices.standing import Standing, make_stand
from intranet.people.responsibility import responsible_for

AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Reviews:
    """The reviews of one model, which has `owner_function`, `review_by` and a title."""

    code: str
    label: Any
    model: str
    present: Callable[[Any], QuerySet]
    """Those of a queryset that are still in use."""
    open_to: Callable[[Viewer, Any], QuerySet]
    """The rule."""
    url: Callable[[Any], str]

    def register(self) -> None:
        """Called in `AppConfig.ready`."""
        kinds.register(
            Kind(
                code=self.code,
                label=self.label,
                model=self.model,
                visible=self._lines,
                rule=self._to_review,
                concerns=lambda viewer: viewer.is_employee,
            )
        )

    def announce(self, _last: date, today: date) -> int:
        """The daily job: tell each owner of what has come to a new stage; returns how many notices.

        The stage is found from the day itself, so a clock that slept tells of the present one, once. What was
        looked through, taken out of use or given to another owner is taken back. In a few questions, however
        many there are; written in batches, so registered with `daily.register(…, in_batches=True)`.
        """
        due = self._due(self._objects(), today).exclude(owner_function=None).order_by()
        rows = list(due.values_list("pk", "owner_function", "review_by"))
        owners = responsible_for({function for _, function, _ in rows}, today)
        return make_stand(
            self.code,
            [
                Standing(pk, person.pk, stage(review_by, today))
                for pk, function, review_by in rows
                if (person := owners[function].person)
            ],
        )

    def _objects(self) -> QuerySet:
        return apps.get_model(self.model)._default_manager.all()

    def _due(self, objects: Any, today: date) -> QuerySet:
        return self.present(objects).filter(review_by__lte=today + AHEAD)

    def _to_review(self, viewer: Viewer, objects: Any) -> QuerySet:
        """What opens for the viewer and is still to be looked through."""
        return self._due(self.open_to(viewer, objects), viewer.today)

    def _lines(self, viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
        found = self._to_review(viewer, self._objects().filter(pk__in=pks))
        return {
            each.pk: Line(each.title, self.url(each), _detail(each.review_by, viewer.today)) for each in found
        }


def stage(review_by: date, today: date) -> str:
    """How far a review has come: a month or less before, then how many whole months after the day."""
    if today < review_by:
        return f"{review_by} before"
    months = (today.year - review_by.year) * 12 + today.month - review_by.month
    return f"{review_by} {months - (today.day < review_by.day)}"


def _detail(review_by: date, today: date) -> str:
    day = date_format(review_by, "j F Y")
    if review_by < today:
        return _("Skulle ha setts över senast %(day)s.") % {"day": day}
    return _("Ska ses över senast %(day)s.") % {"day": day}
