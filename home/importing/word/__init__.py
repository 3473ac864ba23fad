"""Word files (.docx and its kin), whichever program wrote them.

The file is opened with care (`package`), its changes settled (`settling`), its text read to lines, tables and
pictures (`reader`) with styles, lists and fields; what they are is understood by `prose`.
"""

from __future__ import annotations

from home.importing.prose.understanding import understood
from home.importing.source import Source
from home.importing.word.reader import Document


def read_word(data: bytes) -> Source:
    """Raises UnreadableTextError if it is no Word file, or one that unpacks to too much."""
    return understood(Document(data))
