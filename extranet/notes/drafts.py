"""What somebody sent after the site had signed them out: kept, sealed, until they have signed in again.

In the session, which lives on through the log-in. A form says, signed, whose it is: nothing is kept for nobody, and
nobody else who signs in gets it.
"""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest

from extranet.notes.sealing import Content, SealedError, seal, unseal
from extranet.notes.writing import LONGEST, LONGEST_QUOTE

WHOSE = "vems"
"""The field of the form."""
KEPT = "extranet.notes.draft"
SALT = "extranet.notes.whose"
DAYS = 2


def sign(person: int) -> str:
    return signing.dumps(person, salt=SALT)


def whose(request: HttpRequest) -> int | None:
    """By whom the form was opened that is sent here."""
    try:
        found = signing.loads(request.POST.get(WHOSE, ""), salt=SALT, max_age=DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        return None
    return found if isinstance(found, int) else None


def keep(request: HttpRequest, place: str) -> bool:
    """Keep what a form holds for `place` ("arende 7"); False if it says not whose it is, or holds nothing."""
    person = whose(request)
    content = Content(
        request.POST.get("text", "")[: 2 * LONGEST], request.POST.get("quote", "")[: 2 * LONGEST_QUOTE]
    )
    if person is None or not content.text.strip():
        return False
    request.session[KEPT] = {
        "person": person,
        "place": place,
        "page": request.POST.get("page", "")[:10],
        "sealed": seal(content, person, place),
    }
    return True


def kept(request: HttpRequest, person: int, place: str) -> dict[str, str] | None:
    """What was kept for them there, as a form's initial data."""
    found = request.session.get(KEPT)
    if not isinstance(found, dict) or (found.get("person"), found.get("place")) != (person, place):
        return None
    try:
        content = unseal(found["sealed"], person, place)
    except SealedError:
        return None
    return {"text": content.text, "quote": content.quote, "page": found["page"]}


def drop(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)
