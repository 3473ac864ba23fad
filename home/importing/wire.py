"""A source as JSON can say it, for the way from the process that reads files, and for keeping it in a row."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from home.importing import outline
from home.importing.outline import Item, Read, Remark, Step
from home.importing.reading import read_source
from home.importing.source import Source, UnreadableTextError
from home.importing.telling import Told

Said = dict[str, Any]
_BLOCKS = {
    kind.__name__: kind
    for kind in (
        *(outline.Paragraph, outline.Subheading, outline.BulletList, outline.Steps, outline.Table),
        *(
            outline.Notice,
            outline.Picture,
            outline.Attachment,
            outline.SystemLink,
            outline.Items,
            outline.Heading,
        ),
    )
}


def read_file(path: str, name: str) -> Iterator[Said]:
    """What stands in a file, for a process of its own: {"unreadable": why}, or {"source": …} and its pictures."""
    try:
        source = read_source(Path(name), Path(path).read_bytes())
    except UnreadableTextError as error:
        yield {"unreadable": str(error)}
        return
    yield {"source": to_wire(source)}
    for picture, data in source.pictures.items():
        yield {"picture": picture, "data": base64.b64encode(data).decode("ascii")}


def to_wire(source: Source) -> Said:
    """All but the pictures."""
    return {
        "written": {str(name): str(value) for name, value in source.written.items()},
        "strict": source.strict,
        "lenient": source.lenient,
        "title": source.title,
        "last_title": source.last_title,
        "blocks": [{"is": type(block).__name__, **asdict(block)} for block in source.blocks],
        "problems": [remark.message for remark in source.problems],
        "notes": [remark.message for remark in source.notes],
        "told": [asdict(told) for told in source.told],
    }


def from_wire(said: Said) -> Source:
    return Source(
        said["written"],
        strict=False,
        lenient=True,
        title=said["title"],
        last_title=said["last_title"],
        blocks=[_block(block) for block in said["blocks"]],
        problems=[Remark(message) for message in said["problems"]],
        notes=[Remark(message) for message in said["notes"]],
        told=[Told(**told) for told in said["told"]],
    )


def _block(said: Said) -> Read:
    values = {name: _value(name, value) for name, value in said.items() if name != "is"}
    return _BLOCKS[said["is"]](**values)


def _value(name: str, value: Any) -> Any:
    if name == "steps":
        return tuple(Step(**step) for step in value)
    if name == "rows":
        return tuple(tuple(row) for row in value)
    if name == "items":
        return tuple(Item(**item) if isinstance(item, dict) else item for item in value)
    return tuple(value) if isinstance(value, list) else value
