"""The summons as a document. In Swedish, which public business is done in (språklagen 10 §); neutral titles only.

What KL 5:13 asks of fullmäktige's (time, place, items) every body's has. The link for taking part at a distance does
not stand in it: a file is passed on, and the link is for those whom the whole meeting reaches.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from wagtail.models import Site

from extranet.bodies.models import Body
from extranet.mandates.models import Mandate
from extranet.meetings.models import AgendaItem, Meeting
from intranet.pages.models import Brand
from intranet.pdf.typesetting import typeset

TEMPLATE = Path(__file__).with_name("summons.typ")
CHAIR = "ordforande"


class UnmadeError(RuntimeError):
    """The summons could not be typeset. Says nothing of what stands in it."""


def made(content: dict[str, Any], *, made_at: datetime) -> tuple[bytes, str]:
    """The PDF of a summons and its SHA-256; some tenths of a second, so for jobs. Raises UnmadeError."""
    import typst  # heavy, and only the job typesets

    at = timezone.localtime(made_at)
    date = {name: getattr(at, name) for name in ("year", "month", "day", "hour", "minute", "second")}
    try:
        pdf = typeset(TEMPLATE.read_text(encoding="utf-8"), {**content, "made": date})
    except (typst.TypstError, RuntimeError) as error:
        # What it says may quote the agenda.
        raise UnmadeError(type(error).__name__) from None
    return pdf, hashlib.sha256(pdf).hexdigest()


def content(meeting: Meeting, items: Collection[int]) -> dict[str, Any]:
    """What stands in it, with those of the meeting's items (primary keys) that it is about."""
    with translation.override("sv"):
        starts = timezone.localtime(meeting.starts)
        listed = meeting.items.filter(pk__in=items).order_by("order", "pk")
        day = date_format(starts, "j F Y")
        return {
            "title": f"Kallelse: {meeting.body.name} {day}",
            "heading": "Kallelse till sammanträde",
            "sender": _sender(),
            "lang": "sv",
            "region": "SE",
            "body": meeting.body.name,
            "facts": _facts(meeting, starts),
            "welcome": "Välkommen till sammanträdet.",
            "words": {"agenda": "Dagordning", "nothing": "Dagordningen är tom."},
            "items": [_item(item) for item in listed],
            "closing": [
                "Handlingarna läser du på intranätet under Sammanträden. Läser du på papper får du dem i posten.",
                "Svara på intranätet om du kommer. Har du förhinder kallas en ersättare.",
            ],
            "signed": _signed(meeting),
        }


def _sender() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return str(Brand.for_site(site).name) if site else ""


def _facts(meeting: Meeting, starts: datetime) -> list[dict[str, str]]:
    time = date_format(starts, "l j F Y \\k\\l\\o\\c\\k\\a\\n H.i")
    if meeting.ends:
        time += f"–{date_format(timezone.localtime(meeting.ends), 'H.i')}"
    facts = [{"label": "Tid", "text": time}]
    if meeting.place:
        facts.append({"label": "Plats", "text": meeting.place})
    if meeting.link:
        facts.append({"label": "På distans", "text": "Länken finns på sammanträdets sida på intranätet."})
    open_doors = meeting.body.doors == Body.Doors.OPEN
    facts.append({"label": "Dörrarna är", "text": "öppna för alla" if open_doors else "stängda"})
    return facts


def _item(item: AgendaItem) -> dict[str, str]:
    kind = item.get_kind_display()
    facts = kind[:1].upper() + kind[1:]
    if item.at:
        facts += f", klockan {time_format(item.at, 'H.i')}"
    number = f"{item.number}." if item.number else ""
    return {"number": number, "title": item.neutral_title, "facts": facts}


def _signed(meeting: Meeting) -> list[str]:
    """The chair of the meeting's day calls; nobody is named whose identity is protected."""
    on = timezone.localdate(meeting.starts)
    chairs = Mandate.objects.in_force(on).filter(body=meeting.body_id, role__code=CHAIR)
    chair = chairs.filter(person__protected=False).select_related("person").first()
    return [str(chair.person), "ordförande"] if chair else []
