"""Why the text of a file could not be read, or only in part, in plain words. Whoever tells of it asks here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.files.types import READ, unread_because
from intranet.files.versions import MOST_TEXT, DocumentVersion

Text = DocumentVersion.Text

PROBLEMS: dict[str, str | Promise] = {
    "encrypted": _("filen är låst med lösenord."),
    "damaged": _("filen är skadad."),
    "empty": _("filen är tom."),
    "missing": _("filen saknas på servern."),
    "bomb": _("filen växer orimligt mycket när den packas upp."),
    "too_large": _("filen är för stor."),
    "too_long": _("filen har för mycket text."),
    "too_many_places": _("filen har för många sidor."),
    "time": _("det tog för lång tid."),
    "memory": _("det krävde för mycket minne."),
    "crashed": _("läsningen avbröts gång på gång."),
    "pages_lost": _("några av sidorna är skadade."),
    "scanned": _("sidorna är bilder utan text (inskannade)."),
    "no_text": _("det finns ingen text i filen."),
    "not_text": _("filen är av ett slag som inte innehåller text att läsa."),
    "old_format": _("filen är sparad i ett äldre format."),
    "other_name": _("filens namn slutar på något annat än vad filen är."),
}
"""For everybody: what is the matter."""

TO_DO: dict[str, str] = {
    "encrypted": "Spara den utan lösenord och lägg in den igen.",
    "damaged": "Öppna den, spara den på nytt och lägg in den igen.",
    "empty": "Lägg in rätt fil.",
    "missing": "Lägg in den igen.",
    "bomb": "Öppna den, spara den på nytt och lägg in den igen.",
    "too_large": "Dela upp den i flera.",
    "too_long": "Dela upp den i flera.",
    "too_many_places": "Dela upp den i flera.",
    "time": "Dela upp filen i flera, eller spara den på nytt och lägg in den igen.",
    "memory": "Dela upp filen i flera, eller spara den på nytt och lägg in den igen.",
    "crashed": "Öppna filen, spara den på nytt och lägg in den igen.",
    "pages_lost": "Öppna filen, spara den på nytt och lägg in den igen.",
    "scanned": "Gör om filen med textigenkänning (OCR) och lägg in den igen.",
    "old_format": "Spara den som Word, Excel eller PowerPoint i dagens format, eller som PDF.",
    "other_name": "Byt namn på den och lägg in den igen.",
}
"""For whoever may put in another file: what mends it. Shown in the admin's language only."""

# Nothing went wrong: there is no text to be had.
WITHOUT_TEXT = frozenset({"scanned", "no_text", "not_text"})
# Read in full; what is said is only good to know.
BY_THE_WAY = frozenset({"other_name"})


def state_after(problem: str, *, anything: bool) -> str:
    """The state of a version whose reading ended with `problem` (empty: none) after any text, or none."""
    if not problem or problem in BY_THE_WAY:
        return Text.READ
    if anything:
        return Text.PARTLY
    return Text.NONE if problem in WITHOUT_TEXT else Text.UNREADABLE


def sentence(version: DocumentVersion, *, may_mend: bool = False) -> str:
    """What is to be said of the text of `version`, with a capital letter; empty when all of it is read and searched.

    `may_mend`: it is told to somebody who can put in another file, and so what to do about it.
    """
    said = [_state(version)]
    if may_mend and version.text_state not in (Text.WAITING, Text.READING):
        said.append(TO_DO.get(version.text_problem, ""))
    if version.text_state in (Text.READ, Text.PARTLY) and (version.characters or 0) > MOST_TEXT:
        said.append(
            gettext(
                "Filen är mycket lång. Sökningen hittar bara det som står på ungefär de första 500 sidorna."
            )
        )
    return " ".join(filter(None, said))


def said_at_once(media_type: str) -> str:
    """To whoever has just put in a file of this kind: what can be known of it unread, and what mends it; or nothing."""
    problem = unread_because(media_type)
    if problem:
        return f"Texten går inte att läsa: {PROBLEMS[problem]} {TO_DO[problem]}"
    return (
        ""
        if media_type in READ
        else "Filen hittas bara på titel och ingress: det finns ingen text att läsa i den."
    )


IN_THE_WAY: dict[str, str | Promise] = {
    "encrypted": _("Filen är låst. Du behöver lösenordet för att läsa den."),
    "damaged": _("Filen är skadad och går kanske inte att öppna."),
    "empty": _("Filen är tom."),
    "missing": _("Filen saknas på servern."),
}
"""For whoever would open the file: what stops them."""


def in_the_way(version: DocumentVersion) -> str:
    """Why the file itself is of little use, in a sentence; empty where nothing is known against it."""
    if version.text_state in (Text.READ, Text.PARTLY):
        return ""
    return str(IN_THE_WAY.get(version.text_problem or unread_because(version.media_type), ""))


def reason(state: str, problem: str) -> str:
    """For a list in the admin: the state, and why if something was wrong."""
    why = str(PROBLEMS.get(problem, ""))
    label = str(dict(Text.choices).get(state, ""))
    return f"{label}: {why.rstrip('.')}" if why else label


def _state(version: DocumentVersion) -> str:
    why = str(PROBLEMS.get(version.text_problem, ""))
    match version.text_state:
        case Text.WAITING | Text.READING:
            return gettext("Texten i filen läses snart in. Tills dess hittas filen på titel och ingress.")
        case Text.READ:
            return gettext("Texten är läst, men %(why)s") % {"why": why} if why else ""
        case Text.PARTLY:
            return gettext("Bara en del av texten kunde läsas: %(why)s") % {"why": why}
        case Text.NONE:
            return gettext("Filen hittas bara på titel och ingress: %(why)s") % {"why": why}
        case _:
            return gettext("Texten kunde inte läsas: %(why)s") % {"why": why}
