"""The notices to those who lead a body. Each leads to the page where all of it stands; none names anybody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from extranet.bodies.models import Body
from extranet.exceptions.models import BreakGlass, Grant
from extranet.mandates.models import Mandate
from extranet.oversight.chairs import led_by
from intranet.access.viewer import Viewer
from intranet.notices import kinds
from intranet.notices.kinds import Kind, Line

MANDATE, MANDATES = "body-mandate-changed", "body-mandates-changed"
GRANT, GLASS = "body-grant-changed", "body-glass-broken"
BODY_OF_GRANT = ("body", "meeting__body", "item__meeting__body")


def body_of(thing: Mandate | Body | Grant | BreakGlass) -> Body:
    """The body that it is about. A grant is of one of three things."""
    if isinstance(thing, Body):
        return thing
    if isinstance(thing, Grant) and thing.body is None:
        meeting = thing.meeting or (thing.item.meeting if thing.item else None)
        return meeting.body  # type: ignore[union-attr]  # the database holds that it is of one thing
    return thing.body  # type: ignore[return-value]


def _led(*ways: str) -> Callable[[Viewer, QuerySet], QuerySet]:
    def rule(viewer: Viewer, things: QuerySet) -> QuerySet:
        if viewer.person is None:
            return things.none()
        bodies = led_by(viewer.person.pk, viewer.today).values("body")
        led = Q()
        for way in ways:
            led |= Q(**{f"{way}__in": bodies})
        return things.filter(led)

    return rule


def _lines(
    model: type, rule: Callable, words: Any
) -> Callable[[Viewer, Collection[int]], Mapping[int, Line]]:
    def visible(viewer: Viewer, pks: Collection[int]) -> dict[int, Line]:
        things = rule(viewer, model._default_manager.filter(pk__in=pks))  # type: ignore[attr-defined]
        related = BODY_OF_GRANT if model is Grant else () if model is Body else ("body",)
        return {thing.pk: _line(body_of(thing), words) for thing in things.select_related(*related)}

    return visible


def _line(body: Body, words: Any) -> Line:
    return Line(body.name, reverse("body_oversight", args=[body.slug]), str(words))


def register() -> None:
    """Called in `AppConfig.ready`."""
    for code, model, ways, label, words in (
        (
            MANDATE,
            Mandate,
            ("body",),
            _("Ändrade uppdrag i organ som du leder"),
            _("Ett uppdrag har lagts in, ändrats eller avslutats."),
        ),
        (
            MANDATES,
            Body,
            ("pk",),
            _("Ändringar av flera uppdrag i organ som du leder"),
            _("Uppdrag har lästs in från en fil eller tagits bort innan de började."),
        ),
        (
            GRANT,
            Grant,
            BODY_OF_GRANT,
            _("Medgivanden i organ som du leder"),
            _("Någon har fått eller förlorat rätt att läsa utan uppdrag."),
        ),
        (
            GLASS,
            BreakGlass,
            ("body",),
            _("Nödåtkomst till organ som du leder"),
            _("En administratör kan läsa organets handlingar i två timmar."),
        ),
    ):
        rule = _led(*ways)
        kinds.register(
            Kind(
                code=code,
                label=label,
                model=model._meta.label,
                rule=rule,
                visible=_lines(model, rule, words),
                urgent=code == GLASS,
                detail_in_mail=True,
                title_in_mail=False,
                concerns=lambda viewer: viewer.is_elected,
            )
        )
