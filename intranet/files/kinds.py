"""What the kinds of files are called, and how their names end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intranet.files.types import (
    DOC,
    DOCX,
    ENCRYPTED_OFFICE,
    ODT,
    OLE,
    PDF,
    PPT,
    PPTX,
    RTF,
    TXT,
    XLS,
    XLSX,
)


@dataclass(frozen=True)
class FileKind:
    """`code` is the kind as the search counts it: what a reader knows as the same has the same.

    `endings` are those that a name may have; the first is given to a name that has none of them.
    """

    code: str
    label: str | Promise
    endings: tuple[str, ...]


KINDS: dict[str, FileKind] = {
    PDF: FileKind("pdf", "PDF", ("pdf",)),
    DOCX: FileKind("word", "Word", ("docx",)),
    XLSX: FileKind("excel", "Excel", ("xlsx",)),
    PPTX: FileKind("powerpoint", "PowerPoint", ("pptx",)),
    ODT: FileKind("opendocument", "OpenDocument", ("odt",)),
    TXT: FileKind("text", _("Text"), ("txt", "csv", "md")),
    ENCRYPTED_OFFICE: FileKind("last", _("Låst Office-fil"), ("docx", "xlsx", "pptx", "doc", "xls", "ppt")),
    DOC: FileKind("word", "Word", ("doc",)),
    XLS: FileKind("excel", "Excel", ("xls",)),
    PPT: FileKind("powerpoint", "PowerPoint", ("ppt",)),
    OLE: FileKind("office", _("Äldre Office-fil"), ("doc", "xls", "ppt")),
    RTF: FileKind("rtf", "RTF", ("rtf",)),
    "image/png": FileKind("bild", _("Bild"), ("png",)),
    "image/jpeg": FileKind("bild", _("Bild"), ("jpg", "jpeg")),
}
"""What may be uploaded by hand. Programs may bring others, which are only ever downloaded."""

SAID = "PDF, Word, Excel, PowerPoint, OpenDocument-text (.odt), ren text, PNG eller JPEG"
"""What a file may be saved as."""
ACCEPTED = (
    "PDF, Word, Excel, PowerPoint, OpenDocument-text (.odt), ren text, PNG eller JPEG. "
    "Äldre Office-filer (.doc, .xls, .ppt) och RTF går också, men texten i dem hittas inte i sökningen"
)
"""The whole rule: every kind above is one of these."""

OTHER = "annan"
"""The code of what came in by a program and is of no kind named here."""


def label_of(media_type: str) -> str:
    """What a reader knows the kind as."""
    kind = KINDS.get(media_type)
    return str(kind.label) if kind else str(_("Fil"))


THE_FILE: dict[str, str | Promise] = {
    "pdf": _("PDF-filen"),
    "word": _("Word-filen"),
    "excel": _("Excel-filen"),
    "powerpoint": _("PowerPoint-filen"),
    "opendocument": _("OpenDocument-filen"),
    "text": _("textfilen"),
    "rtf": _("RTF-filen"),
    "bild": _("bilden"),
}
"""By code, as a button says it after its verb."""


def the_file(media_type: str) -> str:
    """What is opened or fetched, in a sentence: "Word-filen"."""
    return str(THE_FILE.get(code_of(media_type), _("filen")))


def label_by_name(name: str) -> str:
    """The same by a file's name, where its content is not at hand: what is put in by hand ends as its content says."""
    ending = name.rpartition(".")[2].lower()
    found = next((kind for kind in KINDS.values() if ending in kind.endings), None)
    return str(found.label) if found else str(_("Fil"))


def code_of(media_type: str) -> str:
    """The kind as the search counts it."""
    kind = KINDS.get(media_type)
    return kind.code if kind else OTHER


def codes() -> list[str]:
    """Every code, each once, that of what has none last."""
    return [*dict.fromkeys(kind.code for kind in KINDS.values()), OTHER]


def of_code(code: str, field: str) -> Q:
    """What is of the kind that has this code, by its media type in `field`."""
    if code == OTHER:
        return ~Q(**{f"{field}__in": list(KINDS)}) | Q(**{f"{field}__isnull": True})
    return Q(**{f"{field}__in": [media_type for media_type, kind in KINDS.items() if kind.code == code]})


def names_of(codes: Collection[str]) -> dict[str, str]:
    """What these codes are called; what is no code is left out."""
    known = {kind.code: str(kind.label) for kind in KINDS.values()} | {OTHER: str(_("Annan fil"))}
    return {code: known[code] for code in codes if code in known}
