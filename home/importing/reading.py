"""A file, whatever its format, as a source or a reason why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from home.importing.markdown import read_markdown
from home.importing.opendocument import read_opendocument
from home.importing.recognising import check_office, is_opendocument
from home.importing.source import Source, UnreadableTextError
from home.importing.webpage import read_webpage
from home.importing.word import read_word
from intranet.files.types import PROGRAM, PROGRAMS

MAX_BYTES = 50 * 1024 * 1024
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".heic")
WORD = (".docx", ".docm", ".dotx", ".dotm")
OPENDOCUMENT = (".odt", ".ott")
OFFICE = (*WORD, *OPENDOCUMENT)
TEXTS = (".md", ".markdown", ".html", ".htm")
SAID = "Word-filer (.docx), OpenDocument (.odt), webbsidor (.html) och Markdown (.md)"
"""What is read, for people; the endings that are of one family with these go too."""

_READERS: dict[str, Callable[[bytes], Source]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_webpage,
    ".htm": read_webpage,
    **dict.fromkeys(WORD, read_word),
    **dict.fromkeys(OPENDOCUMENT, read_opendocument),
}
_ADVICE = {
    ".fodt": "Filen är i platt OpenDocument-format. Öppna den i LibreOffice och spara den som .odt.",
    ".sxw": "Filen är i OpenOffices äldre format. Öppna den i LibreOffice och spara den som .odt.",
    ".pages": "Filen är gjord i Pages. Öppna den där och exportera den till Word.",
    ".gdoc": "Filen är en genväg till Google Dokument. Öppna den där och hämta den som Word-fil.",
    ".rtf": "Filen är i RTF-format. Spara den som .docx.",
    ".pdf": "En PDF blir ett dokument, inte en sida. Lägg upp den under Dokument.",
    ".txt": "Filen saknar rubriker. Byt ändelsen till .md och märk rubrikerna med #.",
}


def text_files(folder: Path) -> list[Path]:
    """The files of a folder, in order, without pictures, hidden files and Word's own lock files."""
    if folder.is_file():
        return [folder]
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        and path.suffix.lower() not in PICTURES
        and path.name.upper() != "README.MD"
    )


def read_bytes(path: Path) -> bytes:
    """Raises UnreadableTextError if the file cannot be opened or is too large."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableTextError("Filen är större än 50 MB. Dela den eller gör bilderna mindre.")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableTextError("Filen går inte att öppna. Kontrollera att du får läsa den.") from error


def is_program(name: str, head: bytes) -> bool:
    """Whether a file that begins like this is one, whatever it is called. What is written by hand may begin so too."""
    return head.startswith(PROGRAMS) and Path(name).suffix.lower() not in TEXTS


def read_source(path: Path, data: bytes) -> Source:
    """Raises UnreadableTextError, which says what to do, for what is not a text that can be read."""
    suffix = path.suffix.lower()
    if is_program(path.name, data):
        raise UnreadableTextError(PROGRAM)
    if suffix in (*OFFICE, ".doc", ".dot"):
        # Its name may say anything: many an old file has been given the new ending, or the other way round.
        check_office(data, path.name)
        suffix = OPENDOCUMENT[0] if is_opendocument(data) else WORD[0]
    if suffix not in _READERS:
        raise UnreadableTextError(
            _ADVICE.get(suffix, f"Filtypen {suffix or '(ingen)'} läses inte in, bara {SAID}.")
        )
    if not data.strip():
        raise UnreadableTextError("Filen är tom.")
    source = _READERS[suffix](data)
    if suffix in OFFICE:
        source.last_title = " ".join(path.stem.replace("_", " ").split())
    return source
