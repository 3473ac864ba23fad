"""Telling whoever sent in files, in good time, that those which nobody has looked at will be thrown away."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from home.importing.incoming import rule
from home.importing.incoming.models import KEPT_DAYS, Delivery, IncomingText
from intranet.access.viewer import Viewer
from intranet.notices import kinds, queue
from intranet.notices.kinds import Kind, Line

KIND = "incoming-removed-soon"
TOLD_BEFORE = timedelta(days=7)
_LEFT = Q(texts__settled_at=None)


def own(viewer: Viewer, deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """What the viewer has sent in and may still see, as long as something of it waits."""
    if viewer.person is None or not viewer.uses_admin:
        return deliveries.none()
    places = [place.pk for place in rule.places(viewer.person)]
    waiting = IncomingText.objects.filter(settled_at=None).values("delivery")
    return deliveries.filter(uploaded_by=viewer.person.pk, place__in=places, pk__in=waiting)


def _visible(viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
    found = own(viewer, Delivery.objects.filter(pk__in=pks)).annotate(
        left=Count("texts", filter=_LEFT), oldest=Min("texts__created_at", filter=_LEFT)
    )
    return {delivery.pk: _line(delivery.left, delivery.oldest) for delivery in found}


def _line(left: int, oldest: datetime) -> Line:
    day = timezone.localdate(oldest + timedelta(days=KEPT_DAYS))
    # How many, never their names: a notice is mailed too.
    title = ngettext("%(count)s inläst fil väntar på dig", "%(count)s inlästa filer väntar på dig", left)
    detail = _("Granska före %(day)s, annars tas det bort.") % {"day": date_format(day, "j F")}
    return Line(title % {"count": left}, reverse("incoming_list"), detail)


def announce(_last: date, _today: date) -> int:
    """Tell of what has a week left; each delivery once. Returns how many people were told."""
    soon = timezone.now() - timedelta(days=KEPT_DAYS) + TOLD_BEFORE
    deliveries = Delivery.objects.filter(
        _LEFT, texts__created_at__lt=soon, uploaded_by__isnull=False
    ).distinct()
    return sum(queue.put(KIND, [delivery.uploaded_by_id or 0], delivery) for delivery in deliveries)


def register() -> None:
    """Called in `AppConfig.ready`."""
    kinds.register(
        Kind(
            code=KIND,
            label=gettext_lazy("Inlästa filer som snart tas bort"),
            model="home.Delivery",
            visible=_visible,
            rule=own,
            concerns=lambda viewer: viewer.uses_admin,
        )
    )
