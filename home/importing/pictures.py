"""Pictures that texts show: found, looked at before anything is written, and stored once."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from PIL import UnidentifiedImageError
from wagtail.images import get_image_model
from wagtail.models import Collection

from home.importing.outline import Outline, Picture, Remark

COLLECTION = "Inlästa bilder"
FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


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

    def store(self, picture: Picture) -> int:
        """The primary key of the stored image; the same bytes are stored once."""
        data = self._bytes(picture.source)
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        model = get_image_model()
        collection = _collection()
        stored = model.objects.filter(collection=collection, file_hash=digest).only("pk").first()
        if stored:
            return stored.pk
        suffix = FORMATS[_format(data)]
        image = model(
            title=picture.alt[:255],
            alt=picture.alt[:250],
            collection=collection,
            file=ImageFile(BytesIO(data), name=f"{digest[:20]}.{suffix}"),
            file_size=len(data),
            file_hash=digest,
        )
        image.save()
        return image.pk

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
            "" if _format(data) in FORMATS else f"formatet läses inte in. Spara den som {', '.join(FORMATS)}."
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


def _collection() -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=COLLECTION).first()
    return found or root.add_child(name=COLLECTION)


def _format(data: bytes) -> str:
    try:
        with PillowImage.open(BytesIO(data)) as image:
            image.verify()
            return image.format or ""
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, PillowImage.DecompressionBombError):
        return ""


def _name(source: str) -> str:
    return source.removeprefix("bild:")[:80]
