"""The file itself: a zip that says in its first part what it is."""

from __future__ import annotations

from home.importing.archive import LOCKED, Archive, Element
from home.importing.opendocument.names import qn
from home.importing.source import UnreadableTextError

_TEXTS = ("text", "text-template", "text-master", "text-web")
_OTHERS = {
    "spreadsheet": "Filen är ett kalkylblad. Lägg upp den under Dokument.",
    "presentation": "Filen är en presentation. Lägg upp den under Dokument.",
    "graphics": "Filen är en teckning. Lägg upp den under Dokument.",
}
_PREFIX = "application/vnd.oasis.opendocument."


class Package(Archive):
    """Raises UnreadableTextError for what is no OpenDocument text, and for one that is locked."""

    broken = "Filen är skadad. Öppna den i LibreOffice eller Word och spara om den, eller hämta den på nytt."

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        manifest = self.optional_xml("META-INF/manifest.xml")
        if "encrypted-package" in self or _is_locked(manifest):
            raise UnreadableTextError(LOCKED)
        kind = self._kind(manifest)
        if kind and kind not in _TEXTS:
            advice = next((text for name, text in _OTHERS.items() if kind.startswith(name)), "")
            raise UnreadableTextError(advice or "Filen är ingen text. Lägg upp den under Dokument.")
        if "content.xml" not in self:
            raise UnreadableTextError(self.broken)

    def _kind(self, manifest: Element | None) -> str:
        """text, spreadsheet …; empty if the file does not say."""
        said = b""
        if "mimetype" in self:
            said = self.bytes_of("mimetype", 1_000)
        name = said.decode("ascii", "replace").strip()
        if not name and manifest is not None:
            entries = manifest.iter(qn("manifest:file-entry"))
            name = next(
                (
                    entry.get(qn("manifest:media-type")) or ""
                    for entry in entries
                    if entry.get(qn("manifest:full-path")) == "/"
                ),
                "",
            )
        return name.removeprefix(_PREFIX) if name.startswith(_PREFIX) else ""


def _is_locked(manifest: Element | None) -> bool:
    return manifest is not None and next(manifest.iter(qn("manifest:encryption-data")), None) is not None
