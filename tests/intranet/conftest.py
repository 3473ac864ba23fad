"""What the tests of this folder ask for by name."""

from __future__ import annotations

import pytest

from intranet.files.extract.reader import read


@pytest.fixture
def told(tmp_path):
    """[position, kind, label, text] of each place of a file with this content and name, and its end."""

    def tell(content: bytes, name: str, **options) -> tuple[list, dict]:
        path = tmp_path / "file"
        path.write_bytes(content)
        *found, end = read(str(path), name, **options)
        return found, end

    return tell
