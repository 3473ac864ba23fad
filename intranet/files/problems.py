"""Why the text of a file could not be read, or only in part, in plain words. Whoever tells of it asks here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.files.versions import DocumentVersion

Text = DocumentVersion.Text

PROBLEMS: dict[str, str | Promise] = {
    "encrypted": _("filen är låst med lösenord. Spara den utan lösenord och lägg in den igen."),
    "damaged": _("filen är skadad. Öppna den, spara den på nytt och lägg in den igen."),
    "empty": _("filen är tom."),
    "missing": _("filen saknas på servern. Lägg in den igen."),
    "bomb": _(
        "filen växer orimligt mycket när den packas upp. Öppna den, spara den på nytt och lägg in den igen."
    ),
    "too_large": _("filen är för stor. Dela upp den i flera."),
    "too_long": _("filen har för mycket text. Dela upp den i flera."),
    "too_many_places": _("filen har för många sidor. Dela upp den i flera."),
    "time": _("det tog för lång tid. Dela upp filen i flera, eller spara den på nytt och lägg in den igen."),
    "memory": _(
        "det krävde för mycket minne. Dela upp filen i flera, eller spara den på nytt och lägg in den igen."
    ),
    "crashed": _("läsningen avbröts gång på gång. Öppna filen, spara den på nytt och lägg in den igen."),
    "pages_lost": _("några av sidorna är skadade."),
    "scanned": _(
        "sidorna är bilder utan text (inskannade). Gör om filen med textigenkänning (OCR) och lägg in den igen."
    ),
    "no_text": _("det finns ingen text i filen."),
    "not_text": _("filen är av ett slag som inte innehåller text att läsa."),
    "old_format": _(
        "filen är sparad i ett äldre format. Spara den som Word, Excel eller PowerPoint i dagens format, eller som PDF."
    ),
    "other_name": _(
        "filens namn slutar på något annat än vad filen är. Byt namn på den och lägg in den igen."
    ),
}

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


def sentence(version: DocumentVersion) -> str:
    """What is to be said of the text of `version`, with a capital letter; empty when all of it is read."""
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
