"""OpenDocument texts (.odt and their templates), whichever program wrote them.

The file is opened with care (`package`), its changes settled (`settling`), its text read to lines, tables and
pictures (`reader`, `inside`, `tables`, `drawings`) with styles and lists; what they are is understood by `prose`.
"""

from __future__ import annotations

from home.importing.opendocument.reader import Document
from home.importing.prose.understanding import understood
from home.importing.source import Source


def read_opendocument(data: bytes) -> Source:
    """Raises UnreadableTextError if it is no such text, a locked one, or one that unpacks to too much."""
    return understood(Document(data))
