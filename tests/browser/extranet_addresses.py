"""Examples of the extranet's pages: those of the demo's next meetings, as an elected official and a chair meet them."""

from __future__ import annotations

from collections.abc import Callable

MEMBER, CHAIR, SECRETARY, REGISTRATOR = "lars.bergstrom", "tora.kvarnholt", "eva.sandin", "reza.hosseini"
BODY = "kommunstyrelsen"


def _item() -> dict[str, object]:
    """The undecided item of the body with the most papers that the member may open: it has the most to show."""
    from django.db.models import Count, Q

    from extranet.access import items, placements
    from extranet.access.rights import rights_of
    from extranet.meetings.models import AgendaItem
    from extranet.placements.models import Placement
    from intranet.access.viewer import viewer_of
    from intranet.people.models import Person

    rights = rights_of(viewer_of(Person.objects.get(username=MEMBER)))
    theirs = items.visible_to(rights, AgendaItem.objects.filter(meeting__body__slug=BODY, decided_at=None))
    papers = placements.open_to(rights, Placement.objects.all()).values("pk")
    counted = theirs.annotate(papers=Count("placements", filter=Q(placements__in=papers)))
    return {"pk": counted.order_by("-papers", "-meeting__starts", "pk")[0].pk}


def _meeting() -> dict[str, object]:
    from extranet.meetings.models import AgendaItem

    return {"pk": AgendaItem.objects.get(**_item()).meeting_id}


def _paper() -> dict[str, object]:
    from extranet.access import placements
    from extranet.access.rights import rights_of
    from extranet.meetings.models import AgendaItem
    from intranet.access.viewer import viewer_of
    from intranet.people.models import Person

    rights = rights_of(viewer_of(Person.objects.get(username=MEMBER)))
    on_it = AgendaItem.objects.get(**_item()).placements.all()
    return {"pk": placements.open_to(rights, on_it)[0].pk}


def _draft() -> dict[str, object]:
    from extranet.meetings.models import Meeting

    mine = {"body__mandates__person__username": SECRETARY, "body__mandates__role__code": "sekreterare"}
    theirs = Meeting.objects.filter(**mine)
    return {"pk": theirs.filter(state=Meeting.State.DRAFT).order_by("starts", "pk")[0].pk}


def _draft_item() -> dict[str, object]:
    from extranet.meetings.models import AgendaItem

    waiting = AgendaItem.objects.filter(meeting__in=[_draft()["pk"]], matter__isnull=False)
    return {"pk": waiting.order_by("order")[0].pk}


def _placed(*, sent: bool, secret: bool = False) -> dict[str, object]:
    """A paper that the secretary may change, of those that have been sent or those that have not."""
    from extranet.access import desk, placements
    from extranet.access.rights import rights_of
    from extranet.placements.models import Placement
    from extranet.secrecy.models import secret_placement
    from intranet.access.viewer import viewer_of
    from intranet.people.models import Person

    rights = rights_of(viewer_of(Person.objects.get(username=SECRETARY)))
    among = Placement.objects.filter(published_at__isnull=not sent, replaced_by__isnull=True)
    among = among.filter(secret_placement()) if secret else among
    theirs = placements.visible_to(rights, desk.placements(rights, among))
    return {"pk": theirs.order_by("-item__meeting__starts", "pk")[0].pk}


def _sent() -> dict[str, object]:
    """The next meeting of the secretary's whose summons has been sent."""
    from extranet.meetings.models import Meeting

    theirs = Meeting.objects.filter(
        body__mandates__person__username=SECRETARY, body__mandates__role__code="sekreterare"
    )
    return {"pk": theirs.filter(state=Meeting.State.SUMMONED).order_by("starts", "pk")[0].pk}


AT_DESK: dict[str, Callable[[], dict[str, object]]] = {
    **dict.fromkeys(("desk_meeting_papers", "desk_sort_papers"), _draft),
    **dict.fromkeys(
        ("desk_paper", "desk_paper_replace", "desk_paper_secrecy", "desk_paper_withdraw"),
        lambda: _placed(sent=True),
    ),
    "desk_paper_masked": lambda: _placed(sent=True, secret=True),
    "desk_paper_remove": lambda: _placed(sent=False),
    **dict.fromkeys(
        ("desk_meeting", "desk_edit_meeting", "desk_remove_meeting", "desk_new_item", "desk_reuse"), _draft
    ),
    **dict.fromkeys(("desk_item", "desk_remove_item"), _draft_item),
    **dict.fromkeys(("desk_preview", "desk_send", "desk_send_confirm", "desk_proof"), _draft),
    **dict.fromkeys(("desk_new_meeting", "desk_template", "desk_printed"), lambda: {"slug": BODY}),
    **dict.fromkeys(("desk_prints", "desk_addresses"), _sent),
}


def _note() -> dict[str, object]:
    """One of the member's own, on the paper that they read."""
    from extranet.notes.models import Note
    from extranet.notes.writing import Written, write
    from extranet.placements.models import Placement
    from intranet.people.models import Person

    member, placement = Person.objects.get(username=MEMBER), Placement.objects.get(**_paper())
    note = Note.objects.filter(person=member, version=placement.version).first()
    if note is None:
        written = Written("Fråga om kostnaden för andra året.", "Kostnaden ryms inom nämndens budgetram.", 1)
        note = write(member.pk, placement.item, placement.version, written)
    return {"pk": note.pk}


def _order() -> dict[str, object]:
    """What the member has asked for of the meeting, on its way or made."""
    from extranet.access.rights import rights_of
    from extranet.bundles.models import Order
    from extranet.bundles.ordering import Wish, contents_for, place_order
    from extranet.meetings.models import Meeting
    from intranet.access.viewer import viewer_of
    from intranet.people.models import Person

    member, meeting = Person.objects.get(username=MEMBER), Meeting.objects.get(**_meeting())
    order = Order.objects.filter(person=member, meeting=meeting).first()
    if order is None:
        rights, wish = rights_of(viewer_of(member)), Wish(Order.Form.PDF)
        order = place_order(rights, meeting, wish, contents_for(rights, meeting, wish))
    return {"pk": order.pk}


def _calendar() -> dict[str, object]:
    from extranet.feed import tokens
    from intranet.people.models import Person

    member = Person.objects.get(username=MEMBER)
    if not tokens.in_force(member.pk).exists():
        tokens.make(member.pk, "min telefon")
    return {"pk": tokens.in_force(member.pk)[0].pk}


ABOUT: dict[str, Callable[[], dict[str, object]]] = {
    "body": lambda: {"slug": BODY},
    "body_oversight": lambda: {"slug": BODY},
    "meeting": _meeting,
    "attendance": _meeting,
    "agenda_item": _item,
    "recusal": _item,
    "paper": _paper,
    "meeting_notes": _meeting,
    "bundle": _meeting,
    "bundle_order": _order,
    **dict.fromkeys(("note", "note_remove"), _note),
    "calendar_revoke": _calendar,
    **AT_DESK,
}
READERS = {
    **dict.fromkeys((*ABOUT, "meetings", "notes", "calendar", "delivery"), MEMBER),
    **dict.fromkeys((*AT_DESK, "desk"), SECRETARY),
    "body_oversight": CHAIR,
    "withdrawn_papers": REGISTRATOR,
}
