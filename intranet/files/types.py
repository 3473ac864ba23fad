"""The kinds of files by name; free of imports, for the site and for the confined child alike."""

from __future__ import annotations

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
TXT = "text/plain"

READ = frozenset({PDF, DOCX, XLSX, PPTX, ODT, TXT})
"""What text is read out of."""

DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
OLE = "application/x-ole-storage"
RTF = "application/rtf"
OLD = frozenset({DOC, XLS, PPT, OLE, RTF})
"""What can be saved as one of those that are read."""
ENCRYPTED_OFFICE = "application/x-encrypted-office"
"""A Word, Excel or PowerPoint file with a password; which of them shows only with it."""


def unread_because(media_type: str) -> str:
    """Why no text is read out of what is of a kind, as a code of `problems`; empty if the kind does not say."""
    if media_type == ENCRYPTED_OFFICE:
        return "encrypted"
    return "old_format" if media_type in OLD else ""


ZIP, HTML, XML, SVG = "application/zip", "text/html", "application/xml", "image/svg+xml"
UNKNOWN = "application/octet-stream"

PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02",
)
"""How they begin: programs of Windows, Linux and macOS, Java classes, scripts that say what runs them, shortcuts."""
PROGRAM = "Filen är ett program, vad den än heter. Intranätet tar inte emot program."

# What a browser may show by itself. Anything else, SVG above all, is only ever downloaded: it could hold script.
SHOWN = frozenset({PDF, "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
FIRST_BYTES = 262  # as many as the detector's patterns look at

EXTENSIONS: dict[str, frozenset[str]] = {
    ".pdf": frozenset({PDF}),
    ".docx": frozenset({DOCX, ENCRYPTED_OFFICE}),
    ".docm": frozenset({DOCX, ENCRYPTED_OFFICE}),
    ".xlsx": frozenset({XLSX, ENCRYPTED_OFFICE}),
    ".xlsm": frozenset({XLSX, ENCRYPTED_OFFICE}),
    ".pptx": frozenset({PPTX, ENCRYPTED_OFFICE}),
    ".pptm": frozenset({PPTX, ENCRYPTED_OFFICE}),
    ".odt": frozenset({ODT}),
    ".txt": frozenset({TXT, XML, HTML}),
    ".doc": frozenset({DOC, OLE, RTF, ENCRYPTED_OFFICE}),
    ".xls": frozenset({XLS, OLE, ENCRYPTED_OFFICE}),
    ".ppt": frozenset({PPT, OLE, ENCRYPTED_OFFICE}),
    ".rtf": frozenset({RTF}),
    ".zip": frozenset({ZIP}),
    ".png": frozenset({"image/png"}),
    ".jpg": frozenset({"image/jpeg"}),
    ".jpeg": frozenset({"image/jpeg"}),
    ".gif": frozenset({"image/gif"}),
    ".webp": frozenset({"image/webp"}),
    ".svg": frozenset({SVG}),
}
