"""A source as JSON can say it, for the way from the process that reads files, and for keeping it in a row."""

from __future__ import annotations

import base64
import hashlib
import traceback
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from home.importing import outline
from home.importing.length import check_length
from home.importing.outline import Item, Read, Remark, Step
from home.importing.reading import read_bytes, read_source
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
        source = _read(Path(name), Path(path).read_bytes())
    except UnreadableTextError as error:
        yield {"unreadable": str(error)}
        return
    yield {"source": to_wire(source)}
    yield from _pictures(source)


def read_files(paths: list[str]) -> Iterator[Said]:
    """Several, for a process of its own. Of each: what `read_file` says and {"opened": digest, "size": …}, at last
    {"end": True}; an error that nobody foresaw is told by its class and its places in the code, and ends no other."""
    for each in paths:
        path = Path(each)
        try:
            data = read_bytes(path)
            yield {"opened": hashlib.sha256(data).hexdigest(), "size": len(data)}
            source = _read(path, data)
            yield {"source": {**to_wire(source), "text": source.text}}
            yield from _pictures(source)
        except UnreadableTextError as error:
            yield {"unreadable": str(error)}
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  # one file stops no other
            yield {"raised": type(error).__name__, "at": places_of(error)}
        yield {"end": True}


def places_of(error: BaseException) -> str:
    """Where in the code an error came from, without its message: that may quote the file."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)


def _read(path: Path, data: bytes) -> Source:
    source = read_source(path, data)
    check_length(source)
    return source


def _pictures(source: Source) -> Iterator[Said]:
    for picture, data in source.pictures.items():
        yield {"picture": picture, "data": base64.b64encode(data).decode("ascii")}


def to_wire(source: Source) -> Said:
    """All but the pictures and the text as it stands in the file."""
    return {
        "written": {str(name): _said(value) for name, value in source.written.items()},
        "strict": source.strict,
        "lenient": source.lenient,
        "title": source.title,
        "last_title": source.last_title,
        "blocks": [{"is": type(block).__name__, **asdict(block)} for block in source.blocks],
        "problems": [[remark.message, remark.line] for remark in source.problems],
        "notes": [[remark.message, remark.line] for remark in source.notes],
        "told": [asdict(told) for told in source.told],
    }


def restored(said: Said) -> Source:
    """The source as it was, without its pictures."""
    return Source(
        {name: _heard(value) for name, value in said["written"].items()},
        strict=said["strict"],
        lenient=said["lenient"],
        title=said["title"],
        last_title=said["last_title"],
        blocks=[_block(block) for block in said["blocks"]],
        problems=[_remark(remark) for remark in said["problems"]],
        notes=[_remark(remark) for remark in said["notes"]],
        told=[Told(**told) for told in said["told"]],
        text=said.get("text", ""),
    )


def from_wire(said: Said) -> Source:
    """Of a file that an editor looks at: what its head says is taken as far as it can be."""
    return replace(restored(said), strict=False, lenient=True)


def _remark(said: str | list) -> Remark:
    return Remark(said) if isinstance(said, str) else Remark(*said)


def _said(value: Any) -> Any:
    """A value of a file's head as JSON can say it. A date comes back as one; what is stranger, as its words."""
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    if isinstance(value, list):
        return [_said(one) for one in value]
    if isinstance(value, dict):
        return {"is": "dict", "items": {str(name): _said(one) for name, one in value.items()}}
    if isinstance(value, datetime):
        return {"is": "datetime", "on": value.isoformat()}
    return {"is": "date", "on": value.isoformat()} if isinstance(value, date) else str(value)


def _heard(said: Any) -> Any:
    if isinstance(said, list):
        return [_heard(one) for one in said]
    if not isinstance(said, dict):
        return said
    if said["is"] == "dict":
        return {name: _heard(one) for name, one in said["items"].items()}
    return (datetime if said["is"] == "datetime" else date).fromisoformat(said["on"])


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
