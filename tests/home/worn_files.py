"""Files with something changed in them, the same for the same seed."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

SIGNS = (
    b"w:val",
    b"w:p",
    b"text:p",
    b"text:list",
    b"text:level",
    b"table:table-cell",
    b"style:name",
    b"w:tbl",
    b"w:tc",
    b"w:r",
    b"w:t",
    b"w:sdt",
    b"1",
    b"0",
    b"begin",
    b"end",
    b'"',
    b">",
    b"</",
)


def worn(whole: bytes, seed: int) -> bytes:
    """The file with something changed: bytes of the zip, or of what lies in it, torn, swapped, doubled or gone."""
    chance = random.Random(seed)
    if chance.random() < 0.25:
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        return bytes(raw[: chance.randrange(len(raw))] if chance.random() < 0.3 else raw)
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as archive, zipfile.ZipFile(stream, "w") as out:
        for name in archive.namelist():
            data = archive.read(name)
            if chance.random() < 0.06:
                continue
            if chance.random() < 0.5:
                data = _worn(data, chance)
            out.writestr(name, data)
    return stream.getvalue()


def _worn(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(5):
            case 0:
                data = data.replace(chance.choice(SIGNS), chance.choice(SIGNS), chance.randint(1, 3))
            case 1:
                data = data[:at] + data[to:]
            case 2:
                data = data[:at] + data[at:to] * 3 + data[to:]
            case 3:
                elements = data.split(b"><")
                chance.shuffle(elements) if chance.random() < 0.3 else elements.pop(
                    chance.randrange(len(elements))
                )
                data = b"><".join(elements)
            case _:
                data = data.replace(b'w:val="1"', b'w:val="-99999999999999"')
    return data
