"""Asking for a bundle: what can't be had is said in plain words before anything is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from extranet.access.rights import Rights
from extranet.bundles import limits, tasks
from extranet.bundles.contents import Contents, gather
from extranet.bundles.models import Bundle, Made, Order
from extranet.meetings.models import Meeting

PENDING = (Made.State.WAITING, Made.State.MAKING)
MEGABYTE = 1024 * 1024


class RefusedError(Exception):
    """It can't be had; the message says why, and what to do, to whoever asked."""


@dataclass(frozen=True)
class Wish:
    """`items`: those chosen, None for all. `secret`: with the secret papers that open after a step-up."""

    form: str = Order.Form.PDF
    items: Sequence[int] | None = None
    secret: bool = False
    notes: bool = False


def contents_for(rights: Rights, meeting: Meeting, wish: Wish) -> Contents:
    """What the wish comes to now. Raises RefusedError if that is nothing, or too much."""
    contents = gather(rights, meeting, wish.items, secret=wish.secret)
    if not contents.pieces:
        raise RefusedError(_("Det finns inga handlingar att hämta i det du har valt."))
    is_pdf = wish.form == Order.Form.PDF
    most = limits.MEGABYTES if is_pdf else limits.ZIP_MEGABYTES
    if contents.size > most * MEGABYTE or (is_pdf and len(contents.pieces) > limits.PAPERS):
        raise RefusedError(
            _("Det blir för mycket i en fil. Välj färre ärenden, eller hämta handlingarna som ZIP.")
        )
    return contents


def place_order(rights: Rights, meeting: Meeting, wish: Wish, contents: Contents) -> Order:
    """What somebody has asked for, to be made; the same once more if they ask again before they have it.

    Raises RefusedError for one who has asked for too many at a time.
    """
    mine = Order.objects.filter(person=rights.person)
    asked = {
        "meeting": meeting,
        "form": wish.form,
        "fresh": wish.secret and rights.fresh,
        "notes": wish.notes,
        "manifest": contents.manifest,
    }
    before = mine.filter(**asked, asked_at__gt=rights.at - limits.KEPT).exclude(
        state__in=(Made.State.FAILED, Made.State.GONE)
    )
    for order in before.select_related("bundle").order_by("-pk"):
        if order.items == wish.items and order.work.state != Made.State.FAILED:
            return order
    waits = Q(bundle=None, state__in=PENDING) | Q(bundle__state__in=PENDING)
    if mine.filter(waits).count() >= limits.AT_A_TIME:
        raise RefusedError(_("Du väntar redan på flera filer. Försök igen när någon av dem är klar."))
    bundle = None
    if wish.form == Order.Form.PDF and not wish.notes and contents.is_for_all:
        bundle = _bundle(rights, meeting, contents)
    order = Order.objects.create(
        person_id=rights.person,
        items=list(wish.items) if wish.items is not None else None,
        bundle=bundle,
        asked_at=rights.at,
        **asked,
    )
    if order.work.is_pending:
        tasks.wake_on_commit()
    return order


def _bundle(rights: Rights, meeting: Meeting, contents: Contents) -> Bundle:
    bundle, _made = Bundle.objects.get_or_create(
        manifest=contents.manifest, defaults={"meeting": meeting, "made_of": contents.made_of}
    )
    if bundle.state == Made.State.FAILED:  # it may have been the machine's mood
        Bundle.objects.filter(pk=bundle.pk, state=Made.State.FAILED).update(
            state=Made.State.WAITING, problem="", tries=0, since=rights.at
        )
        bundle.refresh_from_db()
    Bundle.objects.filter(pk=bundle.pk).update(asked_at=rights.at)
    return bundle
