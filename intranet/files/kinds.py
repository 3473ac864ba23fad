"""What the kinds of files are called, and how their names end."""

from __future__ import annotations

from dataclasses import dataclass

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
    """`endings` are those that a name may have; the first is given to a name that has none of them."""

    label: str | Promise
    endings: tuple[str, ...]


KINDS: dict[str, FileKind] = {
    PDF: FileKind("PDF", ("pdf",)),
    DOCX: FileKind("Word", ("docx",)),
    XLSX: FileKind("Excel", ("xlsx",)),
    PPTX: FileKind("PowerPoint", ("pptx",)),
    ODT: FileKind("OpenDocument", ("odt",)),
    TXT: FileKind(_("Text"), ("txt", "csv", "md")),
    ENCRYPTED_OFFICE: FileKind(_("Låst Office-fil"), ("docx", "xlsx", "pptx", "doc", "xls", "ppt")),
    DOC: FileKind("Word", ("doc",)),
    XLS: FileKind("Excel", ("xls",)),
    PPT: FileKind("PowerPoint", ("ppt",)),
    OLE: FileKind(_("Äldre Office-fil"), ("doc", "xls", "ppt")),
    RTF: FileKind("RTF", ("rtf",)),
    "image/png": FileKind(_("Bild"), ("png",)),
    "image/jpeg": FileKind(_("Bild"), ("jpg", "jpeg")),
}
"""What may be uploaded by hand. Programs may bring others, which are only ever downloaded."""

SAID = "PDF, Word, Excel, PowerPoint, OpenDocument-text (.odt), ren text, PNG eller JPEG"


def label_of(media_type: str) -> str:
    """What a reader knows the kind as."""
    kind = KINDS.get(media_type)
    return str(kind.label) if kind else str(_("Fil"))
