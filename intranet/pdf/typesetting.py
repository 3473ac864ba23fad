"""Typesetting with typst, from a source of ours and data that stays data.

Free of Django, so that a confined child can use it, too.
"""

from __future__ import annotations

import json
from typing import Any


def typeset(source: str, data: Any, *, tagged: bool = True) -> bytes:
    """The PDF that a typst source makes of `data` (whatever JSON can say), read there as
    `json(bytes(sys.inputs.data))`: PDF/UA-1 and PDF/A-2a, so the source must set title and language. Not `tagged`:
    decoration, which stands for nothing and meets no standard.

    The types that come with typst are used and no others, so that a page looks the same everywhere. Raises
    `typst.TypstError` for a source that is wrong.
    """
    import typst  # heavy, and only jobs typeset

    return typst.compile(
        source.encode(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"] if tagged else [],
        pdf_tags=tagged,
    )
