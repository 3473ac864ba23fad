"""Pictures that texts show: found, looked at before anything is written, and stored where the page's readers are."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from home.importing.formats import FORMATS, picture_format
from home.importing.outline import Attachment, Outline, Picture, Remark
from home.importing.shelf import Shelf


class Pictures:
    """The pictures of one file, whose own folder is `folder`; nothing outside `root` is ever read."""

    def __init__(self, outline: Outline, folder: Path, root: Path) -> None:
        self._outline = outline
        self._folder = folder
        self._root = root
        self._read: dict[str, bytes] = {}

    def check(self) -> None:
        """Report every picture that cannot be had as a problem of the outline."""
        for block in self._outline.blocks():
            if isinstance(block, Picture):
                trouble = self._trouble(block.source)
                if trouble:
                    self._outline.problems.append(Remark(f"Bilden {_name(block.source)}: {trouble}"))

    def store(self, picture: Picture, shelf: Shelf) -> int:
        """The primary key of the stored image. Raises ValidationError if the place can have none."""
        data = self._bytes(picture.source)
        title = picture.alt or picture.caption or picture.file
        return shelf.image(data, FORMATS[picture_format(data)], title, picture.alt)

    def attach(self, attachment: Attachment, shelf: Shelf) -> int:
        """The primary key of the document that something unshown is stored as. Raises as `store`."""
        suffix = Path(attachment.source.partition(":")[2]).suffix.lower()[:8]
        return shelf.document(self._bytes(attachment.source), suffix, attachment.label)

    def _trouble(self, source: str) -> str:
        if source.startswith(("http:", "https:", "//")):
            return "den ligger på en annan webbplats. Spara ner den bredvid filen."
        if source.startswith("data:"):
            return "den är inbäddad. Spara den som en egen fil bredvid texten."
        try:
            data = self._bytes(source)
        except (OSError, ValueError):
            return "filen finns inte i mappen."
        return (
            ""
            if picture_format(data) in FORMATS
            else f"formatet läses inte in. Spara den som {', '.join(FORMATS)}."
        )

    def _bytes(self, source: str) -> bytes:
        if source in self._outline.pictures:
            return self._outline.pictures[source]
        if source not in self._read:
            path = (self._folder / unquote(source)).resolve()
            if not path.is_relative_to(self._root.resolve()):
                raise ValueError("outside the folder")
            self._read[source] = path.read_bytes()
        return self._read[source]


def _name(source: str) -> str:
    return source.removeprefix("bild:")[:80]
